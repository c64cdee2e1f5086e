//! `cargo xtask setup`: install what is missing, or print the exact line that does.
//!
//! Installs only as root on Debian and its kin, and asks the network only when something is
//! missing. It never changes anything else on the computer. Other tasks begin with [`ensure`].

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::exec;
use crate::packages::{Group, PACKAGES, Package, Sign};

/// The oldest Node with what the UI's tools need.
const NODE_MAJOR: u32 = 20;

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// Also what only the tests need
    #[arg(long)]
    tests: bool,
}

/// The task.
pub fn task(options: &Options) -> Result<()> {
    let groups: &[Group] = if options.tests {
        &[Group::Build, Group::Run, Group::Test]
    } else {
        &[Group::Build, Group::Run]
    };
    ensure(groups)?;
    println!("everything is there");
    Ok(())
}

/// Makes sure that everything in the groups is installed.
pub fn ensure(groups: &[Group]) -> Result<()> {
    check_node()?;
    if cfg!(target_os = "linux") {
        let wanted: Vec<Package> = PACKAGES
            .iter()
            .filter(|package| groups.contains(&package.group))
            .copied()
            .collect();
        ensure_linux(&wanted)
    } else {
        ensure_by_hand()
    }
}

fn check_node() -> Result<()> {
    let hint = format!("install Node {NODE_MAJOR} or newer (with npm), then run this again");
    if exec::find("npm").is_none() {
        bail!("`npm` is not on PATH: {hint}");
    }
    let version = exec::program("node").and_then(|mut node| exec::output(node.arg("--version")));
    let version = version.with_context(|| hint.clone())?;
    if node_major(&version).is_none_or(|major| major < NODE_MAJOR) {
        bail!("Node is `{}`, which is too old: {hint}", version.trim());
    }
    Ok(())
}

fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn ensure_linux(wanted: &[Package]) -> Result<()> {
    let debian = exec::find("apt-get").is_some() && exec::find("dpkg-query").is_some();
    let missing = if debian {
        missing_on_debian(wanted)?
    } else {
        missing_elsewhere(wanted)
    };
    if missing.is_empty() {
        return Ok(());
    }
    if !debian {
        bail!(
            "missing: {}. These are Debian's names; install what your distribution calls them \
             and run this again",
            missing.join(" ")
        );
    }
    if !is_root()? {
        bail!(
            "missing: {}. Run this line, then try again:\n\n  sudo apt-get update && sudo apt-get \
             install -y --no-install-recommends {}\n",
            missing.join(" "),
            missing.join(" ")
        );
    }
    exec::step("install what is missing", || {
        let apt = || -> Result<Command> {
            let mut command = exec::program("apt-get")?;
            command.env("DEBIAN_FRONTEND", "noninteractive");
            Ok(command)
        };
        exec::quietly(apt()?.args(["-qq", "update"]))?;
        exec::quietly(
            apt()?
                .args(["-qq", "install", "-y", "--no-install-recommends"])
                .args(&missing),
        )
    })
}

fn missing_on_debian(wanted: &[Package]) -> Result<Vec<&'static str>> {
    let names = wanted.iter().map(|package| package.name);
    // It exits with 1 when a package is unknown, and still prints the known ones.
    let listed = exec::program("dpkg-query")?
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(names)
        .output()
        .context("ask dpkg-query what is installed")?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    Ok(wanted
        .iter()
        .filter(|package| !is_listed(&listed, package.name))
        .map(|package| package.name)
        .collect())
}

fn is_listed(listed: &str, name: &str) -> bool {
    listed
        .lines()
        .any(|line| line.split_once(' ') == Some((name, "installed")))
}

fn missing_elsewhere(wanted: &[Package]) -> Vec<&'static str> {
    let there = |package: &&Package| match package.sign {
        Sign::Program(program) => exec::find(program).is_some(),
        Sign::Library(library) => exec::program("pkg-config").is_ok_and(|mut tool| {
            tool.args(["--exists", library])
                .status()
                .is_ok_and(|s| s.success())
        }),
        Sign::None => true,
    };
    wanted
        .iter()
        .filter(|package| !there(package))
        .map(|package| package.name)
        .collect()
}

fn is_root() -> Result<bool> {
    Ok(exec::output(exec::program("id")?.arg("-u"))?.trim() == "0")
}

fn ensure_by_hand() -> Result<()> {
    let python = crate::python::find().is_some();
    let mut missing = Vec::new();
    if exec::find("ffmpeg").is_none() || exec::find("ffprobe").is_none() {
        missing.push("ffmpeg with ffprobe, on PATH");
    }
    if !python {
        missing.push("Python 3.11 or newer, on PATH");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let also = if cfg!(windows) {
        "the Visual Studio C++ build tools and the WebView2 runtime (part of Windows 11)"
    } else {
        "Apple's command line tools (`xcode-select --install`)"
    };
    bail!(
        "install by hand: {}; also needed: {also}. Then run this again",
        missing.join("; ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_package_with_leftover_configuration_counts_as_missing() {
        let listed = "ffmpeg installed\nxvfb config-files\n";
        assert!(is_listed(listed, "ffmpeg"));
        assert!(!is_listed(listed, "xvfb"));
        assert!(!is_listed(listed, "chromium"));
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("nonsense"), None);
    }
}
