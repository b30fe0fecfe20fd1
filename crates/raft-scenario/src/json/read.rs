//! From JSON to data, for whatever serde can read.

use serde::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

use super::error::Error;
use super::text::{Number, Tokens};

type Result<T> = core::result::Result<T, Error>;

/// Reads a JSON text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    let mut tokens = Tokens::new(text);
    let value = T::deserialize(Value(&mut tokens))?;
    tokens.end()?;
    Ok(value)
}

/// A value that comes next in a text.
struct Value<'t, 'a>(&'t mut Tokens<'a>);

impl<'a> Value<'_, 'a> {
    /// What comes next is none of `expected`.
    #[cold]
    #[inline(never)]
    fn invalid(&mut self, expected: &dyn serde::de::Expected) -> Error {
        self.found(expected).unwrap_or_else(|error| error)
    }

    #[inline(never)]
    fn found(&mut self, expected: &dyn serde::de::Expected) -> Result<Error> {
        let tokens = &mut *self.0;
        let error = match tokens.start_of_value()? {
            b'"' => Error::invalid_type(Unexpected::Str(&tokens.string()?), expected),
            b'-' | b'0'..=b'9' => match tokens.number()? {
                Number::Natural(number) => {
                    Error::invalid_type(Unexpected::Unsigned(number), expected)
                }
                Number::Negative(number) => {
                    Error::invalid_type(Unexpected::Signed(number), expected)
                }
                Number::Fraction(number) => {
                    Error::invalid_type(Unexpected::Float(number), expected)
                }
            },
            b'n' => {
                tokens.word("ull")?;
                Error::invalid_type(Unexpected::Unit, expected)
            }
            b't' => {
                tokens.word("rue")?;
                Error::invalid_type(Unexpected::Bool(true), expected)
            }
            b'f' => {
                tokens.word("alse")?;
                Error::invalid_type(Unexpected::Bool(false), expected)
            }
            b'[' => Error::invalid_type(Unexpected::Seq, expected),
            b'{' => Error::invalid_type(Unexpected::Map, expected),
            _ => tokens.wrong_next("expected value"),
        };
        tokens.placed(Err(error))
    }

    #[inline(never)]
    fn number<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let value = match self.0.number()? {
            Number::Natural(number) => visitor.visit_u64(number),
            Number::Negative(number) => visitor.visit_i64(number),
            Number::Fraction(number) => visitor.visit_f64(number),
        };
        self.0.placed(value)
    }

    #[inline(never)]
    fn string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let text = self.0.string()?;
        self.0.placed(visitor.visit_str(&text))
    }

    #[inline(never)]
    fn array<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        self.0.open()?;
        let value = visitor.visit_seq(Inside { tokens: self.0, first: true });
        // Even after an error: the error is at the end of what can be told to belong together.
        let end = self.0.close_array();
        self.0.placed(value.and_then(|value| end.map(|()| value)))
    }

    #[inline(never)]
    fn object<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        self.0.open()?;
        let value = visitor.visit_map(Inside { tokens: self.0, first: true });
        let end = self.0.close_object();
        self.0.placed(value.and_then(|value| end.map(|()| value)))
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
            match self.0.start_of_value()? {
                b'-' | b'0'..=b'9' => self.number(visitor),
                _ => Err(self.invalid(&visitor)),
            }
        }
    )*};
}

impl<'a> Deserializer<'a> for Value<'_, 'a> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'"' => self.string(visitor),
            b'[' => self.array(visitor),
            b'{' => self.object(visitor),
            b'-' | b'0'..=b'9' => self.number(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => Err(self.0.wrong_next("expected value")),
        }
    }

    numbers! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i32 deserialize_i64 deserialize_f64 }

    fn deserialize_bool<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b't' => self.0.word("rue")?,
            b'f' => {
                self.0.word("alse")?;
                return visitor.visit_bool(false);
            }
            _ => return Err(self.invalid(&visitor)),
        }
        visitor.visit_bool(true)
    }

    fn deserialize_str<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'"' => self.string(visitor),
            _ => Err(self.invalid(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_unit<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'n' => self.0.word("ull")?,
            _ => return Err(self.invalid(&visitor)),
        }
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        if self.0.skip_space() != Some(b'n') {
            return visitor.visit_some(self);
        }
        self.0.word("ull")?;
        visitor.visit_none()
    }

    fn deserialize_seq<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'[' => self.array(visitor),
            _ => Err(self.invalid(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(mut self, visitor: V) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'{' => self.object(visitor),
            _ => Err(self.invalid(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.0.start_of_value()? {
            b'"' => visitor.visit_enum(Variant { tokens: self.0, has_content: false }),
            b'{' => {
                self.0.open()?;
                let value = visitor.visit_enum(Variant { tokens: self.0, has_content: true })?;
                self.0.close_variant()?;
                Ok(value)
            }
            _ => Err(self.0.wrong_next("expected value")),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        i8 i16 i128 u128 f32 char bytes byte_buf unit_struct newtype_struct tuple_struct ignored_any
    }
}

/// The inside of an array or an object.
struct Inside<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    first: bool,
}

impl<'a> SeqAccess<'a> for Inside<'_, 'a> {
    type Error = Error;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let first = core::mem::take(&mut self.first);
        if !self.tokens.another_element(first)? {
            return Ok(None);
        }
        seed.deserialize(Value(self.tokens)).map(Some)
    }
}

impl<'a> MapAccess<'a> for Inside<'_, 'a> {
    type Error = Error;

    #[inline(never)]
    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let first = core::mem::take(&mut self.first);
        if !self.tokens.another_key(first)? {
            return Ok(None);
        }
        seed.deserialize(Name(self.tokens)).map(Some)
    }

    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value> {
        self.tokens.colon()?;
        seed.deserialize(Value(self.tokens))
    }
}

/// A key of an object, or the name of a variant. An error about it is placed by the object.
struct Name<'t, 'a>(&'t mut Tokens<'a>);

impl<'a> Deserializer<'a> for Name<'_, 'a> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_str(&self.0.string()?)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(Variant { tokens: self.0, has_content: false })
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant: its name alone, or an object with its name and its content.
struct Variant<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    has_content: bool,
}

impl<'a> EnumAccess<'a> for Variant<'_, 'a> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self)> {
        if self.has_content {
            self.tokens.start_of_variant()?;
        }
        let name = seed.deserialize(Name(self.tokens));
        let name = self.tokens.placed(name)?;
        if self.has_content {
            self.tokens.colon()?;
        }
        Ok((name, self))
    }
}

impl<'a> VariantAccess<'a> for Variant<'_, 'a> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        if self.has_content { <()>::deserialize(Value(self.tokens)) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value> {
        if !self.has_content {
            return Err(without_content(&"newtype variant"));
        }
        seed.deserialize(Value(self.tokens))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value> {
        if !self.has_content {
            return Err(without_content(&"tuple variant"));
        }
        Value(self.tokens).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if !self.has_content {
            return Err(without_content(&"struct variant"));
        }
        Value(self.tokens).deserialize_map(visitor)
    }
}

#[cold]
#[inline(never)]
fn without_content(expected: &&'static str) -> Error {
    Error::invalid_type(Unexpected::UnitVariant, expected)
}
