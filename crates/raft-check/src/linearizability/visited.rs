//! Which configurations a search has been in.

use core::hash::Hasher;

use super::interner::Mixer;

/// A set of configurations: how many answers have been passed, the state, and which of the
/// operations under way are placed, one bit each. All have the same width.
pub(crate) struct Visited {
    width: usize,
    keys: Vec<u64>,
    /// The number of a configuration plus one, where its hash leads; 0: nothing.
    table: Vec<u32>,
}

impl Visited {
    /// For configurations of so many words of bits.
    pub(crate) fn new(words: usize) -> Self {
        Self { width: words + 1, keys: Vec::new(), table: vec![0; 64] }
    }

    /// Remembers a configuration. False if it was known.
    pub(crate) fn insert(&mut self, passed: u32, state: u32, placed: &[u64]) -> bool {
        let count = self.keys.len() / self.width;
        if (count + 1) * 2 > self.table.len() {
            self.grow();
        }
        let first = u64::from(passed) << 32 | u64::from(state);
        let mask = self.table.len() - 1;
        let mut place = hash(first, placed) as usize & mask;
        loop {
            match self.table[place] {
                0 => break,
                known if self.is(known, first, placed) => return false,
                _ => place = (place + 1) & mask,
            }
        }
        self.keys.push(first);
        self.keys.extend_from_slice(placed);
        self.table[place] = u32::try_from(count + 1).unwrap_or(u32::MAX);
        true
    }

    fn is(&self, known: u32, first: u64, placed: &[u64]) -> bool {
        let from = (known as usize - 1) * self.width;
        let key = &self.keys[from..from + self.width];
        key[0] == first && key[1..] == *placed
    }

    fn grow(&mut self) {
        let size = self.table.len() * 4;
        self.table = vec![0; size];
        for (number, key) in (1..).zip(self.keys.chunks_exact(self.width)) {
            let mut place = hash(key[0], &key[1..]) as usize & (size - 1);
            while self.table[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = number;
        }
    }
}

fn hash(first: u64, placed: &[u64]) -> u64 {
    let mut mixer = Mixer(first);
    for word in placed {
        mixer.word(*word);
    }
    mixer.word(0);
    mixer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_new_once() {
        for words in [1, 3] {
            let mut visited = Visited::new(words);
            let bits = |n: u32| vec![u64::from(n % 17) << 40; words];
            for round in [true, false] {
                for n in 0..5_000 {
                    let new = visited.insert(n / 50, n % 50, &bits(n));
                    assert_eq!(new, round, "{n}");
                }
            }
            assert!(visited.insert(0, 0, &vec![1; words]), "other bits");
            assert!(visited.insert(0, 77, &bits(0)), "another state");
            assert!(visited.insert(777, 0, &bits(0)), "another place");
        }
    }

    #[test]
    fn at_most_half_of_the_table_is_taken_and_hardly_less_than_an_eighth() {
        let mut visited = Visited::new(1);
        for n in 1..2_000 {
            visited.insert(n, 0, &[0]);
            let (taken, room) = (n as usize, visited.table.len());
            assert!(taken * 2 <= room && (room < taken * 8 || room == 64), "{taken} of {room}");
        }
    }

    /// Of 4096 configurations chance would give some 3,600 a place of their own, of four for each; far fewer, and
    /// something of them was forgotten.
    #[test]
    fn configurations_are_spread_by_all_that_makes_them() {
        let spread = |what, configuration: fn(u64) -> (u64, [u64; 2])| {
            let places = (0..4_096).map(configuration).map(|(first, bits)| hash(first, &bits));
            let mut places: Vec<u64> = places.map(|hash| hash % 16_384).collect();
            places.sort_unstable();
            places.dedup();
            assert!(places.len() > 2_700, "{what}: only {} places", places.len());
        };
        spread("states", |n| (n, [0, 0]));
        spread("answers passed", |n| (n << 32, [0, 0]));
        spread("what is placed", |n| (0, [n, 0]));
        spread("what is placed last", |n| (0, [0, n << 40]));
        spread("all of it", |n| (((n % 16) << 32) | ((n / 16) % 4), [(n / 64) % 8, n / 512]));
    }
}
