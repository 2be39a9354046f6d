//! Ids as callers have them.

/// One id or several, in whatever form a caller has them: a text, an id or a reference to one; an array, a slice, a `Vec`, a
/// set or an iterator of these. What helpers take that act on resources.
///
/// `Count` is [`One`] or [`Several`], which the compiler finds.
///
/// ```
/// # async fn run(client: verda_api_ext::Client) -> Result<(), verda_api_ext::Error> {
/// use verda_api_ext::types::{Instance, InstanceId};
///
/// let id = InstanceId::from("5b1e0000-0000-4000-8000-000000000001");
/// client.shutdown_instances(&id).await?;
/// client.shutdown_instances("5b1e0000-0000-4000-8000-000000000001").await?;
/// client.shutdown_instances([&id]).await?;
/// let instances = client.list_instances().await?;
/// client.shutdown_instances(instances.iter().map(|instance| &instance.id)).await?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{Id}`, and no list of them",
    label = "give an id as a text or as `{Id}`, or an array, a slice, a `Vec` or an iterator of these"
)]
pub trait IntoIds<Id, Count> {
    /// The ids, in the order in which they are given.
    fn into_ids(self) -> Vec<Id>;
}

/// What is about one resource: a helper that takes its id, a [`Wait`](crate::Wait) that gives it. Only named in types.
#[derive(Debug)]
pub enum One {}

/// What is about several resources: a helper that takes a list of ids, a [`Wait`](crate::Wait) that gives a list. Only named in
/// types.
#[derive(Debug)]
pub enum Several {}

impl<Id, T: Into<Id>> IntoIds<Id, One> for T {
    fn into_ids(self) -> Vec<Id> {
        vec![self.into()]
    }
}

impl<Id, T: IntoIterator<Item: Into<Id>>> IntoIds<Id, Several> for T {
    fn into_ids(self) -> Vec<Id> {
        self.into_iter().map(Into::into).collect()
    }
}
