//! What can be wrong with a link: one direction between two servers, or to or from a client.

use raft_core::Micros;

use crate::setup::MILLION;
use crate::{Address, Chooser, Key, Kind, MessageId, SimTime, Span};

/// What is wrong with one link. By default nothing is.
///
/// Raft stays safe whatever is set here: the network may do to a message whatever it likes, except
/// invent one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct LinkFaults {
    /// How latencies are spread over and beyond the link's span.
    pub shape: Shape,
    /// How many times as long everything takes; 0 and 1: as long as ever.
    pub slow_down: u32,
    /// How likely a message is lost, in millionths. The network's own chance may be greater.
    pub loss_ppm: u32,
    /// How likely a message is late, in millionths: it takes `late_by` longer and others overtake it.
    /// With a million it is jitter for all.
    pub late_ppm: u32,
    /// How much longer a late message takes.
    pub late_by: Span,
    /// How likely a message comes twice, in millionths.
    pub twice_ppm: u32,
    /// How much later the copy leaves: much later, and it is a late replay.
    pub twice_after: Span,
    /// How long the link needs for each message before it takes the next one: its bandwidth, which
    /// counts messages and not bytes. Zero: no time.
    pub spacing: Micros,
    /// How many messages can be on their way at once; what is too much is lost. Zero: any number.
    pub capacity: u32,
    /// How likely the link is down for a while, in millionths, drawn anew for each `flap_every`.
    pub flap_ppm: u32,
    /// How long each of these whiles is. Not zero where `flap_ppm` is not.
    pub flap_every: Micros,
    /// Messages of these kinds do not get through.
    pub blocked: Kinds,
    /// Nothing arrives and nothing is lost: everything waits on the link until it is let go.
    pub jam: bool,
}

/// How latencies are spread. Whole numbers throughout: every machine draws the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Shape {
    /// Each value of the span is as likely as any other.
    #[default]
    Uniform,
    /// The lower end of the span, and beyond it an exponentially distributed time whose mean is the
    /// span's width. At most 22 widths.
    Exponential,
    /// The lower end of the span, and beyond it a time whose mean is the span's width as well, but
    /// with a long tail: one in ten thousand takes 99 widths (Lomax distribution, α = 2). At most 100.
    LongTail,
}

/// A set of kinds of messages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind at all.
    pub const NONE: Self = Self(0);

    /// These and this one.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind.number())
    }

    /// Whether this kind is among them.
    #[must_use]
    pub fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind.number() != 0
    }
}

impl LinkFaults {
    /// How much longer, or shorter, a message of this link travels than the lower end of `span`
    /// says, once it is on its way: what chance makes of it.
    pub(crate) fn travel(&self, id: MessageId, span: Span, chooser: &mut dyn Chooser) -> Micros {
        let width = span.width();
        let key = Key::latency(id);
        let beyond = match self.shape {
            Shape::Uniform => chooser.choose(key, width),
            Shape::Exponential => scale(width - 1, exponential(fraction(key, chooser))),
            Shape::LongTail => scale(width - 1, long_tail(fraction(key, chooser))),
        };
        let late = if happens(self.late_ppm, Key::late(id), chooser) {
            draw(self.late_by, Key::late_by(id), chooser)
        } else {
            0
        };
        Micros((span.low.0 + beyond + late) * u64::from(self.slow_down.max(1)))
    }

    /// How much later a copy of this message leaves, if chance makes one.
    pub(crate) fn copy(&self, id: MessageId, chooser: &mut dyn Chooser) -> Option<Micros> {
        happens(self.twice_ppm, Key::twice(id), chooser)
            .then(|| Micros(draw(self.twice_after, Key::twice_after(id), chooser)))
    }

    /// Whether the link is down now, by chance or for this kind of message.
    pub(crate) fn stops(&self, id: MessageId, now: SimTime, chooser: &mut dyn Chooser) -> bool {
        let MessageId { from, to, kind, .. } = id;
        self.blocked.contains(kind) || self.is_flapped(from, to, now, chooser)
    }

