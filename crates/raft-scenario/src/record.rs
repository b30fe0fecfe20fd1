//! Structs that are read from files, links and commands, field by field into one that is there already.
//!
//! What serde derives keeps each field as an option until the last one has been read, and looks at keys,
//! at what is said twice and at what is missing in a function for each struct. Most structs of a scenario
//! have a value for whatever is left out, so there is something to begin with, and the looking is the
//! same for all: 14 kB less of the engine, compressed, in the same words.

use core::fmt;
use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

/// A struct that can be read field by field. [`record!`] implements it.
pub(crate) trait Record: Sized {
    /// What serde calls it.
    const NAME: &'static str;
    /// How its fields are spelled, in order.
    const FIELDS: &'static [&'static str];
    /// Which of them have to be there.
    const REQUIRED: &'static [bool];

    /// What it is before anything is read.
    fn blank() -> Self;

    /// Reads the value that comes next into this field.
    fn read<'de, M: MapAccess<'de>>(&mut self, field: usize, map: &mut M) -> Result<(), M::Error>;
}

/// Reads a record.
pub(crate) fn read<'de, R: Record, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
    from.deserialize_struct(R::NAME, R::FIELDS, Fields(PhantomData))
}

struct Fields<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for Fields<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("struct ")?;
        f.write_str(R::NAME)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<R, M::Error> {
        const { assert!(R::FIELDS.len() <= 32, "there is a bit for each field") };
        let mut record = R::blank();
        let mut said = Said { fields: R::FIELDS, bits: 0 };
        while let Some(field) = said.next(&mut map)? {
            record.read(field, &mut map)?;
        }
        said.nothing_missing(R::REQUIRED)?;
        Ok(record)
    }
}

/// Which fields have come.
struct Said {
    fields: &'static [&'static str],
    bits: u32,
}

impl Said {
    /// The field that comes next; none at the end.
    #[inline(never)]
    fn next<'de, M: MapAccess<'de>>(&mut self, map: &mut M) -> Result<Option<usize>, M::Error> {
        let Some(field) = map.next_key_seed(Key(self.fields))? else { return Ok(None) };
        if self.has(field) {
            return Err(M::Error::duplicate_field(self.fields[field]));
        }
        self.bits |= 1 << field;
        Ok(Some(field))
    }

    fn has(&self, field: usize) -> bool {
        self.bits & 1 << field != 0
    }

    #[inline(never)]
    fn nothing_missing<E: Error>(&self, required: &[bool]) -> Result<(), E> {
        match (0..required.len()).find(|field| required[*field] && !self.has(*field)) {
            Some(field) => Err(E::missing_field(self.fields[field])),
            None => Ok(()),
        }
    }
}

/// The name of one of these fields, to be read.
struct Key(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let field = self.0.iter().position(|field| *field == name);
        field.ok_or_else(|| E::unknown_field(name, self.0))
    }
}

/// How a struct is read: its fields in order. `x: required` has to be there, `x = value` is this if it is
/// left out, and anything else what its type says. `x as "y"` is spelled in another way. With `default`
/// before its name the struct says itself what is left out.
macro_rules! record {
    (default $record:ident { $($field:ident),* $(,)? }) => {
        record! { @read $record $($field)*; [$(stringify!($field)),*] [$(record!(@bool $field)),*] {
            let blank = Self::default();
            // Whoever adds a field adds it here as well.
            let Self { $($field: _),* } = &blank;
            blank
        } }
    };
    ($record:ident {
        $($field:ident $(as $name:literal)? $(: $required:ident)? $(= $default:expr)?),* $(,)?
    }) => {
        record! { @read $record $($field)*; [$(record!(@name $field $($name)?)),*]
            [$(record!(@bool $($required)?)),*]
            { Self { $($field: record!(@default $($default)?)),* } }
        }
    };
    (@read $record:ident $($field:ident)*; [$($name:expr),*] [$($required:expr),*] $blank:block) => {
        impl crate::record::Record for $record {
            const NAME: &'static str = stringify!($record);
            const FIELDS: &'static [&'static str] = &[$($name),*];
            const REQUIRED: &'static [bool] = &[$($required),*];

            fn blank() -> Self $blank

            fn read<'de, M: serde::de::MapAccess<'de>>(
                &mut self,
                field: usize,
                map: &mut M,
            ) -> Result<(), M::Error> {
                #[allow(non_camel_case_types)] // the fields, counted
                enum Nth { $($field),* }
                $(if field == Nth::$field as usize {
                    self.$field = map.next_value()?;
                })*
                Ok(())
            }
        }

        impl<'de> serde::Deserialize<'de> for $record {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::record::read(from)
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@bool) => { false };
    (@bool required) => { true };
    (@bool $field:ident) => { false };
    (@default) => { Default::default() };
    (@default $default:expr) => { $default };
}

pub(crate) use record;
