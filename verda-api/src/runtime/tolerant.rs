//! Decodes the values that APIs send for absent values.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, Visitor};

/// What an empty string may stand for.
pub(crate) trait Absent<'de>: Deserialize<'de> {
    fn of_float<E: Error>(number: f64) -> Result<Self, E> {
        Self::deserialize(number.into_deserializer())
    }
}

impl Absent<'_> for DateTime<Utc> {}

impl Absent<'_> for NaiveDate {}

impl Absent<'_> for Decimal {
    fn of_float<E: Error>(number: f64) -> Result<Self, E> {
        match short_decimal(number) {
            Some(decimal) => Ok(decimal),
            None => Deserialize::deserialize(number.into_deserializer()),
        }
    }
}

/// The shortest decimal that reads as this number, where it has up to 15 digits: then no other one of that length does. By way
/// of a text it takes ten times as long, for each price of a list.
fn short_decimal(number: f64) -> Option<Decimal> {
    const EXACT: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    const LARGEST: f64 = 1e15;
    let short = |(scale, factor): (usize, &f64)| {
        let digits = (number * factor).round();
        let is_short = digits.abs() < LARGEST && digits / factor == number && digits != 0.0;
        is_short.then(|| Decimal::new(digits as i64, scale as u32))
    };
    EXACT.iter().enumerate().find_map(short)
}

/// A price or a time that may be absent, null, or an empty string; numbers and strings are left to the type.
pub(crate) fn empty_as_none<'de, D: Deserializer<'de>, T: Absent<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    struct Optional<T>(PhantomData<T>);

    impl<'de, T: Absent<'de>> Visitor<'de> for Optional<T> {
        type Value = Option<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value, null or an empty string")
        }

        fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
            Ok(None)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
            if text.trim().is_empty() {
                return Ok(None);
            }
            let deserializer: StrDeserializer<'_, E> = text.trim().into_deserializer();
            T::deserialize(deserializer).map(Some)
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
            T::deserialize(number.into_deserializer()).map(Some)
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
            T::deserialize(number.into_deserializer()).map(Some)
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
            T::of_float(number).map(Some)
        }
    }

    deserializer.deserialize_any(Optional(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, short_decimal};

    #[test]
    fn prices_are_read_as_by_way_of_their_text() {
        let by_text = |number: f64| number.to_string().parse::<Decimal>().ok();
        let mut seed = 1_u64;
        for round in 0..200_000_u32 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Prices of all lengths, and numbers of any size.
            let number = match round % 4 {
                0 => f64::from_bits(seed),
                1 => (seed >> 32) as f64 / 1e6,
                2 => (seed >> 8) as f64 / 10_f64.powi(((seed >> 33) % 24) as i32),
                _ => -((seed >> 20) as f64) / 10_f64.powi(((seed >> 33) % 30) as i32),
            };
            if let Some(decimal) = short_decimal(number) {
                assert_eq!(Some(decimal.to_string()), by_text(number).map(|text| text.to_string()), "{number:e}");
            }
        }
        for number in [0.1, 0.0273972602739726, 20.0, 49.93356, 1.0 / 3.0, 123_456_789_012_345.0] {
            assert_eq!(by_text(number), short_decimal(number).or_else(|| by_text(number)), "{number}");
        }
        assert_eq!(short_decimal(49.93356), Some(Decimal::new(4_993_356, 5)));
        for number in [0.0, -0.0, f64::NAN, f64::INFINITY, 1e15, 1.0 / 3.0] {
            assert_eq!(short_decimal(number), None);
        }
    }
}
