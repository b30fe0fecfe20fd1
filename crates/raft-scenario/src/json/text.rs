//! The tokens of JSON: white space, strings, numbers, words. Nothing in here depends on what is read.

use std::borrow::Cow;

use super::error::Error;

/// A text that is being read, and how far.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// How many more arrays and objects may be open: hostile nesting must not use up the stack.
    depth: u8,
}

/// A number.
pub(super) enum Number {
    Natural(u64),
    Negative(i64),
    /// Anything else.
    Fraction(f64),
}

type Result<T> = core::result::Result<T, Error>;

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 128 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past the byte that was looked at.
    pub(super) fn eat(&mut self) {
        self.at += 1;
    }

    fn next(&mut self) -> Option<u8> {
        let next = self.peek();
        if next.is_some() {
            self.eat();
        }
        next
    }

    /// Goes past a byte if it is the next one.
    fn eat_if(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let is_next = self.peek().is_some_and(wanted);
        if is_next {
            self.eat();
        }
        is_next
    }

    /// An error about what has been read.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong(&self, message: &str) -> Error {
        Error::new(message, Some(self.at))
    }

    /// An error about the byte that comes next.
    #[cold]
    #[inline(never)]
    pub(super) fn wrong_next(&self, message: &str) -> Error {
        Error::new(message, Some(self.text.len().min(self.at + 1)))
    }

    /// Says where an error is that does not know it.
    pub(super) fn placed<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| error.or_at(self.at))
    }

    /// The first byte after white space, which is passed.
    #[inline(never)]
    pub(super) fn skip_space(&mut self) -> Option<u8> {
        while self.eat_if(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')) {}
        self.peek()
    }

    /// The first byte of a value.
    #[inline(never)]
    pub(super) fn start_of_value(&mut self) -> Result<u8> {
        self.skip_space().ok_or_else(|| self.wrong_next("EOF while parsing a value"))
    }

    /// The rest of `null`, `true` or `false`.
    #[inline(never)]
    pub(super) fn word(&mut self, rest: &str) -> Result<()> {
        self.eat();
        for expected in rest.bytes() {
            match self.next() {
                None => return Err(self.wrong("EOF while parsing a value")),
                Some(found) if found != expected => return Err(self.wrong("expected ident")),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Opens an array or an object.
    #[inline(never)]
    pub(super) fn open(&mut self) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            return Err(self.wrong_next("recursion limit exceeded"));
        }
        self.eat();
        Ok(())
    }

    /// Closes an array.
    #[inline(never)]
    pub(super) fn close_array(&mut self) -> Result<()> {
        self.depth += 1;
        match self.skip_space() {
            Some(b']') => self.eat(),
            Some(b',') => {
                self.eat();
                let message = match self.skip_space() {
                    Some(b']') => "trailing comma",
                    _ => "trailing characters",
                };
                return Err(self.wrong_next(message));
            }
            Some(_) => return Err(self.wrong_next("trailing characters")),
            None => return Err(self.wrong_next("EOF while parsing a list")),
        }
        Ok(())
    }

    /// Closes an object.
    #[inline(never)]
    pub(super) fn close_object(&mut self) -> Result<()> {
        self.depth += 1;
        match self.skip_space() {
            Some(b'}') => self.eat(),
            Some(b',') => return Err(self.wrong_next("trailing comma")),
            Some(_) => return Err(self.wrong_next("trailing characters")),
            None => return Err(self.wrong_next("EOF while parsing an object")),
        }
        Ok(())
    }

    /// The name of a variant that has content comes next.
    #[inline(never)]
    pub(super) fn start_of_variant(&mut self) -> Result<()> {
        match self.skip_space() {
            Some(b'"') => Ok(()),
            Some(b'}') => Err(self.wrong_next("expected value")),
            Some(_) => Err(self.wrong_next("key must be a string")),
            None => Err(self.wrong_next("EOF while parsing an object")),
        }
    }

    /// Closes a variant that has content.
    #[inline(never)]
    pub(super) fn close_variant(&mut self) -> Result<()> {
        self.depth += 1;
        match self.skip_space() {
            Some(b'}') => {
                self.eat();
                Ok(())
            }
            Some(_) => Err(self.wrong("expected value")),
            None => Err(self.wrong("EOF while parsing an object")),
        }
    }

    /// Whether an array has one more element.
    #[inline(never)]
    pub(super) fn another_element(&mut self, first: bool) -> Result<bool> {
        match self.skip_space() {
            None => Err(self.wrong_next("EOF while parsing a list")),
            Some(b']') => Ok(false),
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.eat();
                match self.skip_space() {
                    Some(b']') => Err(self.wrong_next("trailing comma")),
                    Some(_) => Ok(true),
                    None => Err(self.wrong_next("EOF while parsing a value")),
                }
            }
            Some(_) => Err(self.wrong_next("expected `,` or `]`")),
        }
    }

    /// Whether an object has one more key.
    #[inline(never)]
    pub(super) fn another_key(&mut self, first: bool) -> Result<bool> {
        match self.skip_space() {
            None => Err(self.wrong_next("EOF while parsing an object")),
            Some(b'}') => Ok(false),
            Some(b'"') if first => Ok(true),
            Some(_) if first => Err(self.wrong_next("key must be a string")),
            Some(b',') => {
                self.eat();
                match self.skip_space() {
                    Some(b'"') => Ok(true),
                    Some(b'}') => Err(self.wrong_next("trailing comma")),
                    Some(_) => Err(self.wrong_next("key must be a string")),
                    None => Err(self.wrong_next("EOF while parsing a value")),
                }
            }
            Some(_) => Err(self.wrong_next("expected `,` or `}`")),
        }
    }

    #[inline(never)]
    pub(super) fn colon(&mut self) -> Result<()> {
        match self.skip_space() {
            Some(b':') => {
                self.eat();
                Ok(())
            }
            Some(_) => Err(self.wrong_next("expected `:`")),
            None => Err(self.wrong_next("EOF while parsing an object")),
        }
    }

    /// Nothing but white space may follow.
    pub(super) fn end(&mut self) -> Result<()> {
        match self.skip_space() {
            None => Ok(()),
            Some(_) => Err(self.wrong_next("trailing characters")),
        }
    }

    /// A number, whose first byte comes next.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Result<Number> {
        let start = self.at;
        let negative = self.eat_if(|byte| byte == b'-');
        match self.next() {
            None => return Err(self.wrong("EOF while parsing a value")),
            Some(b'0') if self.peek().is_some_and(|byte| byte.is_ascii_digit()) => {
                return Err(self.wrong_next("invalid number"));
            }
            Some(b'0'..=b'9') => while self.eat_if(|byte| byte.is_ascii_digit()) {},
            Some(_) => return Err(self.wrong("invalid number")),
        }
        let digits = &self.text[start..self.at];
        self.fraction()?;
        self.exponent()?;
        let token = &self.text[start..self.at];
        let number = match negative {
            _ if token.len() > digits.len() => None,
            false => digits.parse().ok().map(Number::Natural),
            true => digits.parse().ok().filter(|number| *number < 0).map(Number::Negative),
        };
        Ok(number.unwrap_or_else(|| Number::Fraction(float(token))))
    }

    fn fraction(&mut self) -> Result<()> {
        if !self.eat_if(|byte| byte == b'.') {
            return Ok(());
        }
        if !self.eat_if(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong_next(match self.peek() {
                Some(_) => "invalid number",
                None => "EOF while parsing a value",
            }));
        }
        while self.eat_if(|byte| byte.is_ascii_digit()) {}
        Ok(())
    }

    fn exponent(&mut self) -> Result<()> {
        if !self.eat_if(|byte| matches!(byte, b'e' | b'E')) {
            return Ok(());
        }
        self.eat_if(|byte| matches!(byte, b'+' | b'-'));
        match self.next() {
            None => return Err(self.wrong("EOF while parsing a value")),
            Some(b'0'..=b'9') => while self.eat_if(|byte| byte.is_ascii_digit()) {},
            Some(_) => return Err(self.wrong("invalid number")),
        }
        Ok(())
    }

    /// A string, whose quotation mark comes next.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>> {
        self.eat();
        let mut start = self.at;
        let mut read = Cow::Borrowed("");
        loop {
            while self.eat_if(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {}
            // Both ends are beside ASCII, so nothing is cut in two.
            let piece = &self.text[start..self.at];
            match self.next() {
                None => return Err(self.wrong("EOF while parsing a string")),
                Some(b'"') => return Ok(read + piece),
                Some(b'\\') => {
                    let escaped = self.escaped()?;
                    let read = read.to_mut();
                    read.push_str(piece);
                    read.push(escaped);
                    start = self.at;
                }
                Some(_) => {
                    return Err(self.wrong(
                        "control character (\\u0000-\\u001F) found while parsing a string",
                    ));
                }
            }
        }
    }

    /// What a backslash means together with what comes next.
    fn escaped(&mut self) -> Result<char> {
        Ok(match self.next() {
            None => return Err(self.wrong("EOF while parsing a string")),
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            Some(_) => return Err(self.wrong("invalid escape")),
        })
    }

    /// A code point: four hexadecimal digits, or two times four for what lies beyond them.
    fn code_point(&mut self) -> Result<char> {
        let unit = self.code_unit()?;
        if let Some(char) = char::from_u32(unit) {
            return Ok(char);
        }
        if unit >= 0xdc00 {
            return Err(self.wrong("lone leading surrogate in hex escape"));
        }
        for expected in [b'\\', b'u'] {
            match self.next() {
                None => return Err(self.wrong("EOF while parsing a string")),
                Some(found) if found != expected => {
                    return Err(self.wrong("unexpected end of hex escape"));
                }
                Some(_) => {}
            }
        }
        let low = self.code_unit()?;
        let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400);
        low.and_then(|low| char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low))
            .ok_or_else(|| self.wrong("lone leading surrogate in hex escape"))
    }

    fn code_unit(&mut self) -> Result<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return Err(self.wrong("EOF while parsing a string"));
        };
        self.at += 4;
        let mut unit = 0;
        for digit in digits {
            let Some(digit) = char::from(*digit).to_digit(16) else {
                return Err(self.wrong("invalid escape"));
            };
            unit = unit * 16 + digit;
        }
        Ok(unit)
    }
}

/// The value of a well-formed number. Exact up to fifteen digits that stand at most 22 places from the
/// point, which is more than any moment has; others come close. The standard library is exact always,
/// with tables larger than all of this.
fn float(token: &str) -> f64 {
    let (digits, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
    // What does not fit is beyond any number, or nothing.
    let far = if exponent.starts_with('-') { -999 } else { 999 };
    let mut exponent = exponent.parse().map_or(far, |exponent: i32| exponent.clamp(-999, 999));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut significand = 0.0;
    for digit in whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit) {
        significand = significand * 10.0 + f64::from(digit - b'0');
    }
    exponent -= i32::try_from(fraction.len()).unwrap_or(999);
    let mut power = 1.0;
    for _ in 0..exponent.unsigned_abs() {
        power *= 10.0;
    }
    // Nothing stays nothing, and what is beyond any number stays there, however far the point is moved.
    let size = match (significand == 0.0 || significand.is_infinite(), exponent < 0) {
        (true, _) => significand,
        (_, true) => significand / power,
        (_, false) => significand * power,
    };
    if token.starts_with('-') { -size } else { size }
}
