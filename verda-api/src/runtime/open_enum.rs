//! String enums that keep unknown values.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// The generated part of an open enum; `open_enum!` adds the rest.
pub(crate) trait OpenEnum: Sized {
    /// The name of the type.
    const NAME: &'static str;
    /// The known values, in the order of the document.
    const VALUES: &'static [&'static str];

    /// Whether a value in another case is the same one: not where the document allows any text.
    const IN_ANY_CASE: bool = true;

    /// The variant of a known value.
    fn known(value: &str) -> Option<Self>;

    /// The variant that keeps an unknown value.
    fn unknown(value: String) -> Self;

    /// The variant of a value, ignoring case where the values are listed: APIs are not consistent.
    fn recognised(value: &str) -> Option<Self> {
        let other = || Self::known(spelling(Self::VALUES, value)?);
        Self::known(value).or_else(|| if Self::IN_ANY_CASE { other() } else { None })
    }
}

/// The document's spelling of a value. Not generic, so that the function is compiled once, and not for every enum.
fn spelling(known: &[&'static str], value: &str) -> Option<&'static str> {
    known.iter().copied().find(|known| known.eq_ignore_ascii_case(value))
}

/// Implements the methods and traits of an [`OpenEnum`]. With `#[inline]`, the crates that use a function compile it.
macro_rules! open_enum {
    ($name:ident) => {
        impl $name {
            /// The known values, in the API's spelling.
            pub const VALUES: &'static [&'static str] = <Self as crate::runtime::OpenEnum>::VALUES;

            /// Whether this version knows the value.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            // `Self::Err` may be a variant.
            fn from_str(value: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                use crate::runtime::OpenEnum as _;
                Self::recognised(value).unwrap_or_else(|| Self::unknown(value.to_owned()))
            }
        }

        impl From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                use crate::runtime::OpenEnum as _;
                Self::recognised(&value).unwrap_or_else(|| Self::unknown(value))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::runtime::open_enum_value(deserializer)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                // The enum is open: the known values are examples, not a limit.
                ::schemars::json_schema!({ "type": "string", "examples": Self::VALUES })
            }
        }
    };
}
pub(crate) use open_enum;

/// Decodes an open enum without buffering.
pub(crate) fn open_enum_value<'de, D: Deserializer<'de>, T: OpenEnum>(deserializer: D) -> Result<T, D::Error> {
    struct Value<T>(PhantomData<T>);

    impl<T: OpenEnum> Visitor<'_> for Value<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} (a string such as `{}`)", T::NAME, T::VALUES.first().copied().unwrap_or_default())
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
            Ok(T::recognised(value).unwrap_or_else(|| T::unknown(value.to_owned())))
        }

        fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
            Ok(T::recognised(&value).unwrap_or_else(|| T::unknown(value)))
        }
    }

    deserializer.deserialize_str(Value(PhantomData))
}
