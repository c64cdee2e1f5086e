//! What the tests across crates stand on: a sandbox, the built programs, media made on the spot.
//!
//! It knows the programs only from outside and depends on no crate of the product. Used by `it/`.

pub mod annotate;
pub mod api_bench;
pub mod campaign;
pub mod client;
pub mod engine_bench;
pub mod media;
pub mod places;
pub mod processes;
pub mod python_server;
pub mod sandbox;
pub mod server;
pub mod small_disk;
pub mod sources;
pub mod window;
