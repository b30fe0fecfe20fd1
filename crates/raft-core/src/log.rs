//! The log of one server: append-mostly, cheap to clone, cut from the end and, by compaction, from
//! the beginning.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::{Entries, Entry, Index, LogId, Term};

/// Segments end at multiples of this index. Only what reaches such an end is sealed, so the same
/// entries always lie in the same segments and two logs are equal exactly when their parts are.
const SEGMENT: usize = 64;

/// A server's log (Figure 2): entries with consecutive indices, starting after `base`.
///
/// 1. Indices are consecutive, terms never decrease from one entry to the next.
/// 2. The first segment begins at `base`; all others at the end of the one before.
/// 3. Full segments are immutable and shared between clones, disks and messages; only the last,
///    unfinished one is copied when a log is cloned.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Log {
    base: LogId,
    sealed: Arc<Vec<Arc<[Entry]>>>,
    tail: Vec<Entry>,
}

impl Log {
    /// An empty log that starts at index 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The id just before the first entry: `0@0` until the log has been compacted.
    #[must_use]
    pub fn base(&self) -> LogId {
        self.base
    }

    /// The index of the first entry that is, or would be, in the log.
    #[must_use]
    pub fn first_index(&self) -> Index {
        self.base.index.next()
    }

    /// The id of the last entry; `base` when there is none.
    #[must_use]
    pub fn last(&self) -> LogId {
        self.tail
            .last()
            .or_else(|| self.sealed.last().and_then(|segment| segment.last()))
            .map_or(self.base, |entry| entry.id)
    }

