//! What a wait waits for.

use std::fmt;
use std::sync::Arc;

type Test<T> = dyn Fn(Option<&T>) -> bool + Send + Sync;

/// Something that is true of a resource, or not yet. Conditions combine with [`and`](Self::and), [`or`](Self::or) and
/// [`not`](Self::not).
///
/// ```
/// use verda_api_ext::Condition;
/// use verda_api_ext::types::{Instance, InstanceStatus};
///
/// let running = Condition::new("running", |instance: &Instance| instance.status == InstanceStatus::Running);
/// let reachable = Condition::new("reachable", |instance: &Instance| instance.ip.is_some());
/// assert_eq!(running.and(reachable.not()).to_string(), "running and not reachable");
/// ```
pub struct Condition<T: ?Sized> {
    name: String,
    /// Whether the name is of several that are combined.
    combined: bool,
    test: Arc<Test<T>>,
}

impl<T> Clone for Condition<T> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), combined: self.combined, test: self.test.clone() }
    }
}

impl<T: 'static> Condition<T> {
    /// A condition of a resource that exists, with the name that errors call it: "not `reachable` after 900 s".
    pub fn new(name: impl Into<String>, test: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        let test = move |resource: Option<&T>| resource.is_some_and(&test);
        Self { name: name.into(), combined: false, test: Arc::new(test) }
    }

    /// True when the resource is gone.
    pub(crate) fn absent_or(name: &str, test: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.to_owned(), combined: false, test: Arc::new(move |resource| resource.is_none_or(&test)) }
    }

    /// True when both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let name = format!("{} and {}", self.part(), other.part());
        let (one, two) = (self.test, other.test);
        Self { name, combined: true, test: Arc::new(move |resource| one(resource) && two(resource)) }
    }

    /// True when one of them is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let name = format!("{} or {}", self.part(), other.part());
        let (one, two) = (self.test, other.test);
        Self { name, combined: true, test: Arc::new(move |resource| one(resource) || two(resource)) }
    }

    /// True when this is not. `not` of a resource that does not exist is false.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it reads as the other combinators do")]
    pub fn not(self) -> Self {
        let name = format!("not {}", self.part());
        let test = self.test;
        Self { name, combined: false, test: Arc::new(move |resource| resource.is_some() && !test(resource)) }
    }

    pub(crate) fn holds(&self, resource: Option<&T>) -> bool {
        (self.test)(resource)
    }

    fn part(&self) -> String {
        if self.combined { format!("({})", self.name) } else { self.name.clone() }
    }
}

impl<T: ?Sized> fmt::Display for Condition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl<T: ?Sized> fmt::Debug for Condition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.name).finish()
    }
}
