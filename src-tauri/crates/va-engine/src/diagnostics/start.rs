//! What a start says about the pipelines: a line in the log for each, loud for one that can't run here. On a thread
//! of its own, because looking reads model files.

use va_core::pipelines::PIPELINES;

use crate::toolbox::Toolbox;

/// Starts the thread. Called by the engine once it is open.
pub(crate) fn announce(toolbox: Toolbox) {
    let work = move || {
        for pipeline in PIPELINES {
            match toolbox.obstacle(pipeline) {
                None => tracing::info!(pipeline = pipeline.id, "the pipeline can run here"),
                Some(why) => tracing::warn!(
                    pipeline = pipeline.id,
                    code = %why.code,
                    reason = why.message,
                    hint = why.hint,
                    "the pipeline can't run here"
                ),
            }
        }
    };
    let started = std::thread::Builder::new()
        .name("announce-pipelines".into())
        .spawn(work);
    if let Err(error) = started {
        tracing::warn!(%error, "the pipelines are not looked at: no thread can be started");
    }
}
