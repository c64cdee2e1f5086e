//! ffmpeg and ffprobe: there, startable, and with the decoders that recordings of people need.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::child::{Answer, NoAnswer, ask, last_line};
use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "ffmpeg",
    title: "Video decoder",
    slow: false,
    limit: Duration::from_secs(40),
    run,
};

const LIMIT: Duration = Duration::from_secs(10);
const REINSTALL: &str = "install ffmpeg 4.4 or newer, or reinstall this program";

/// The codecs that matter, with where they come from.
const CODECS: [(&str, &str); 6] = [
    ("h264", "most cameras and phones"),
    ("hevc", "newer phones"),
    ("vp9", "WebM"),
    ("av1", "newer web recordings"),
    ("aac", "sound of most cameras"),
    ("opus", "sound of WebM and video calls"),
];

/// Decoders that only work with a card that knows the codec.
const NEEDS_CARD: [&str; 5] = ["_cuvid", "_qsv", "_v4l2m2m", "_vaapi", "_mediacodec"];

fn run(context: &Context) -> Finding {
    let tools = match context.toolbox.media() {
        Ok(tools) => tools,
        Err(error) => {
            let problem = error.failure();
            return Finding::good(
                "not found",
                "",
                json!({ "installed": false, "version": null }),
            )
            .error(problem);
        }
    };
    let version = |program: &Path| words(program, &["-version"]);
    let (ffmpeg, ffprobe) = (version(&tools.ffmpeg), version(&tools.ffprobe));
    let details = json!({
        "installed": true,
        "path": tools.ffmpeg.display().to_string(),
        "ffprobe_path": tools.ffprobe.display().to_string(),
    });
    let broken = |program: &Path, why: &NoAnswer| {
        let message = format!("`{}` does not work: {why}", program.display());
        Finding::good("does not work", "", details.clone()).error(
            va_core::Failure::new(va_core::ErrorCode::FfmpegMissing, message).hint(REINSTALL),
        )
    };
    let (ffmpeg, _) = match (ffmpeg, ffprobe) {
        (Ok(ffmpeg), Ok(ffprobe)) => (ffmpeg, ffprobe),
        (Err(why), _) => return broken(&tools.ffmpeg, &why),
        (_, Err(why)) => return broken(&tools.ffprobe, &why),
    };
    let number = ffmpeg
        .split_whitespace()
        .nth(2)
        .unwrap_or("unknown")
        .to_owned();
    let listed = match words(&tools.ffmpeg, &["-hide_banner", "-decoders"]) {
        Ok(listed) => listed,
        Err(why) => return broken(&tools.ffmpeg, &why),
    };
    let there = decoders(&listed);
    let known = |codec: &str| there.contains(codec);
    let codecs: serde_json::Map<_, _> = CODECS
        .iter()
        .map(|(codec, _)| ((*codec).to_owned(), known(codec).into()))
        .collect();
    let count = codecs.values().filter(|there| **there == true).count();
    let mut finding = Finding::good(
        format!("{number}, {count} of {} codecs", CODECS.len()),
        "reads every codec that cameras and phones write",
        details.clone(),
    )
    .with("version", number)
    .with("codecs", codecs);
    for (codec, source) in CODECS.iter().filter(|(codec, _)| !known(codec)) {
        finding = finding.warn(
            format!("this ffmpeg can't decode {codec} ({source})"),
            "install a complete ffmpeg (not a minimal build), or reinstall this program",
        );
    }
    finding
}

/// What a program prints, or why it does not.
fn words(program: &Path, arguments: &[&str]) -> Result<String, NoAnswer> {
    let Answer { status, out, err } = ask(Command::new(program).args(arguments), LIMIT)?;
    if status.success() && !out.trim().is_empty() {
        return Ok(out);
    }
    let said = last_line(&err).to_owned();
    Err(NoAnswer::Failed { status, said })
}

/// The codecs that `ffmpeg -decoders` says it can decode without a particular card.
fn decoders(listed: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for line in listed.lines() {
        let mut fields = line.split_whitespace();
        let (Some(flags), Some(name)) = (fields.next(), fields.next()) else {
            continue;
        };
        let is_entry = flags.len() == 6 && flags.starts_with(['V', 'A']) && name != "=";
        // ffmpeg's own `av1` decodes nothing without a card
        if !is_entry || name == "av1" || NEEDS_CARD.iter().any(|card| name.ends_with(card)) {
            continue;
        }
        let codec = line
            .rsplit_once("(codec ")
            .map_or(name, |(_, codec)| codec.trim_end().trim_end_matches(')'));
        found.insert(codec);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::decoders;

    #[test]
    fn a_decoder_counts_by_its_codec_and_only_without_a_card() {
        let listed = " V..... = Video\n ------\n VFS..D h264                 H.264 / AVC\n \
            V....D av1                  Alliance for Open Media AV1\n \
            V..... hevc_cuvid           Nvidia CUVID HEVC decoder (codec hevc)\n \
            A....D libopus              libopus Opus (codec opus)\n";
        let found: Vec<_> = decoders(listed).into_iter().collect();
        assert_eq!(found, ["h264", "opus"]);
        let with_dav1d = " V....D libdav1d             dav1d AV1 decoder (codec av1)\n";
        assert!(decoders(with_dav1d).contains("av1"));
    }
}
