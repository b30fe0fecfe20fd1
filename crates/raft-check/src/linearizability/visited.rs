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
}
