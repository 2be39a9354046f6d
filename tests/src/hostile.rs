//! A server on a loopback socket, in real time, that misbehaves as real ones do.
//!
//! A [`Server`] asks a function for its [`Reply`] to each request. A reply is a response, and how it is sent: whole, cut, byte by
//! byte, or not at all. [`misbehaviours`] has all that is known to happen, by name.

mod bodies;
mod headers;
mod misbehaviours;
mod reply;
mod server;
mod statuses;

pub use misbehaviours::{Acts, Misbehaviour, State, Tells, misbehaviours};
pub use reply::{Place, Reply, Wire, html, json};
pub use server::{Seen, Server};
