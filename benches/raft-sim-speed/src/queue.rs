//! The event queue alone: what no simulator of discrete events can do without.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A message's size in the simulator's own queue, so that the slab has as many cache lines.
type Payload = [u64; 16];

/// A binary heap of keys, and a slab of what they stand for.
pub struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, u32)>>,
    slab: Vec<Payload>,
    sequence: u64,
    random: u64,
}

impl Queue {
    /// A queue with this many events that are due at some time.
    #[must_use]
    pub fn new(pending: u32) -> Self {
        let mut queue = Self {
            heap: BinaryHeap::new(),
            slab: vec![[0; 16]; pending as usize],
            sequence: 0,
            random: 1,
        };
        (0..pending).for_each(|slot| queue.push(0, slot));
        queue
    }

    fn push(&mut self, now: u64, slot: u32) {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.sequence += 1;
        self.slab[slot as usize][0] = self.sequence;
        self.heap.push(Reverse((now + 1 + (self.random >> 48), self.sequence, slot)));
    }

    /// Lets this many events happen, each of which causes one more. Says something that depends on
    /// all of them.
    pub fn run(&mut self, events: u64) -> u64 {
        let mut seen = 0_u64;
        for _ in 0..events {
            let Some(Reverse((now, _, slot))) = self.heap.pop() else { break };
            seen = seen.wrapping_mul(31).wrapping_add(self.slab[slot as usize][0]);
            self.push(now, slot);
        }
        seen
    }
}