    /// Whether it is one of the whiles in which the link is down by chance.
    pub(crate) fn is_flapped(
        &self,
        from: Address,
        to: Address,
        now: SimTime,
        chooser: &mut dyn Chooser,
    ) -> bool {
        if self.flap_ppm == 0 {
            return false;
        }
        let nth = now.0 / self.flap_every.0.max(1);
        happens(self.flap_ppm, Key::flap(from, to, nth), chooser)
    }
}

/// Whether something happens that is this likely. What cannot happen is not drawn.
pub(crate) fn happens(ppm: u32, key: Key, chooser: &mut dyn Chooser) -> bool {
    ppm > 0 && chooser.choose(key, u64::from(MILLION)) < u64::from(ppm)
}

/// A value of a span.
pub(crate) fn draw(span: Span, key: Key, chooser: &mut dyn Chooser) -> u64 {
    span.low.0 + chooser.choose(key, span.width())
}

/// The parts of a whole in which the shapes are counted: 2¹².
const ONE: u64 = 1 << 12;

fn scale(width: u64, parts: u64) -> u64 {
    // A span is below 2³², and no shape has more than 100 wholes.
    width * parts / ONE
}

/// From 1 to 2³², each as likely.
fn fraction(key: Key, chooser: &mut dyn Chooser) -> u64 {
    chooser.choose(key, 1 << 32) + 1
}

/// −ln(u / 2³²) in 4096ths: an exponentially distributed number with mean 1. The logarithm is looked
/// up, with straight lines between the sixteenths of an octave.
fn exponential(u: u64) -> u64 {
    // 4096 · log₂(1 + i/16), rounded.
    const LOG2: [u64; 17] = [
        0, 358, 696, 1016, 1319, 1607, 1882, 2145, 2396, 2637, 2869, 3092, 3307, 3514, 3715, 3908,
        4096,
    ];
    /// 4096 · ln 2, rounded.
    const LN_2: u64 = 2839;
    let octave = u.ilog2();
    let within = (u << (32 - octave)) & 0xffff_ffff;
    let (place, rest) = ((within >> 28) as usize, within & 0x0fff_ffff);
    let log2 = LOG2[place] + (((LOG2[place + 1] - LOG2[place]) * rest) >> 28);
    (32 * ONE - u64::from(octave) * ONE - log2) * LN_2 / ONE
}

/// 1/√(u / 2³²) − 1 in 4096ths, at most 100.
fn long_tail(u: u64) -> u64 {
    (((1 << 56) / u).isqrt() - ONE).min(100 * ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles, and the mean over evenly spread draws, in 4096ths.
    fn seen(shape: fn(u64) -> u64) -> ([u64; 4], u64) {
        let at = |thousandths: u64| shape((1 << 32) / 1000 * (1000 - thousandths));
        let sum: u64 = (0..1 << 16).map(|nth| shape((nth << 16) + (1 << 15))).sum();
        ([0, 500, 900, 999].map(at), sum >> 16)
    }

    #[test]
    fn an_exponential_latency_has_the_quantiles_it_should_have() {
        // ln 2, ln 10 and ln 1000 in 4096ths: 2839, 9431 and 28294. A straight line lies a little
        // below a logarithm, so it errs a little upwards.
        let ([least, median, tenth, last], mean) = seen(exponential);
        assert_eq!(least, 0);
        assert!(median.abs_diff(2839) < 8 && tenth.abs_diff(9431) < 8, "{median} {tenth}");
        assert!(last.abs_diff(28_294) < 8 && mean.abs_diff(4096) < 8, "{last} {mean}");
        assert_eq!(exponential(1) / ONE, 22, "no draw is longer");
    }

    #[test]
    fn a_long_tail_is_longer_than_that() {
        // √2 − 1, √10 − 1 and √1000 − 1 in 4096ths.
        let ([least, median, tenth, last], mean) = seen(long_tail);
        assert_eq!(least, 0);
        assert!(median.abs_diff(1697) < 8 && tenth.abs_diff(8857) < 8, "{median} {tenth}");
        assert!(last.abs_diff(125_431) < 90, "{last}");
        // The cap takes one hundredth away.
        assert!(mean.abs_diff(4055) < 40, "{mean}");
        assert_eq!(long_tail(1), 100 * ONE, "no draw is longer");
    }
}
