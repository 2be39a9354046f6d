//! What the examples share.

use std::time::SystemTime;

use verda_api_ext::{Client, Error, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

/// A client, and the fake behind it: these examples order machines, so they use the real API, with the credentials that the
/// environment gives, only when they are run with `--real`. On the fake time is virtual, and each of these operations meets its
/// fault once.
pub(crate) fn client<const N: usize>(faults: [(&str, Effect); N]) -> Result<(Client, Option<VerdaFake>), Error> {
    if std::env::args().any(|argument| argument == "--real") {
        println!("On the real API: this costs money.\n");
        return Ok((Client::from_env()?, None));
    }
    println!("On a fake in this process, where waiting takes no time; with --real on the real API.\n");
    tokio::time::pause();
    let fake = VerdaFake::builder().start_time(SystemTime::now().into()).build();
    for (operation, effect) in faults {
        fake.inject(Injection::new(effect).on(operation))
            .map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
    }
    let client = Client::builder().credentials("any id", "any secret").transport(fake.transport()).build()?;
    Ok((client, Some(fake)))
}
