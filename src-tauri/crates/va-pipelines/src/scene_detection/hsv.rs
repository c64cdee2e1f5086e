//! Colour conversion in integers only: YUV to RGB exactly as ffmpeg's scaler makes `bgr24` of `yuv420p`
//! (ITU-R BT.601, each product cut to a whole number), then RGB to HSV exactly as `OpenCV`'s `cvtColor`
//! with its division tables. Near black, hue hangs on the last bit: with rounded products the adaptive
//! detector misses cuts that `PySceneDetect` finds. Called once a pixel by `content_score`; allocates
//! nothing.

/// `floor((i - zero) * factor)` for each `i`, the factor in units of 1/8192.
const fn product_table(zero: i32, factor: i32) -> [i16; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = (((i as i32 - zero) * 8 * factor) >> 16) as i16;
        i += 1;
    }
    table
}

static LUMA: [i16; 256] = product_table(16, 9539);
static V_TO_RED: [i16; 256] = product_table(128, 13_075);
static V_TO_GREEN: [i16; 256] = product_table(128, -6660);
static U_TO_GREEN: [i16; 256] = product_table(128, -3209);
static U_TO_BLUE: [i16; 256] = product_table(128, 16_525);

const HSV_SHIFT: i32 = 12;
const HSV_HALF: i32 = 1 << (HSV_SHIFT - 1);

/// `round(numerator * 4096 / (per * i))` for each `i`, halves to even, as `OpenCV`'s `saturate_cast<int>`.
const fn division_table(numerator: u32, per: u32) -> [i32; 256] {
    let mut table = [0; 256];
    let mut i = 1;
    while i < 256 {
        let (top, bottom) = (numerator << HSV_SHIFT, per * i as u32);
        let (whole, twice_rest) = (top / bottom, top % bottom * 2);
        let up = twice_rest > bottom || (twice_rest == bottom && whole % 2 == 1);
        table[i] = (whole + up as u32) as i32;
        i += 1;
    }
    table
}

static SATURATION: [i32; 256] = division_table(255, 1);
static HUE: [i32; 256] = division_table(180, 6);

/// Red, green and blue (0 to 255) of a pixel.
#[inline]
pub(super) fn rgb(luma: u8, u: u8, v: u8) -> [u8; 3] {
    let (luma, u, v) = (LUMA[usize::from(luma)], usize::from(u), usize::from(v));
    let clip = |x: i16| x.clamp(0, 255) as u8;
    [
        clip(luma + V_TO_RED[v]),
        clip(luma + V_TO_GREEN[v] + U_TO_GREEN[u]),
        clip(luma + U_TO_BLUE[u]),
    ]
}

/// Hue (0 to 180), saturation and value (0 to 255) of a pixel.
#[inline]
pub(super) fn hsv([r, g, b]: [u8; 3]) -> [u8; 3] {
    let value = r.max(g).max(b);
    let range = value - r.min(g).min(b);
    let (red, green, blue, d) = (i32::from(r), i32::from(g), i32::from(b), i32::from(range));
    let sector = if value == r {
        green - blue
    } else if value == g {
        blue - red + 2 * d
    } else {
        red - green + 4 * d
    };
    let saturation = (d * SATURATION[usize::from(value)] + HSV_HALF) >> HSV_SHIFT;
    let hue = (sector * HUE[usize::from(range)] + HSV_HALF) >> HSV_SHIFT;
    let hue = if hue < 0 { hue + 180 } else { hue };
    [hue as u8, saturation as u8, value]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_equals_opencv() {
        // cv2.cvtColor of the same pixels, OpenCV 5.0.0, COLOR_RGB2HSV
        let cases: [([u8; 3], [u8; 3]); 7] = [
            ([255, 0, 0], [0, 255, 255]),
            ([0, 255, 0], [60, 255, 255]),
            ([0, 0, 255], [120, 255, 255]),
            ([12, 34, 56], [105, 200, 56]),
            ([200, 10, 90], [167, 242, 200]),
            ([1, 1, 1], [0, 0, 1]),
            ([255, 254, 253], [15, 2, 255]),
        ];
        for (rgb, expected) in cases {
            assert_eq!(hsv(rgb), expected, "hsv of {rgb:?}");
        }
    }

    #[test]
    fn studio_range_is_stretched_to_full_range() {
        assert_eq!(rgb(16, 128, 128), [0, 0, 0]);
        assert_eq!(rgb(235, 128, 128), [255, 255, 255]);
    }

    #[test]
    fn conversion_equals_ffmpeg() {
        // ffmpeg 5.1 -pix_fmt rgb24 of yuv420p pixels, default scaler
        let cases: [([u8; 3], [u8; 3]); 5] = [
            ([38, 131, 127], [23, 23, 31]),
            ([17, 128, 129], [2, 0, 1]),
            ([81, 90, 240], [253, 0, 0]),
            ([145, 54, 34], [0, 254, 0]),
            ([200, 140, 100], [169, 231, 238]),
        ];
        for ([y, u, v], expected) in cases {
            assert_eq!(rgb(y, u, v), expected, "rgb of {y}, {u}, {v}");
        }
    }
}
