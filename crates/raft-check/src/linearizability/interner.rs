//! States by number: a search compares and remembers numbers instead of states.

use core::hash::{Hash, Hasher};

/// Every different state once. Open addressing with a hash of our own: the standard library's
/// tables are seeded by chance, and a B-tree compares a state a dozen times to find it.
pub(crate) struct Interner<T> {
    states: Vec<T>,
    /// The number of a state plus one, where its hash leads; 0: nothing.
    table: Vec<u32>,
}

impl<T: Eq + Hash> Interner<T> {
    pub(crate) fn new() -> Self {
        Self { states: Vec::new(), table: vec![0; 16] }
    }

    pub(crate) fn get(&self, number: u32) -> &T {
        &self.states[number as usize]
    }

    /// The number of this state.
    pub(crate) fn number(&mut self, state: T) -> u32 {
        if (self.states.len() + 1) * 2 > self.table.len() {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let mut place = hash(&state) as usize & mask;
        loop {
            match self.table[place] {
                0 => break,
                known if self.states[known as usize - 1] == state => return known - 1,
                _ => place = (place + 1) & mask,
            }
        }
        let number = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        self.states.push(state);
        self.table[place] = number + 1;
        number
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table = vec![0; size];
        for (number, state) in (1..).zip(&self.states) {
            let mut place = hash(state) as usize & (size - 1);
            while self.table[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number;
        }
    }
}

fn hash<T: Hash>(value: &T) -> u64 {
    let mut hasher = Mixer(0);
    value.hash(&mut hasher);
    hasher.finish()
}

/// A hash that is the same everywhere: words are folded in by a multiplication, and the upper half,
/// which depends on all of them, comes down at the end.
pub(crate) struct Mixer(pub(crate) u64);

impl Mixer {
    /// 2⁶⁴ divided by the golden ratio, odd: what Fibonacci hashing multiplies by (Knuth, volume 3,
    /// §6.4).
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

    pub(crate) fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(Self::FACTOR);
    }
}

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.word(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.word(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.word(value);
    }

    fn write_i64(&mut self, value: i64) {
        self.word(value as u64);
    }

    fn write_usize(&mut self, value: usize) {
        self.word(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.word(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_one_number_however_many_there_are() {
        let mut interner = Interner::new();
        let states = || (0..10_000_u64).map(|n| (n % 7, n.wrapping_mul(n)));
        let numbers: Vec<u32> = states().map(|state| interner.number(state)).collect();
        assert_eq!(numbers, (0..10_000).collect::<Vec<u32>>());
        assert!(states().zip(numbers).all(|(state, number)| {
            interner.number(state) == number && *interner.get(number) == state
        }));
    }

    #[test]
    fn between_a_quarter_and_a_half_of_the_table_is_taken() {
        let mut interner = Interner::new();
        for n in 0..1_000_u64 {
            interner.number(n);
            let (taken, room) = (interner.states.len(), interner.table.len());
            assert!(taken * 2 <= room && (room < taken * 4 || room == 16), "{taken} of {room}");
        }
    }

    /// Of 4096 states chance would give some 3,600 a place of their own, of four for each; far fewer, and
    /// something of them was forgotten.
    fn spread<T: Hash>(what: &str, state: impl Fn(u16) -> T) {
        let mut places: Vec<u64> = (0..4_096).map(|n| hash(&state(n)) % 16_384).collect();
        places.sort_unstable();
        places.dedup();
        assert!(places.len() > 2_700, "{what}: only {} places", places.len());
    }

    #[test]
    fn states_are_spread_whatever_they_are_made_of() {
        let halves = |n: u16| ((n / 64) as u8, (n % 64) as u8);
        spread("bytes", halves);
        spread("small words", u32::from);
        spread("words", |n| u64::from(n) << 5);
        spread("words that end alike", |n| u64::from(n) << 24);
        spread("numbers", |n| -i64::from(n));
        spread("sizes", usize::from);
        spread("offsets", |n| -(n as isize));
        spread("two words", |n| (u64::from(n % 64), u64::from(n / 64)));
        spread("strings", |n| format!("{n} is longer than a word"));
        spread("what differs at the end", |n| format!("longer than a word: {n}"));
    }
}
