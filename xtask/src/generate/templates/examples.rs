//! The examples of the document, decoded as responses and as types.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use KRATE::{BoxFuture, Bytes, Client, Error, Method, Operation, ResponseValue, Transport, TransportError};
use serde::de::DeserializeOwned;

/// Responds with one body, whatever is asked.
struct Respond(u16, &'static str);

impl Transport for Respond {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let mut response = http::Response::new(Bytes::from_static(self.1.as_bytes()));
        *response.status_mut() = http::StatusCode::from_u16(self.0).unwrap();
        response.headers_mut().insert("content-type", "application/json".parse().unwrap());
        Box::pin(async { Ok(response) })
    }
}

fn tell(pointer: &str, failure: Option<String>) {
    if let Some(failure) = failure {
        println!("EXAMPLE {pointer}\t{}", failure.replace('\n', " "));
    }
}

/// Decodes a body as the response of an operation. Its builder sends nothing: it says what type the response has.
fn response<B, F, T>(pointer: &str, status: u16, (method, path): (&str, &str), body: &'static str, _: impl Fn(B) -> F)
where
    F: Future<Output = Result<ResponseValue<T>, Error>>,
    T: DeserializeOwned,
{
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        let client = Client::new("http://localhost", Respond(status, body));
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let operation = Operation::find(&method, path).expect("the operation is in the table");
        let request = reqwest::Request::new(method, "http://localhost/".parse().unwrap());
        let sent = pin!(client.send::<T>(request, operation));
        let Poll::Ready(result) = Future::poll(sent, &mut Context::from_waker(Waker::noop())) else {
            return Some("the response never comes".to_owned());
        };
        match result {
            Ok(value) => value.skipped().first().map(|skipped| format!("a part is left out: {skipped:?}")),
            Err(error) => Some(error.to_string()),
        }
    }));
    tell(pointer, decoded.unwrap_or_else(|_| Some("decoding panics".to_owned())));
}

/// Decodes a value as a type.
fn value<T: DeserializeOwned>(pointer: &str, body: &str) {
    tell(pointer, serde_json::from_str::<T>(body).err().map(|error| error.to_string()));
}
