//! Floating-point numbers in a checkpoint, bit for bit: decimal text can come back one step off, and a
//! resumed run must give the same numbers as an uninterrupted one. Used with `#[serde(with = ...)]`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An `f64` as its bits.
pub(crate) mod f64_bits {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    pub fn serialize<S: Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
        value.to_bits().serialize(out)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
        u64::deserialize(input).map(f64::from_bits)
    }
}

/// An `Option<f64>` as its bits.
pub(crate) mod option_f64_bits {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde gives a reference")]
    pub fn serialize<S: Serializer>(value: &Option<f64>, out: S) -> Result<S::Ok, S::Error> {
        value.map(f64::to_bits).serialize(out)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<f64>, D::Error> {
        Ok(Option::<u64>::deserialize(input)?.map(f64::from_bits))
    }
}

/// `f32` values as one string of hexadecimal digits, eight a value.
pub(crate) mod f32_hex {
    use super::{Deserialize, Deserializer, Serializer};
    use serde::de::Error;
    use std::fmt::Write;

    pub fn serialize<S: Serializer>(values: &[f32], out: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(values.len() * 8);
        for value in values {
            // writing to a string can't fail
            let _ = write!(text, "{:08x}", value.to_bits());
        }
        out.serialize_str(&text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<f32>, D::Error> {
        let text = String::deserialize(input)?;
        text.as_bytes()
            .chunks(8)
            .map(|digits| {
                let digits = std::str::from_utf8(digits).map_err(D::Error::custom)?;
                u32::from_str_radix(digits, 16)
                    .map(f32::from_bits)
                    .map_err(D::Error::custom)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Numbers {
        #[serde(with = "super::f64_bits")]
        one: f64,
        #[serde(with = "super::option_f64_bits")]
        maybe: Option<f64>,
        #[serde(with = "super::f32_hex")]
        many: Vec<f32>,
    }

    proptest::proptest! {
        #[test]
        fn numbers_come_back_bit_for_bit(one in -1e300..1e300, maybe: Option<i32>, many in proptest::collection::vec(-1.0f32..1.0, 0..20)) {
            let numbers = Numbers { one, maybe: maybe.map(|x| f64::from(x) / 3.0), many };
            let back: Numbers = serde_json::from_value(serde_json::to_value(&numbers).unwrap()).unwrap();
            proptest::prop_assert_eq!(back, numbers);
        }
    }
}
