//! Thumbnails are JPEGs of the asked size, wherever in the recording.

use va_core::Millis;
use va_media::thumbnail;

use crate::clips::Clips;

#[test]
fn a_thumbnail_is_a_jpeg_even_past_the_end() {
    let clips = Clips::new();
    for path in [clips.b_frames(), clips.late_start()] {
        let recording = clips.open(&path);
        let start = recording.facts().start;
        for at in [
            None,
            Some(start),
            Some(start + Millis(1500)),
            Some(start + Millis(60_000)),
        ] {
            let jpeg = thumbnail(&clips.tools, &path, recording.facts(), at, 64).unwrap();
            assert_eq!(
                jpeg[..3],
                [0xff, 0xd8, 0xff],
                "{} at {at:?}",
                path.display()
            );
            let size = jpeg
                .windows(4)
                .position(|w| w[0] == 0xff && w[1] == 0xc0)
                .unwrap()
                + 5;
            assert_eq!(jpeg[size..size + 4], [0, 48, 0, 64], "48 rows, 64 columns");
        }
    }
}
