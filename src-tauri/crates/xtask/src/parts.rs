//! The parts that are not Rust, pinned: which wheel, which file in it, which hash.
//!
//! pip checks the wheel against its hash; `runtime` checks each unpacked file again. A system that
//! has no line here is refused: nothing unpinned is ever fetched. Read by `runtime`.

use anyhow::{Context, Result};

/// A file taken out of a wheel.
#[derive(Debug)]
pub struct Member {
    /// Path inside the wheel.
    pub path: &'static str,
    /// Path inside the runtime folder.
    pub place: &'static str,
    /// SHA-256 of the file; `None` for texts, which the wheel's own hash covers.
    pub sha256: Option<&'static str>,
}

/// A wheel with files that we need.
#[derive(Debug)]
pub struct Wheel {
    /// `name==version` as pip writes it.
    pub requirement: &'static str,
    /// Platform tag asked of pip.
    pub platform: &'static str,
    /// SHA-256 of the wheel.
    pub sha256: &'static str,
    /// What to take out of it.
    pub members: &'static [Member],
}

/// The version of Python named to pip, so that every computer gets the same wheel.
pub const PYTHON: &str = "3.12";

const ONNXRUNTIME: &str = "onnxruntime==1.32.0";
const LICENCE: Member = Member {
    path: "onnxruntime/LICENSE",
    place: "licenses/onnxruntime.txt",
    sha256: None,
};
const NOTICES: Member = Member {
    path: "onnxruntime/ThirdPartyNotices.txt",
    place: "licenses/onnxruntime-third-party.txt",
    sha256: None,
};

/// Silero VAD: the same file everywhere.
pub const SILERO: Wheel = Wheel {
    requirement: "silero-vad==6.2.3",
    platform: "any",
    sha256: "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
    members: &[
        Member {
            path: "silero_vad/data/silero_vad.onnx",
            place: "models/silero_vad.onnx",
            sha256: Some("1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"),
        },
        Member {
            path: "silero_vad-6.2.3.dist-info/licenses/LICENSE",
            place: "licenses/silero-vad.txt",
            sha256: None,
        },
    ],
};

const LINUX_X64: Wheel = Wheel {
    requirement: ONNXRUNTIME,
    platform: "manylinux_2_28_x86_64",
    sha256: "99e1074c4b2197accd5073052a465361be17b89c093b8ffb6e6bd8f986c52df8",
    members: &[
        Member {
            path: "onnxruntime/capi/libonnxruntime.so.1.32.0",
            place: "libonnxruntime.so",
            sha256: Some("6c1585d1bbf45b0712ea4a21b705c5fcb4ba04ff2e30f1fbf81a49faf658638f"),
        },
        LICENCE,
        NOTICES,
    ],
};

const LINUX_ARM64: Wheel = Wheel {
    requirement: ONNXRUNTIME,
    platform: "manylinux_2_28_aarch64",
    sha256: "e36c187006e7a7c8b8d6d57f1a209dd63f52430dca6c282b177718ad6b841054",
    members: &[
        Member {
            path: "onnxruntime/capi/libonnxruntime.so.1.32.0",
            place: "libonnxruntime.so",
            sha256: Some("49852228a93995158b2a813d4df487d47a1b76b0eaa894507ef49e91b6d7954a"),
        },
        LICENCE,
        NOTICES,
    ],
};

const WINDOWS_X64: Wheel = Wheel {
    requirement: ONNXRUNTIME,
    platform: "win_amd64",
    sha256: "efe7456952c243a05a53d5b8732953625144642c2f3989094277f6217f0c0c40",
    members: &[
        Member {
            path: "onnxruntime/capi/onnxruntime.dll",
            place: "onnxruntime.dll",
            sha256: Some("443c0065fcdba17618ddef05050308f4b471893c5c7da0337d6957c9073ad8a7"),
        },
        LICENCE,
        NOTICES,
    ],
};

const MACOS_ARM64: Wheel = Wheel {
    requirement: ONNXRUNTIME,
    platform: "macosx_14_0_arm64",
    sha256: "d52510bbbcc880c13b826f7d75cdf33ac5cf0bb864d960000fc29ce73f0cb83e",
    members: &[
        Member {
            path: "onnxruntime/capi/libonnxruntime.1.32.0.dylib",
            place: "libonnxruntime.dylib",
            sha256: Some("fa585fabbea65b823b9a8f7e27d46aee3989d1be7e36b528203d3a1fd613aae7"),
        },
        LICENCE,
        NOTICES,
    ],
};

/// The ONNX Runtime wheel of a system, in Rust's names. Intel Macs have no line: their newest
/// wheel is of an older release than the one that the pipelines are tested with.
pub fn onnxruntime(os: &str, arch: &str) -> Result<&'static Wheel> {
    match (os, arch) {
        ("linux", "x86_64") => Some(&LINUX_X64),
        ("linux", "aarch64") => Some(&LINUX_ARM64),
        ("windows", "x86_64") => Some(&WINDOWS_X64),
        ("macos", "aarch64") => Some(&MACOS_ARM64),
        _ => None,
    }
    .with_context(|| {
        format!(
            "no ONNX Runtime is pinned for `{os}` on `{arch}`: build it yourself and name its \
             library in ORT_DYLIB_PATH"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_hash_has_the_length_of_a_sha256() {
        for wheel in [
            &SILERO,
            &LINUX_X64,
            &LINUX_ARM64,
            &WINDOWS_X64,
            &MACOS_ARM64,
        ] {
            assert_eq!(wheel.sha256.len(), 64, "{}", wheel.platform);
            for hash in wheel.members.iter().filter_map(|member| member.sha256) {
                assert_eq!(
                    hash.len(),
                    64,
                    "{} of {}",
                    wheel.requirement,
                    wheel.platform
                );
            }
        }
    }

    #[test]
    fn a_system_without_a_pinned_library_is_refused_with_the_way_out() {
        let error = onnxruntime("plan9", "x86_64").unwrap_err();
        assert!(error.to_string().contains("ORT_DYLIB_PATH"), "{error}");
    }
}
