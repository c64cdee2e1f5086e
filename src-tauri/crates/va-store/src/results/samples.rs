//! The values of a sample as bytes: one little-endian f32 a channel, NaN for `None`.

/// Replaces `bytes` with the values. Whatever NaN comes in, one bit pattern goes out, so equal results are
/// equal bytes.
pub(super) fn encode(values: &[Option<f32>], bytes: &mut Vec<u8>) {
    bytes.clear();
    for value in values {
        let value = value.filter(|v| !v.is_nan()).unwrap_or(f32::NAN);
        bytes.extend_from_slice(&value.to_le_bytes());
    }
}

/// Replaces `values` with the values, NaN where nothing was measured.
pub(super) fn decode(bytes: &[u8], values: &mut Vec<f32>) {
    values.clear();
    let (whole, _) = bytes.as_chunks::<4>();
    values.extend(whole.iter().map(|chunk| f32::from_le_bytes(*chunk)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_as_bytes_and_nothing_stays_nothing() {
        let mut bytes = vec![1, 2, 3];
        encode(
            &[Some(0.25), None, Some(f32::INFINITY), Some(-f32::NAN)],
            &mut bytes,
        );
        let mut values = Vec::new();
        decode(&bytes, &mut values);
        assert_eq!(values[0].to_bits(), 0.25f32.to_bits());
        assert_eq!(values[2].to_bits(), f32::INFINITY.to_bits());
        assert_eq!(
            (values[1].to_bits(), values[3].to_bits()),
            (f32::NAN.to_bits(), f32::NAN.to_bits()),
            "any NaN is written in one way, or equal results would hash differently"
        );
    }
}
