//! The Debian package, installed into a clean root, used and removed.
//!
//! The work is done by `installers/smoke-test.sh`, which people can run as well; here it is run on the
//! package that `cargo xtask test` has just made. It needs root and is skipped loudly without.

use std::path::PathBuf;
use std::process::Command;

use va_tests::places;

/// Forbids skipping.
const REQUIRE: &str = "VIDEOANNOTATOR_REQUIRE_PACKAGE";

fn package() -> Option<PathBuf> {
    let Some(deb) = std::env::var_os("VIDEOANNOTATOR_TEST_DEB") else {
        let why = "no package was made; `cargo xtask test` makes one on Debian";
        return places::missing(REQUIRE, why).expect("a package to test");
    };
    let may_mount = Command::new("unshare")
        .args(["--mount", "--net", "--pid", "--fork", "true"])
        .output()
        .is_ok_and(|done| done.status.success());
    if !may_mount {
        let why = "the package test needs root that may make mount namespaces";
        return places::missing(REQUIRE, why).expect("permission to test a package");
    }
    Some(deb.into())
}

#[test]
fn the_package_installs_runs_offline_and_leaves_the_users_files_when_removed() {
    let Some(deb) = package() else {
        return;
    };
    let cache = places::programs()
        .expect("the target folder")
        .join("package-test");
    let done = Command::new(places::root().join("installers/smoke-test.sh"))
        .arg(&deb)
        .arg(&cache)
        .output()
        .expect("the smoke test starts");
    assert!(
        done.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
}
