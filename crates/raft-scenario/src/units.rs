//! Quantities as people write them: `40ms`, `150ms..300ms`, `2.5%`. No floats: what is written is
//! what is meant, to the microsecond and to the millionth.

use core::fmt;
use core::str::FromStr;

use raft_core::Micros;
use raft_sim::Span;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A span of time: `250us`, `40ms`, `1.5s`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Duration(pub Micros);

/// A fixed or drawn span of time: `15ms`, `5ms..15ms`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SpanText(pub Span);

/// A share of a hundred: `5%`, `0.01%`. Kept in millionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Percent(pub u32);

/// A quantity that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unreadable(&'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

const DURATION: Unreadable = Unreadable("a duration such as \"250us\", \"40ms\" or \"1.5s\"");
const SPAN: Unreadable =
    Unreadable("a duration such as \"15ms\", or a range such as \"5ms..15ms\"");
const PERCENT: Unreadable = Unreadable("a percentage from \"0%\" to \"100%\", such as \"2.5%\"");

impl FromStr for Duration {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let units = [("us", 0), ("ms", 3), ("s", 6)];
        let (number, decimals) = units
            .iter()
            .find_map(|(unit, decimals)| Some((text.strip_suffix(unit)?, *decimals)))
            .ok_or(DURATION)?;
        fixed_point(number, decimals).map(|micros| Self(Micros(micros))).ok_or(DURATION)
    }
}

impl FromStr for SpanText {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let read =
            |part: &str| part.parse::<Duration>().map(|duration| duration.0).map_err(|_| SPAN);
        let span = match text.split_once("..") {
            Some((low, high)) => Span { low: read(low)?, high: read(high)? },
            None => Span::fixed(read(text)?),
        };
        if span.low > span.high { Err(SPAN) } else { Ok(Self(span)) }
    }
}

impl FromStr for Percent {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let millionths = text.strip_suffix('%').and_then(|number| fixed_point(number, 4));
        millionths
            .filter(|millionths| *millionths <= 1_000_000)
            .and_then(|millionths| u32::try_from(millionths).ok())
            .map(Self)
            .ok_or(PERCENT)
    }
}

/// Reads a decimal number as a whole number of units of 10 to the minus `decimals`. `None` for
/// anything that is not exactly such a number.
fn fixed_point(text: &str, decimals: usize) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let dangling = text.ends_with('.') || whole.is_empty();
    if dangling
        || fraction.len() > decimals
        || !digits(whole)
        || !digits(fraction)
        || whole.len() > 12
    {
        return None;
    }
    let scale = |digits: usize| 10u64.checked_pow(u32::try_from(digits).ok()?);
    let fraction_units = match fraction {
        "" => 0,
        _ => fraction.parse::<u64>().ok()? * scale(decimals - fraction.len())?,
    };
    whole.parse::<u64>().ok()?.checked_mul(scale(decimals)?)?.checked_add(fraction_units)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.0;
        match micros {
            0 => f.write_str("0ms"),
            _ if micros.is_multiple_of(1_000_000) => write!(f, "{}s", micros / 1_000_000),
            _ if micros.is_multiple_of(1_000) => write!(f, "{}ms", micros / 1_000),
            _ => write!(f, "{micros}us"),
        }
    }
}

impl fmt::Display for SpanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { low, high } = self.0;
        if low == high {
            write!(f, "{}", Duration(low))
        } else {
            write!(f, "{}..{}", Duration(low), Duration(high))
        }
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / 10_000, self.0 % 10_000);
        if fraction == 0 {
            write!(f, "{whole}%")
        } else {
            let fraction = format!("{fraction:04}");
            write!(f, "{whole}.{}%", fraction.trim_end_matches('0'))
        }
    }
}

/// Reads a quantity from text.
struct Spelled<T>(core::marker::PhantomData<T>);

impl<T: FromStr<Err = Unreadable>> Visitor<'_> for Spelled<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whatever cannot be read says best itself what it would have been.
        match "".parse::<T>() {
            Ok(_) => Ok(()),
            Err(Unreadable(expected)) => f.write_str(expected),
        }
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|expected| {
            E::custom(format_args!("cannot read \"{text}\": expected {expected}"))
        })
    }
}

macro_rules! spelled_as_text {
    ($($unit:ty),*) => {$(
        impl Serialize for $unit {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $unit {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // A visitor, and not a string that is read afterwards: so an error has a place.
                deserializer.deserialize_str(Spelled(core::marker::PhantomData))
            }
        }
    )*};
}

spelled_as_text!(Duration, SpanText, Percent);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_they_print() {
        for text in ["0ms", "250us", "40ms", "1500us", "2s", "150ms"] {
            assert_eq!(text.parse::<Duration>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
        for text in ["15ms", "5ms..15ms", "150ms..300ms"] {
            assert_eq!(text.parse::<SpanText>().map(|s| s.to_string()), Ok(text.to_owned()));
        }
        for text in ["0%", "5%", "2.5%", "0.0001%", "100%"] {
            assert_eq!(text.parse::<Percent>().map(|p| p.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("1.5s".parse(), Ok(Duration(Micros(1_500_000))));
    }

    #[test]
    fn what_is_not_a_quantity_is_refused() {
        for text in [
            "",
            "ms",
            "4",
            "4 ms",
            "-4ms",
            "4.ms",
            ".4ms",
            "1.2345ms",
            "1e3ms",
            "٤ms",
            "99999999999999s",
        ] {
            assert_eq!(text.parse::<Duration>(), Err(DURATION), "{text}");
        }
        assert_eq!("15ms..5ms".parse::<SpanText>(), Err(SPAN));
        for text in ["101%", "5", "%", "0.00001%", "-1%"] {
            assert_eq!(text.parse::<Percent>(), Err(PERCENT), "{text}");
        }
    }
}
