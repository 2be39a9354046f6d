//! Errors as a person reads them: a row for each, with its kind and whether the request may have been carried out.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use verda_api::{
    BoxFuture, CallReport, Client, Error, ErrorKind, OPERATIONS, Operation, Transport, TransportError,
    TransportErrorKind,
};

/// A response, or none for a reason.
type Given = Result<(u16, &'static str), (TransportErrorKind, Option<ErrorKind>)>;

struct Gives(Given, CallReport);

impl Transport for Gives {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let outcome = match self.0 {
            Ok((status, body)) => {
                let response = Response::builder().status(status).header("cf-ray", "r-1").extension(self.1);
                Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap())
            }
            Err((kind, reason)) => {
                let error = TransportError::new(kind, "why").reported(self.1);
                Err(reason.into_iter().fold(error, TransportError::because))
            }
        };
        Box::pin(async { outcome })
    }
}

const NONE: CallReport =
    CallReport { attempts: 0, elapsed: Duration::ZERO, may_have_acted_before: false, retry_after: None };
const ONCE: CallReport = CallReport { attempts: 1, elapsed: Duration::from_millis(9900), ..NONE };
const AFTER: CallReport = CallReport { retry_after: Some(Duration::from_secs(30)), ..NONE };
/// An attempt before the last one may have acted.
const TWICE: CallReport =
    CallReport { attempts: 2, elapsed: Duration::from_secs(10), may_have_acted_before: true, retry_after: None };

async fn error(id: &str, given: Given, report: CallReport) -> Error {
    let operation = OPERATIONS.iter().copied().find(|operation| operation.id == id).unwrap();
    let url = "https://api.example.com".parse().unwrap();
    let client = Client::new("https://api.example.com", Gives(given, report));
    client.send::<Vec<u8>>(reqwest::Request::new(operation.method.clone(), url), operation).await.unwrap_err()
}

const OWN: &str = r#"{"code":"x","message":"m"}"#;
const OF_EACH: &str = r#"[{"id":"a","statusCode":404,"message":"M"},{"id":"b","statusCode":200},{"statusCode":300},
    {"id":"d","statusCode":300},{"id":"e","statusCode":300}]"#;

