//! What must be on the computer, and why: the table that `setup` walks.
//!
//! One line per package, in Debian's names. It installs nothing. Called by `setup`.

/// When a package is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// To compile.
    Build,
    /// To annotate and to play.
    Run,
    /// For the end-to-end tests and the package test.
    Test,
}

/// How to see, on a computer without Debian's package database, that it is there.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// A program on `PATH`.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// No portable sign; the program says so itself when it is missing.
    None,
}

/// One thing that must be installed.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// Debian's name.
    pub name: &'static str,
    /// How to see it elsewhere.
    pub sign: Sign,
    /// When it is needed.
    pub group: Group,
}

const fn package(name: &'static str, sign: Sign, group: Group) -> Package {
    Package { name, sign, group }
}

/// Everything, in the order in which it is reported.
pub const PACKAGES: &[Package] = &[
    package("build-essential", Sign::Program("cc"), Group::Build),
    package("pkg-config", Sign::Program("pkg-config"), Group::Build),
    package(
        "libwebkit2gtk-4.1-dev",
        Sign::Library("webkit2gtk-4.1"),
        Group::Build,
    ),
    package("librsvg2-dev", Sign::Library("librsvg-2.0"), Group::Build),
    package("python3-venv", Sign::Program("python3"), Group::Build),
    package("ffmpeg", Sign::Program("ffprobe"), Group::Run),
    package("gstreamer1.0-plugins-good", Sign::None, Group::Run),
    package("gstreamer1.0-plugins-bad", Sign::None, Group::Run),
    package("gstreamer1.0-libav", Sign::None, Group::Run),
    package("xvfb", Sign::Program("Xvfb"), Group::Test),
    package(
        "webkit2gtk-driver",
        Sign::Program("WebKitWebDriver"),
        Group::Test,
    ),
    package("chromium", Sign::Program("chromium"), Group::Test),
    package("imagemagick", Sign::Program("convert"), Group::Test),
    package("patchelf", Sign::Program("patchelf"), Group::Test),
    package("file", Sign::Program("file"), Group::Test),
    package("curl", Sign::Program("curl"), Group::Test),
    package("jq", Sign::Program("jq"), Group::Test),
    package("debootstrap", Sign::Program("debootstrap"), Group::Test),
    package("r-base-core", Sign::Program("Rscript"), Group::Test),
    package("r-cran-httr2", Sign::None, Group::Test),
    package("r-cran-jsonlite", Sign::None, Group::Test),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_package_is_listed_twice() {
        for (index, package) in PACKAGES.iter().enumerate() {
            let again = PACKAGES[index + 1..]
                .iter()
                .any(|other| other.name == package.name);
            assert!(!again, "`{}` is listed twice", package.name);
        }
    }
}
