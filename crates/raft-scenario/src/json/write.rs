//! From data to JSON, for whatever serde can write.

use core::fmt;

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Writes plain data as JSON, without white space: the same data give the same bytes.
///
/// Fractions are written with at most six digits: whatever has one is a time in milliseconds, exact
/// to the microsecond, or a percentage, exact to the millionth.
#[must_use]
pub fn write<T: Serialize + ?Sized>(value: &T) -> String {
    let mut text = Text(String::new());
    let Ok(()) = value.serialize(Value(&mut text));
    text.0
}

/// Beyond this there are no millionths, and a number is written with an exponent.
const LARGEST: f64 = 1e9;

/// A number in a sentence. The standard library's way is exact always, and larger than all of this.
#[must_use]
pub fn spell(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let mut text = Text(String::new());
    match number.is_finite() {
        true => text.float(number),
        false => text.raw(if number < 0.0 { "-inf" } else { "inf" }),
    }
    text.0
}

/// A text that is being written.
struct Text(String);

impl Text {
    #[inline(never)]
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.raw("\"");
        self.inside_quotes(text);
        self.raw("\"");
    }

    fn inside_quotes(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) =
            rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')
        {
            self.raw(&rest[..at]);
            self.escape(rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
        self.raw(rest);
    }

    #[inline(never)]
    fn escape(&mut self, byte: u8) {
        self.raw(match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x8 => "\\b",
            0xc => "\\f",
            _ => {
                self.raw("\\u00");
                return self.0.extend([byte >> 4, byte & 15].map(hexadecimal));
            }
        });
    }

    #[inline(never)]
    fn natural(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = number;
        loop {
            at -= 1;
            #[allow(clippy::cast_possible_truncation)] // below ten
            let digit = (rest % 10) as u8;
            digits[at] = b'0' + digit;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.raw(str::from_utf8(&digits[at..]).unwrap_or_default());
    }

    #[inline(never)]
    fn integer(&mut self, number: i64) {
        if number < 0 {
            self.raw("-");
        }
        self.natural(number.unsigned_abs());
    }

    #[inline(never)]
    fn float(&mut self, number: f64) {
        let size = number.abs();
        if number < 0.0 {
            self.raw("-");
        }
        if size < LARGEST {
            return self.fraction(size);
        }
        let mut exponent = 0;
        let mut significand = size;
        while significand >= 10.0 {
            significand /= 10.0;
            exponent += 1;
        }
        self.fraction(significand);
        self.raw("e");
        self.natural(exponent);
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to LARGEST
    fn fraction(&mut self, number: f64) {
        let millionths = (number * 1e6).round() as u64;
        self.natural(millionths / 1_000_000);
        let mut rest = millionths % 1_000_000;
        if rest != 0 {
            self.raw(".");
        }
        while rest != 0 {
            self.natural(rest / 100_000);
            rest = rest % 100_000 * 10;
        }
    }

    /// Opens `{"name":` around the content of a variant.
    #[inline(never)]
    fn variant(&mut self, name: &str) {
        self.raw("{");
        self.quoted(name);
        self.raw(":");
    }

    /// What stands between two elements.
    #[inline(never)]
    fn separate(&mut self, first: &mut bool) {
        if !core::mem::take(first) {
            self.raw(",");
        }
    }

    #[inline(never)]
    fn field(&mut self, first: &mut bool, name: &str) {
        self.separate(first);
        self.quoted(name);
        self.raw(":");
    }
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or_default()
}

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.inside_quotes(text);
        Ok(())
    }
}

/// Why something cannot be written: nothing that is written here can refuse to be, so nobody has to
/// ask after each field whether it did.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl core::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: fmt::Display>(message: T) -> Self {
        unreachable!("plain data can be written: {message}")
    }
}

type Result<T> = core::result::Result<T, Never>;

/// The place where a value is to be written.
struct Value<'t>(&'t mut Text);

/// An array or an object that is being written.
struct Inside<'t> {
    text: &'t mut Text,
    first: bool,
    close: &'static str,
}

impl<'t> Value<'t> {
    fn open(self, open: &str, close: &'static str) -> Inside<'t> {
        self.0.raw(open);
        Inside { text: self.0, first: true, close }
    }
}

impl Inside<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.text.separate(&mut self.first);
        value.serialize(Value(self.text))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<()> {
        self.text.field(&mut self.first, name);
        value.serialize(Value(self.text))
    }

    fn close(self) {
        self.text.raw(self.close);
    }
}

macro_rules! naturals {
    ($($method:ident $type:ty),*) => {$(
        fn $method(self, number: $type) -> Result<()> {
            self.0.natural(number.into());
            Ok(())
        }
    )*};
}

macro_rules! integers {
    ($($method:ident $type:ty),*) => {$(
        fn $method(self, number: $type) -> Result<()> {
            self.0.integer(number.into());
            Ok(())
        }
    )*};
}

impl<'t> Serializer for Value<'t> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Inside<'t>;
    type SerializeTuple = Inside<'t>;
    type SerializeTupleStruct = Inside<'t>;
    type SerializeTupleVariant = Inside<'t>;
    type SerializeMap = Inside<'t>;
    type SerializeStruct = Inside<'t>;
    type SerializeStructVariant = Inside<'t>;

    naturals! { serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64 }
    integers! { serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64 }

    fn serialize_bool(self, truth: bool) -> Result<()> {
        self.0.raw(if truth { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<()> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        if !number.is_finite() {
            return self.serialize_unit();
        }
        self.0.float(number);
        Ok(())
    }

    fn serialize_char(self, char: char) -> Result<()> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.0.quoted(text);
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<()> {
        self.0.raw("\"");
        // A text takes whatever comes.
        let _ = fmt::write(self.0, format_args!("{value}"));
        self.0.raw("\"");
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.0.raw("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<()> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.0.variant(name);
        value.serialize(Value(self.0))?;
        self.0.raw("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'t>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'t>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'t>> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Inside<'t>> {
        self.0.variant(name);
        Ok(self.open("[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'t>> {
        Ok(self.open("{", "}"))
    }

    #[inline(always)] // or the name would be kept, which nobody reads
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'t>> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Inside<'t>> {
        self.0.variant(name);
        Ok(self.open("{", "}}"))
    }
}

macro_rules! elements {
    ($($kind:ident $method:ident),*) => {$(
        impl $kind for Inside<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.element(value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        }
    )*};
}

macro_rules! fields {
    ($($kind:ident),*) => {$(
        impl $kind for Inside<'_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<()> {
                self.field(name, value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        }
    )*};
}

elements! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
}
fields! { SerializeStruct, SerializeStructVariant }

/// Keys are texts: every map of ours is by name.
impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.element(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.text.raw(":");
        value.serialize(Value(self.text))
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}
