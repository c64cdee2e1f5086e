//! Behaviour of the whole pipeline.
