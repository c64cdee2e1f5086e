//! Colour conversion in integers only: YUV to RGB exactly as ffmpeg's scaler makes `bgr24` of `yuv420p`
//! (ITU-R BT.601, each product cut to a whole number), then RGB to HSV exactly as `OpenCV`'s `cvtColor`
//! with its division tables. Near black, hue hangs on the last bit: with rounded products the adaptive
//! detector misses cuts that `PySceneDetect` finds. Works on whole rows, in steps that the compiler turns
//! into vector instructions; allocates nothing. Called by `content_score`.

/// Pixels a row. Shorter rows are filled up with black, which adds nothing to any sum.
pub(super) const WIDTH: usize = 256;

/// A row as it comes from the decoder, with U and V for every pixel.
pub(super) struct YuvRow {
    pub luma: [u8; WIDTH],
    pub u: [u8; WIDTH],
    pub v: [u8; WIDTH],
}

/// A row of hue (0 to 180), saturation and value (0 to 255).
pub(super) struct HsvRow {
    pub hue: [u8; WIDTH],
    pub saturation: [u8; WIDTH],
    pub value: [u8; WIDTH],
}

type Channel = [i16; WIDTH];

impl YuvRow {
    /// Black.
    pub const BLACK: Self = Self {
        luma: [16; WIDTH],
        u: [128; WIDTH],
        v: [128; WIDTH],
    };
}

impl HsvRow {
    /// Black.
    pub const BLACK: Self = Self {
        hue: [0; WIDTH],
        saturation: [0; WIDTH],
        value: [0; WIDTH],
    };
}

/// Upper half of a product: what the scaler's vector instruction keeps.
#[inline]
fn upper(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 16) as i16
}

/// Red, green and blue (0 to 255). The factors are in units of 1/8192.
fn rgb(row: &YuvRow) -> [Channel; 3] {
    let (mut red, mut green, mut blue) = ([0; WIDTH], [0; WIDTH], [0; WIDTH]);
    for i in 0..WIDTH {
        let luma = upper((i16::from(row.luma[i]) - 16) * 8, 9539);
        let u = (i16::from(row.u[i]) - 128) * 8;
        let v = (i16::from(row.v[i]) - 128) * 8;
        red[i] = (luma + upper(v, 13_075)).clamp(0, 255);
        green[i] = (luma + upper(v, -6660) + upper(u, -3209)).clamp(0, 255);
        blue[i] = (luma + upper(u, 16_525)).clamp(0, 255);
    }
    [red, green, blue]
}

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

/// Converts a row; returns the sum of its red, green and blue.
pub(super) fn convert(row: &YuvRow, out: &mut HsvRow) -> u32 {
    let [red, green, blue] = rgb(row);
    let (mut sector, mut range) = ([0i16; WIDTH], [0u8; WIDTH]);
    for i in 0..WIDTH {
        let (r, g, b) = (red[i], green[i], blue[i]);
        let value = r.max(g).max(b);
        let d = value - r.min(g).min(b);
        let past_green = if value == g {
            b - r + 2 * d
        } else {
            r - g + 4 * d
        };
        sector[i] = if value == r { g - b } else { past_green };
        range[i] = d as u8;
        out.value[i] = value as u8;
    }
    for i in 0..WIDTH {
        let d = usize::from(range[i]);
        let saturation = d as i32 * SATURATION[usize::from(out.value[i])] + HSV_HALF;
        let hue = (i32::from(sector[i]) * HUE[d] + HSV_HALF) >> HSV_SHIFT;
        out.saturation[i] = (saturation >> HSV_SHIFT) as u8;
        out.hue[i] = (hue + 180 * i32::from(hue < 0)) as u8;
    }
    let sum = |channel: &Channel| channel.iter().map(|&c| c as u32).sum::<u32>();
    sum(&red) + sum(&green) + sum(&blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_of([y, u, v]: [u8; 3]) -> YuvRow {
        YuvRow {
            luma: [y; WIDTH],
            u: [u; WIDTH],
            v: [v; WIDTH],
        }
    }

    #[test]
    fn conversion_equals_ffmpeg_then_opencv() {
        // ffmpeg 5.1 -pix_fmt rgb24 of a yuv420p picture, then cv2.cvtColor(.., COLOR_RGB2HSV), OpenCV 5.0
        let cases: [([u8; 3], [i16; 3], [u8; 3]); 10] = [
            ([38, 131, 127], [23, 23, 31], [120, 66, 31]),
            ([17, 128, 129], [2, 0, 1], [165, 255, 2]),
            ([81, 90, 240], [253, 0, 0], [0, 255, 253]),
            ([145, 54, 34], [0, 254, 0], [60, 255, 254]),
            ([41, 240, 110], [0, 0, 254], [120, 255, 254]),
            ([200, 140, 100], [169, 231, 238], [93, 74, 238]),
            ([120, 120, 128], [121, 124, 104], [35, 41, 124]),
            ([60, 100, 200], [165, 2, 0], [0, 255, 165]),
            ([90, 160, 90], [25, 103, 150], [101, 212, 150]),
            ([180, 110, 140], [209, 187, 153], [18, 68, 209]),
        ];
        for (yuv, expected_rgb, expected_hsv) in cases {
            assert_eq!(
                rgb(&row_of(yuv)).map(|c| c[7]),
                expected_rgb,
                "rgb of {yuv:?}"
            );
            let mut found = HsvRow::BLACK;
            let sum = convert(&row_of(yuv), &mut found);
            let found = [found.hue[200], found.saturation[200], found.value[200]];
            assert_eq!(found, expected_hsv, "hsv of {yuv:?}");
            let expected: i16 = expected_rgb.iter().sum();
            assert_eq!(sum, expected as u32 * WIDTH as u32);
        }
    }

    #[test]
    fn studio_range_is_stretched_to_full_range() {
        assert_eq!(rgb(&YuvRow::BLACK).map(|c| c[0]), [0, 0, 0]);
        assert_eq!(rgb(&row_of([235, 128, 128])).map(|c| c[0]), [255, 255, 255]);
    }
}
