//! Colour conversion: studio-range YUV (ITU-R BT.601) to RGB to HSV in integers only, with OpenCV's own
//! constants and division tables, so that the numbers are those of `cv2.cvtColor(.., COLOR_BGR2HSV)`.
//! Called once a pixel by `content_score`; allocates nothing.

const SHIFT: i32 = 20;
const HALF: i32 = 1 << (SHIFT - 1);
const CY: i32 = 1_220_542;
const CUB: i32 = 2_116_026;
const CUG: i32 = -409_993;
const CVG: i32 = -852_492;
const CVR: i32 = 1_673_527;

const HSV_SHIFT: i32 = 12;
const HSV_HALF: i32 = 1 << (HSV_SHIFT - 1);

/// `round(numerator * 4096 / (per * i))` for each `i`, halves to even, as OpenCV's `saturate_cast<int>`.
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
    let base = (i32::from(luma) - 16).max(0) * CY + HALF;
    let (u, v) = (i32::from(u) - 128, i32::from(v) - 128);
    let clip = |x: i32| (x >> SHIFT).clamp(0, 255) as u8;
    [
        clip(base + CVR * v),
        clip(base + CVG * v + CUG * u),
        clip(base + CUB * u),
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
        assert_eq!(rgb(81, 90, 240), [254, 0, 0], "the BT.601 code of pure red");
    }
}
