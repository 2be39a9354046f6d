//! Whether an action has changed anything.

/// Whether an action has changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Made,
    /// The resource was in that state already, or on its way there.
    Unneeded,
}