#[tokio::test]
async fn a_line_says_what_went_wrong_and_what_to_do_next() {
    use ErrorKind::{
        Api, Auth, Connect, Interrupted, NotSent, OutcomeUnknown, PartlyFailed, RateLimited, Timeout,
        UnexpectedResponse,
    };
    use TransportErrorKind as Wire;
    let rows: &[(&str, Given, CallReport, ErrorKind, bool, &str)] = &[
        ("deploy_instance", Ok((400, OWN)), ONCE, Api, false, "400 Bad Request (x): m (1 attempt in 9.9 s)"),
        (
            "deploy_instance",
            Ok((400, OWN)),
            TWICE,
            OutcomeUnknown,
            true,
            "400 Bad Request (x): m; the request may have been processed: check with `list_instances` before retrying \
             (2 attempts in 10 s)",
        ),
        (
            "delete_ssh_key",
            Ok((409, OWN)),
            TWICE,
            Api,
            true,
            "409 Conflict (x): m; an earlier attempt may have been processed: check with `get_ssh_key` (2 attempts in 10 s)",
        ),
        ("list_instances", Ok((500, OWN)), NONE, Api, false, "500 Internal Server Error (x): m"),
        ("list_instances", Ok((400, OWN)), AFTER, Api, false, "400 Bad Request (x): m; retry in 30 s"),
        (
            "list_instances",
            Ok((404, "<html>")),
            NONE,
            UnexpectedResponse,
            false,
            "404 Not Found with a page instead of an API error; check the base URL and proxies, or retry later",
        ),
        (
            "list_instances",
            Ok((200, "[\"a\"]")),
            NONE,
            UnexpectedResponse,
            false,
            "200 OK, and its body cannot be decoded at `[0]`: invalid type: string \"…\", expected u8; check the base URL and \
             proxies, or retry later",
        ),
        (
            "update_job_deployment",
            Ok((502, "")),
            NONE,
            UnexpectedResponse,
            true,
            "502 Bad Gateway with an empty body; check the base URL and proxies, or retry later",
        ),
        (
            "update_job_deployment",
            Ok((500, OWN)),
            NONE,
            Api,
            true,
            "500 Internal Server Error (x): m; the request may have been processed: check with `get_job_deployment`; it is safe \
             to retry",
        ),
        (
            "update_job_deployment",
            Ok((500, OWN)),
            TWICE,
            Api,
            true,
            "500 Internal Server Error (x): m; an earlier attempt may have been processed: check with `get_job_deployment` \
             (2 attempts in 10 s)",
        ),
        ("list_instances", Ok((429, "")), AFTER, RateLimited, false, "429 Too Many Requests; retry in 30 s"),
        ("list_instances", Ok((429, "")), NONE, RateLimited, false, "429 Too Many Requests; retry later"),
        (
            "perform_instance_actions",
            Ok((202, OF_EACH)),
            NONE,
            PartlyFailed,
            true,
            "202 Accepted: a: M; ?: success was not reported; d: success was not reported; and 1 more; check with \
             `list_instances` before retrying",
        ),
        (
            "list_instances",
            Err((Wire::Timeout, None)),
            NONE,
            Timeout,
            false,
            "no complete response arrived in time: why; nothing was sent: increase the timeout",
        ),
        (
            "list_instances",
            Err((Wire::Timeout, None)),
            ONCE,
            Timeout,
            false,
            "no complete response arrived in time: why; it is safe to retry (1 attempt in 9.9 s)",
        ),
        (
            "list_instances",
            Err((Wire::Interrupted, None)),
            NONE,
            Interrupted,
            false,
            "the connection broke before the response was complete: why; it is safe to retry",
        ),
        (
            "list_instances",
            Err((Wire::BodyTooLarge, None)),
            NONE,
            UnexpectedResponse,
            false,
            "the body of the response is too large: why",
        ),
        ("list_instances", Err((Wire::NotSent, None)), NONE, NotSent, false, "the request was not sent: why"),
        (
            "update_job_deployment",
            Err((Wire::Connect, None)),
            NONE,
            Connect,
            false,
            "no connection could be made: why; nothing was sent: check the base URL and the network",
        ),
        (
            "update_job_deployment",
            Err((Wire::Connect, None)),
            TWICE,
            Interrupted,
            true,
            "an earlier attempt has no known outcome, and for the last one no connection could be made: why; it is safe to \
             retry (2 attempts in 10 s)",
        ),
        (
            "update_job_deployment",
            Err((Wire::Interrupted, None)),
            NONE,
            Interrupted,
            true,
            "the connection broke before the response was complete: why; it is safe to retry",
        ),
        (
            "deploy_instance",
            Err((Wire::Interrupted, None)),
            NONE,
            OutcomeUnknown,
            true,
            "the connection broke before the response was complete: why; the request may have been processed: check with \
             `list_instances` before retrying",
        ),
        ("deploy_instance", Err((Wire::NotSent, Some(Auth))), NONE, Auth, false, "why; nothing was sent"),
        (
            "deploy_instance",
            Err((Wire::NotSent, Some(Auth))),
            ONCE,
            Auth,
            false,
            "why; retry later (1 attempt in 9.9 s)",
        ),
    ];
    for (id, given, report, kind, may_have_happened, line) in rows {
        let error = error(id, *given, *report).await;
        let (responded, request) = if given.is_ok() { ("the API responded ", " [request r-1]") } else { ("", "") };
        assert_eq!(error.to_string(), format!("{id}: {responded}{line}{request}"));
        assert_eq!((error.kind(), error.may_have_happened()), (*kind, *may_have_happened), "{error}");
        assert_eq!(error.extensions().and_then(|it| it.get::<CallReport>()), given.ok().map(|_| report), "{error}");
        assert_eq!(error.results().len(), if *kind == PartlyFailed { 5 } else { 0 }, "{error}");
        assert_eq!(error.is_rate_limited(), *kind == RateLimited, "{error}");
    }
    // Errors of helpers, with a method that is no operation, and without one.
    let refused = error("get_access_token", Ok((400, OWN)), NONE).await;
    for (error, line) in [
        // What to do about a request within a helper is for the helper to say.
        (Error::new(Auth, "no token").caused_by(refused), "no token"),
        (Error::new(PartlyFailed, "two of three").of("wipe"), "wipe: two of three"),
        (
            Error::new(OutcomeUnknown, "odd").of("wipe"),
            "wipe: odd; the request may have been processed: check before retrying",
        ),
        (Error::new(ErrorKind::Configuration, "a\nb"), "a b"),
    ] {
        assert_eq!(error.to_string().trim_end_matches(" [request r-1]"), line);
    }
}

