//! What a test does with the handle: it reads the state, decides what happens, and goes on with time.

pub(crate) mod deployments;
pub(crate) mod expect;
mod inspect;
pub(crate) mod machines;
pub(crate) mod settings;
pub(crate) mod snapshot;
