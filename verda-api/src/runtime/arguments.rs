//! What operations and setters take.

use std::fmt::Display;

/// What a required argument of an operation takes: a value, or what converts into one. A body may be given by its builder.
///
/// An argument that does not convert makes the call fail before anything is sent.
#[diagnostic::on_unimplemented(message = "`{Self}` gives no `{T}`")]
pub trait IntoArgument<T> {
    /// The value for the argument `name`. `Err` says why it is not valid.
    #[doc(hidden)]
    fn into_argument(self, name: &str) -> Result<T, String>;
}

impl<T, V: TryInto<T, Error: Display>> IntoArgument<T> for V {
    fn into_argument(self, name: &str) -> Result<T, String> {
        self.try_into().map_err(|error| format!("the value given for `{name}` is not valid: {error}"))
    }
}

/// A value, or an `Option` of one: what a setter takes of a member or an argument that may be left out. `None` leaves it out.
///
/// `Form` is [`Given`] or [`Maybe`], which the compiler finds.
///
/// ```
/// use verda_api::types::{DeployInstance, ScriptId};
///
/// let script: Option<ScriptId> = None;
/// let order = DeployInstance::builder().hostname("node-1").startup_script_id(script);
/// let order = order.startup_script_id("5b1e0000-0000-4000-8000-000000000001");
/// # let _ = order;
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` gives no `{T}`, and no `Option` of one")]
pub trait IntoOptional<T, Form> {
    /// The value for the member `name`. `Err` says why it is not valid.
    #[doc(hidden)]
    fn into_optional(self, name: &str) -> Result<Option<T>, String>;
}

/// A value that is there. Only named in types.
#[derive(Debug)]
pub enum Given {}

/// An `Option`. Only named in types.
#[derive(Debug)]
pub enum Maybe {}

impl<T, V: TryInto<T, Error: Display>> IntoOptional<T, Given> for V {
    fn into_optional(self, name: &str) -> Result<Option<T>, String> {
        self.into_argument(name).map(Some)
    }
}

impl<T, V: TryInto<T, Error: Display>> IntoOptional<T, Maybe> for Option<V> {
    fn into_optional(self, name: &str) -> Result<Option<T>, String> {
        self.map_or(Ok(None), |value| value.into_optional(name))
    }
}
