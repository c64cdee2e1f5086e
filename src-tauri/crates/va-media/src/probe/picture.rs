//! The picture as it is shown: turned and with square pixels, as every player shows it.

use super::answer::{Stream, fraction};

/// Largest side that is believed.
const LARGEST: u64 = 1 << 16;

/// Size and turn of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Display {
    pub width: u32,
    pub height: u32,
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
    pub pixel_aspect: (u32, u32),
}

/// Works out how a stream is shown.
pub(super) fn display(stream: &Stream) -> Display {
    let coded = (
        stream.width.unwrap_or(0).max(1),
        stream.height.unwrap_or(0).max(1),
    );
    let aspect = stream
        .sample_aspect_ratio
        .as_deref()
        .and_then(fraction)
        .unwrap_or((1, 1));
    let (mut width, mut height) = square(coded, aspect);
    let rotation = quarter_turns(stream.rotation());
    if rotation % 180 == 90 {
        (width, height) = (height, width);
    }
    Display {
        width,
        height,
        rotation,
        pixel_aspect: aspect,
    }
}

/// Stretches the picture in one direction so that its pixels become square; browsers never shrink.
fn square((width, height): (u32, u32), (num, den): (u32, u32)) -> (u32, u32) {
    let scaled = |side: u32, a: u32, b: u32| {
        let exact = (u64::from(side) * u64::from(a) + u64::from(b) / 2) / u64::from(b);
        if exact <= LARGEST { exact as u32 } else { side }
    };
    if num >= den {
        (scaled(width, num, den), height)
    } else {
        (width, scaled(height, den, num))
    }
}

/// ffprobe counts anticlockwise and may print fractions.
fn quarter_turns(anticlockwise: f64) -> u16 {
    let turns = (-anticlockwise / 90.0).round();
    if turns.is_finite() {
        (turns.rem_euclid(4.0) * 90.0) as u16
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anamorphic_pictures_are_stretched_never_shrunk() {
        assert_eq!(square((720, 576), (16, 15)), (768, 576));
        assert_eq!(square((720, 480), (8, 9)), (720, 540));
        assert_eq!(square((100, 100), (1, 1)), (100, 100));
        assert_eq!(
            square((100, 100), (4_000_000, 1)),
            (100, 100),
            "nonsense is not believed"
        );
    }

    #[test]
    fn turns_are_clockwise_quarters() {
        assert_eq!(quarter_turns(-90.0), 90);
        assert_eq!(quarter_turns(90.0), 270);
        assert_eq!(quarter_turns(-180.0), 180);
        assert_eq!(quarter_turns(180.0), 180);
        assert_eq!(quarter_turns(0.0), 0);
        assert_eq!(quarter_turns(f64::NAN), 0);
    }
}