/// What programs ask an error, by its response.
#[tokio::test]
async fn a_question_is_about_the_apis_own_refusals() {
    let said = |code: &str, message: &str| -> &'static str {
        Box::leak(format!(r#"{{"code":"{code}","message":"{message}"}}"#).into_boxed_str())
    };
    let rows: &[(&str, u16, &'static str, &str)] = &[
        ("create_script", 409, said("x", "m"), "conflict"),
        ("create_script", 400, said("conflict", "m"), "conflict"),
        ("create_script", 400, said("x", "A script Already Exists"), "conflict"),
        ("create_script", 429, said("conflict", "it already exists"), ""),
        ("deploy_instance", 503, said("service_unavailable", "Not enough resources"), "capacity"),
        ("deploy_instance", 409, said("x", "No capacity"), "conflict capacity"),
        ("deploy_instance", 400, said("x", "Out of capacity"), "capacity"),
        ("deploy_instance", 404, said("x", "Out of capacity"), ""),
        ("deploy_instance", 429, said("x", "Out of capacity"), ""),
        ("list_instances", 400, said("x", "Out of capacity"), ""),
        ("create_volume", 403, said("x", "Volume limit exceeded"), "quota"),
        ("create_volume", 400, said("limit_exceeded", "m"), "quota"),
        ("create_volume", 404, said("limit_exceeded", "m"), ""),
        ("create_volume", 429, said("limit_exceeded", "Limit exceeded"), ""),
        ("deploy_instance", 402, said("x", "m"), "funds"),
        ("deploy_instance", 400, said("insufficient_funds", "m"), "funds"),
        ("deploy_instance", 429, said("insufficient_funds", "m"), ""),
        ("deploy_instance", 401, said("x", "m"), "unauthorized"),
        ("deploy_instance", 403, said("x", "m"), ""),
    ];
    for (id, status, body, expected) in rows {
        let error = error(id, Ok((*status, *body)), NONE).await;
        let questions = [
            ("conflict", error.is_conflict()),
            ("capacity", error.is_capacity()),
            ("quota", error.is_quota()),
            ("funds", error.is_insufficient_funds()),
            ("unauthorized", error.is_unauthorized()),
        ];
        let yes: Vec<&str> = questions.iter().filter(|(_, yes)| *yes).map(|(name, _)| *name).collect();
        assert_eq!(yes.join(" "), *expected, "{error}");
    }
}

/// Messages about another resource, or about a path, do not say that the resource of an operation does not exist.
#[tokio::test]
async fn what_does_not_exist_is_what_the_call_is_about() {
    let own = "not_found";
    let rows: &[(u16, &str, &str, bool)] = &[
        (404, own, r#""""#, true),
        (404, own, r#""Not found.""#, true),
        (404, own, r#""Instance not found""#, true),
        (404, own, r#""The instance with this id is gone""#, true),
        (404, own, r#"["Instance not found","Not found"]"#, true),
        (404, own, r#"["Instance not found","Volume not found"]"#, false),
        (404, own, r#""Volume not found""#, false),
        (404, own, r#""An instance needs a volume""#, false),
        (404, own, r#""Nothing here""#, false),
        (410, own, r#""Not found""#, true),
        (400, own, r#""Not found""#, true),
        (403, own, r#""Not found""#, false),
        (409, own, r#""Instance not found""#, false),
        (400, "x", r#""Invalid instance id""#, true),
        (400, "x", r#""Invalid instance id.""#, true),
        (400, "x", r#""Invalid volume id""#, false),
        (400, "x", r#""Instance has no id""#, false),
        (400, "x", r#""Invalid instance name""#, false),
        (400, "x", r#""Invalid as an instance in its id""#, false),
        (404, "x", r#""Instance not found""#, true),
        (404, "x", r#""The status of the instance does not exist: no API resource""#, true),
        (404, "x", r#""One of the instances no longer exists""#, true),
        (404, "x", r#""Route GET:/v1/instances/a not found""#, false),
        (404, "x", r#""Instance unknown""#, false),
        // Words that are the end of a name in a path, or end as one does.
        (404, "x", r#""No instance of me: not found""#, true),
        (404, "x", r#""It does not exist""#, false),
        (404, "x", r#""Not found""#, false),
        (404, "x", r#""Id of v not found""#, false),
    ];
    for (status, code, message, is_absence) in rows {
        let body: &'static str = Box::leak(format!(r#"{{"code":"{code}","message":{message}}}"#).into_boxed_str());
        let error = error("get_instance", Ok((*status, body)), NONE).await;
        assert_eq!(error.is_not_found(), *is_absence, "{error}");
    }
}
