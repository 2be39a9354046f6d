//! Arguments of operations and setters.

use std::fmt::Display;

/// A required argument of an operation: a value, or a type that converts into the value. A body may be its builder.
///
/// If the conversion fails, the call fails before a request is sent.
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

/// The argument of a setter for an optional member or argument: a value, or an `Option` of one. `None` means absent.
///
/// `Form` is [`Given`] or [`Maybe`]; the compiler infers it.
///
/// ```
/// use verda_api::types::{DeployInstance, ScriptId};
///
/// let script: Option<ScriptId> = None;
/// let order = DeployInstance::builder().hostname("node-1").startup_script_id(script);
/// let order = order.startup_script_id("5b1e0000-0000-4000-8000-000000000001");
/// # let _ = order;
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` converts neither into `{T}` nor into an `Option` of one")]
pub trait IntoOptional<T, Form> {
    /// The value for the member `name`. `Err` says why it is not valid.
    #[doc(hidden)]
    fn into_optional(self, name: &str) -> Result<Option<T>, String>;
}

/// A value. Only used in types.
#[derive(Debug)]
pub enum Given {}

/// An `Option`. Only used in types.
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
