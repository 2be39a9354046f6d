//! The project that the fake serves: what is in it, what may be done with it, and how it changes with time.
//!
//! Nothing here knows of requests and responses. What cannot be done is a [`refusal::Refusal`], of which `api` makes a response.
//! Nothing runs in the background: a resource knows when its status will change, and each read compares that with the clock.

pub(crate) mod catalogue;
pub(crate) mod change;
pub(crate) mod clock;
pub(crate) mod cluster;
pub(crate) mod fate;
pub(crate) mod ids;
pub(crate) mod instance;
pub(crate) mod keys_and_scripts;
pub(crate) mod lifecycle;
pub(crate) mod machine;
pub(crate) mod moment;
pub(crate) mod money;
pub(crate) mod names;
pub(crate) mod project;
pub(crate) mod refusal;
pub(crate) mod rules;
pub(crate) mod serverless;
pub(crate) mod stored;
pub(crate) mod table;
pub(crate) mod volume;
