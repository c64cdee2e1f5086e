//! Finds the ONNX Runtime library for tests: `ORT_DYLIB_PATH`, else the runtime folder beside the build.

use std::path::PathBuf;

/// The library, or `None` after saying loudly that the test is skipped.
pub(crate) fn library() -> Option<PathBuf> {
    let given = std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from);
    let name = if cfg!(windows) {
        "onnxruntime.dll"
    } else if cfg!(target_os = "macos") {
        "libonnxruntime.dylib"
    } else {
        "libonnxruntime.so"
    };
    // target/<profile>/deps/<test>, and the folder target/<profile>/runtime
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.parent()?.join("runtime").join(name)));
    let found = [given, beside].into_iter().flatten().find(|p| p.is_file());
    if found.is_none() {
        assert!(
            std::env::var("VIDEOANNOTATOR_REQUIRE_SHARED").as_deref() != Ok("1"),
            "there is no ONNX Runtime library: set ORT_DYLIB_PATH"
        );
        eprintln!("SKIPPED: no ONNX Runtime library; set ORT_DYLIB_PATH to run this test");
    }
    found
}
