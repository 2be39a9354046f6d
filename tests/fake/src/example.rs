//! The set-up of examples in documentation.

/// Runs the code of an example of `verda_api_ext`, with a client of a new fake, in virtual time. For the documentation of that
/// crate, whose examples hide no other line.
#[doc(hidden)]
#[macro_export]
macro_rules! example {
    ($client:ident, $fake:ident, { $($code:tt)* }) => {
        #[::tokio::main(flavor = "current_thread", start_paused = true)]
        async fn example() -> ::std::result::Result<(), ::verda_api_ext::Error> {
            let $fake = $crate::VerdaFake::builder().build();
            let builder = ::verda_api_ext::Client::builder().credentials("id", "secret");
            let $client = builder.transport($fake.transport()).build()?;
            $($code)*
            Ok(())
        }
        example().unwrap();
    };
}
