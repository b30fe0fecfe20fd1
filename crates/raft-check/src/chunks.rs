//! A list that only grows, and whose clones share what they have in common.

use std::sync::Arc;

/// How many elements are sealed together.
const CHUNK: usize = 64;

/// A list. Full chunks are shared between clones; only the rest is copied. So a judge that remembers
/// a whole run can be part of every keyframe.
#[derive(Clone, Debug)]
pub(crate) struct Chunks<T> {
    sealed: Arc<Vec<Arc<[T]>>>,
    tail: Vec<T>,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { sealed: Arc::default(), tail: Vec::new() }
    }
}

impl<T> Chunks<T> {
    pub(crate) fn push(&mut self, element: T) {
        self.tail.push(element);
        if self.tail.len() == CHUNK {
            Arc::make_mut(&mut self.sealed).push(core::mem::take(&mut self.tail).into());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.sealed.len() * CHUNK + self.tail.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.sealed.iter().flat_map(|chunk| chunk.iter()).chain(&self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_and_do_not_see_what_comes_later() {
        let mut list = Chunks::default();
        (0..100).for_each(|n| list.push(n));
        let before = list.clone();
        (100..300).for_each(|n| list.push(n));
        assert!(before.iter().copied().eq(0..100));
        assert!(list.iter().copied().eq(0..300));
        assert_eq!((before.len(), list.len()), (100, 300));
        assert!(Arc::ptr_eq(&before.sealed[0], &list.sealed[0]));
    }
}