    /// How many entries the log holds.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.last().index.0 - self.base.index.0
    }

    /// Whether the log holds no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sealed.is_empty() && self.tail.is_empty()
    }

    /// The entry at `index`, if the log holds it.
    #[must_use]
    pub fn get(&self, index: Index) -> Option<&Entry> {
        let (segment, place) = self.place(index)?;
        match self.sealed.get(segment) {
            Some(segment) => segment.get(place),
            None if segment == self.sealed.len() => self.tail.get(place),
            None => None,
        }
    }

    /// The term of the entry at `index`; known for `base` too, for nothing before or after.
    #[must_use]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        if index == self.base.index {
            return Some(self.base.term);
        }
        self.get(index).map(|entry| entry.id.term)
    }

    /// Whether the log holds exactly this entry.
    #[must_use]
    pub fn contains(&self, id: LogId) -> bool {
        self.term_at(id.index) == Some(id.term)
    }

    /// The entries from `from` to the end.
    pub fn iter_from(&self, from: Index) -> impl Iterator<Item = &Entry> {
        let mut index = from.max(self.first_index());
        core::iter::from_fn(move || {
            let entry = self.get(index)?;
            index = index.next();
            Some(entry)
        })
    }

    /// At most `most` entries from `from` on, shared with the log where they lie in one segment.
    #[must_use]
    pub fn slice(&self, from: Index, most: usize) -> Entries {
        let Some((segment, place)) = self.place(from) else {
            return Entries::NONE;
        };
        let held = (self.last().index.0 + 1).saturating_sub(from.0);
        let count = most.min(usize::try_from(held).unwrap_or(usize::MAX));
        match count {
            0 => Entries::NONE,
            1 => self.get(from).cloned().map_or(Entries::NONE, Entries::one),
            count => match self.sealed.get(segment) {
                Some(segment) if place + count <= segment.len() => {
                    Entries::shared(segment.clone(), place, place + count)
                }
                _ => {
                    let head = self.run_from(from);
                    let head = &head[..head.len().min(count)];
                    let rest = self.run_from(Index(from.0 + head.len() as u64));
                    match rest.get(..count - head.len()) {
                        // The length is known beforehand: one allocation.
                        Some(rest) => head.iter().chain(rest).cloned().collect(),
                        None => self.iter_from(from).take(count).cloned().collect(),
                    }
                }
            },
        }
    }

    /// The entries from `index` to the end of the segment, or the tail, that it lies in.
    fn run_from(&self, index: Index) -> &[Entry] {
        let Some((segment, place)) = self.place(index) else {
            return &[];
        };
        let run = self.sealed.get(segment).map_or(&self.tail[..], |segment| segment);
        run.get(place..).unwrap_or(&[])
    }

    /// The last place where this log could still agree with another one that has `term` at
    /// `index`: the highest entry at or before `index` whose term is not above `term`.
    ///
    /// Both sides use it to step over a whole term of conflicting entries at once (§5.3, end).
    #[must_use]
    pub fn last_at_or_below(&self, index: Index, term: Term) -> LogId {
        let mut index = index.min(self.last().index);
        while let Some(entry) = self.get(index) {
            if entry.id.term <= term {
                return entry.id;
            }
            index = index.prev();
        }
        self.base
    }

    /// Adds an entry at the end.
    ///
    /// # Panics
    /// If the entry's index is not the next one: the caller would tear a hole into the log.
    pub fn append(&mut self, entry: Entry) {
        assert_eq!(entry.id.index, self.last().index.next(), "log entries are consecutive");
        let ends_segment = entry.id.index.0.is_multiple_of(SEGMENT as u64);
        self.tail.push(entry);
        if ends_segment {
            // The tail keeps its memory for the next segment.
            let segment = self.tail.drain(..).collect();
            Arc::make_mut(&mut self.sealed).push(segment);
        }
    }

    /// Removes the entry at `from` and all that follow; says how many there were.
    pub fn truncate_from(&mut self, from: Index) -> u64 {
        let before = self.len();
        let Some((segment, place)) = self.place(from.max(self.first_index())) else {
            return 0;
        };
        if segment < self.sealed.len() {
            let segments = Arc::make_mut(&mut self.sealed);
            self.tail = segments[segment][..place].to_vec();
            segments.truncate(segment);
        } else if segment == self.sealed.len() {
            self.tail.truncate(place);
        }
        before - self.len()
    }

    /// Discards everything up to `base`, which the log must hold (§7); what follows it is kept.
    pub fn compact_to(&mut self, base: LogId) {
        if base.index <= self.base.index || !self.contains(base) {
            return;
        }
        let Some((segment, place)) = self.place(base.index.next()) else {
            return;
        };
        self.base = base;
        if segment >= self.sealed.len() {
            self.sealed = Arc::default();
            self.tail.drain(..place.min(self.tail.len()));
            return;
        }
        let segments = Arc::make_mut(&mut self.sealed);
        segments.drain(..segment);
        if place > 0 {
            segments[0] = segments[0][place..].into();
        }
    }

    /// Discards everything, and goes on behind `base` (Figure 13, step 7).
    pub fn reset(&mut self, base: LogId) {
        *self = Self { base, ..Self::default() };
    }

    /// Whether `other` begins with everything that this log holds, as far as it has not discarded
    /// it. Shared segments cost nothing.
    #[must_use]
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        if self.base != other.base {
            let from = self.first_index().max(other.first_index());
            let mut theirs = other.iter_from(from);
            let agree = self.iter_from(from).all(|entry| theirs.next() == Some(entry));
            return agree && other.last().index >= self.last().index;
        }
        let sealed_agree = self.sealed.iter().enumerate().all(|(at, segment)| {
            other
                .sealed
                .get(at)
                .is_some_and(|theirs| Arc::ptr_eq(segment, theirs) || segment == theirs)
        });
        let from = self.sealed.last().and_then(|segment| segment.last());
        let from = from.map_or(self.base.index, |entry| entry.id.index).next();
        sealed_agree && {
            let mut theirs = other.iter_from(from);
            self.tail.iter().all(|entry| theirs.next() == Some(entry))
        }
    }

    /// The last index up to which both logs hold the same entries.
    ///
    /// Found by halving: where two logs have an entry of the same term at one index, they are the
    /// same up to there (Log Matching, §5.3), so they agree at every index before some place and at
    /// none after it. Only where a broken rule has let logs part can it lie elsewhere.
    #[must_use]
    pub fn agrees_until(&self, other: &Self) -> Index {
        let (mut agrees, mut beyond) = (
            self.base.index.max(other.base.index),
            self.last().index.min(other.last().index).next(),
        );
        while agrees.next() < beyond {
            let middle = Index(agrees.0 + (beyond.0 - agrees.0) / 2);
            if self.term_at(middle) == other.term_at(middle) {
                agrees = middle;
            } else {
                beyond = middle;
            }
        }
        agrees
    }

    /// In which segment an entry behind `base` lies, and where in it; the segment behind the sealed
    /// ones is the tail.
    fn place(&self, index: Index) -> Option<(usize, usize)> {
        if index <= self.base.index {
            return None;
        }
        let segment = SEGMENT as u64;
        let first = self.base.index.0 / segment;
        let (at, place) = ((index.0 - 1) / segment - first, (index.0 - 1) % segment);
        // The first segment lacks what lies before `base`.
        let missing = if at == 0 { self.base.index.0 % segment } else { 0 };
        Some((usize::try_from(at).ok()?, usize::try_from(place - missing).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Payload;

    fn entry(index: u64, term: u64) -> Entry {
        Entry { id: LogId::new(index, term), payload: Payload::Noop }
    }

    fn log(terms: &[u64]) -> Log {
        let mut log = Log::new();
        for (at, term) in terms.iter().enumerate() {
            log.append(entry(at as u64 + 1, *term));
        }
        log
    }

    #[test]
    fn truncating_anywhere_gives_the_same_log_as_never_having_appended() {
        let terms: Vec<u64> = (0..200).map(|i| 1 + i / 7).collect();
        for keep in [0, 1, 63, 64, 65, 127, 128, 129, 199, 200] {
            let mut cut = log(&terms);
            let lost = cut.truncate_from(Index(keep as u64 + 1));
            assert_eq!(lost as usize, 200 - keep);
            assert_eq!(cut, log(&terms[..keep]), "keeping {keep}");
        }
        assert_eq!(log(&terms).truncate_from(Index(500)), 0, "beyond the end nothing is lost");
    }

    #[test]
    fn a_slice_holds_the_entries_asked_for_across_segments() {
        let full = log(&[1; 200]);
        for (from, most) in [
            (1, 1),
            (1, 64),
            (60, 10),
            (64, 2),
            (65, 64),
            (30, 98),
            (30, 99),
            (30, 150),
            (127, 66),
            (190, 50),
            (201, 3),
            (0, 5),
        ] {
            let slice: Vec<u64> =
                full.slice(Index(from), most).iter().map(|e| e.id.index.0).collect();
            let expected: Vec<u64> = if from == 0 {
                Vec::new()
            } else {
                (from..(from + most as u64).min(201)).collect()
            };
            assert_eq!(slice, expected, "from {from} most {most}");
        }
    }

    #[test]
    fn last_at_or_below_steps_over_whole_terms() {
        let f = log(&[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]); // follower (f) of the paper's Figure 7
        assert_eq!(f.last_at_or_below(Index(10), Term(6)), LogId::new(10, 3));
        assert_eq!(f.last_at_or_below(Index(10), Term(2)), LogId::new(6, 2));
        assert_eq!(f.last_at_or_below(Index(99), Term(0)), LogId::ZERO);
    }

    #[test]
    fn compacting_anywhere_gives_the_same_log_as_having_begun_there() {
        let terms: Vec<u64> = (0..200).map(|i| 1 + i / 7).collect();
        for base in [0_usize, 1, 63, 64, 65, 127, 128, 129, 199, 200] {
            let full = log(&terms);
            let mut short = full.clone();
            let id = LogId {
                index: Index(base as u64),
                term: full.term_at(Index(base as u64)).unwrap(),
            };
            short.compact_to(id);
            let mut fresh = Log::new();
            fresh.reset(id);
            for (at, term) in terms.iter().enumerate().skip(base) {
                fresh.append(entry(at as u64 + 1, *term));
            }
            assert_eq!(short, fresh, "from {base}");
            assert_eq!(short.len(), 200 - base as u64);
            assert_eq!(short.term_at(Index(base as u64)), Some(id.term));
            assert_eq!(short.get(Index(base as u64)), None);
            assert!(full.is_prefix_of(&short) && short.is_prefix_of(&full));
            assert_eq!(full.agrees_until(&short), Index(200));
            for (from, most) in [(1, 5), (base as u64 + 1, 3), (60, 70), (130, 100), (199, 9)] {
                let expected: Vec<_> = short
                    .iter_from(Index(from))
                    .filter(|e| e.id.index.0 >= from)
                    .take(most)
                    .collect();
                let slice = short.slice(Index(from), most);
                let held = if from > base as u64 { expected } else { Vec::new() };
                assert_eq!(slice.iter().collect::<Vec<_>>(), held, "from {from}, base {base}");
            }
            for keep in [base, base + 1, 130, 200] {
                let mut cut = short.clone();
                cut.truncate_from(Index(keep as u64 + 1));
                let mut expected = full.clone();
                expected.truncate_from(Index(keep.max(base) as u64 + 1));
                expected.compact_to(id);
                assert_eq!(cut, expected, "base {base}, keeping {keep}");
            }
        }
    }

    #[test]
    fn two_logs_agree_up_to_the_first_entry_that_differs() {
        let parted = |same: usize, mine: &[u64], theirs: &[u64]| {
            let same = vec![1; same];
            let mine = log(&[&same[..], mine].concat());
            let theirs = log(&[&same[..], theirs].concat());
            assert_eq!(mine.agrees_until(&theirs), theirs.agrees_until(&mine));
            mine.agrees_until(&theirs).0
        };
        for same in [0, 1, 2, 7, 63, 64, 65, 200] {
            assert_eq!(parted(same, &[], &[]), same as u64, "equal logs");
            assert_eq!(parted(same, &[], &[1, 2, 2]), same as u64, "one is longer");
            assert_eq!(parted(same, &[2, 2], &[3, 3, 3, 3, 3]), same as u64, "both go on");
        }
    }

    #[test]
    fn a_prefix_is_recognised_even_where_nothing_is_shared() {
        let long = log(&[1; 130]);
        assert!(log(&[1; 70]).is_prefix_of(&long));
        assert!(Log::new().is_prefix_of(&long));
        assert!(!long.is_prefix_of(&log(&[1; 70])));
        let mut other = log(&[1; 69]);
        other.append(entry(70, 2));
        assert!(!other.is_prefix_of(&long));
    }
}
