//! The project's own tasks that are more than a call of the generator: comparing documents, checking one, and comparing responses
//! with one.
//!
//! Nothing here does I/O; the program around it does.

pub mod diff;
mod document;
pub mod lint;
pub mod next;
pub mod probe;
pub mod surface;
pub mod version;
