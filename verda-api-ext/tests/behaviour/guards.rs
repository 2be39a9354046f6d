//! What the wire refuses: endless bodies, redirects, other origins, proxies in the way to this machine. Over sockets and in
//! real time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use reqwest::redirect;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use verda_api_ext::{BuildError, CallOptions, Client, ErrorKind, TransportErrorKind, raw};

/// A server that hands each connection with its first request to a function. Gives its address.
async fn serve<F, Fut>(respond: F) -> std::net::SocketAddr
where
    F: Fn(TcpStream, String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let respond = Arc::new(respond);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let respond = respond.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 16 * 1024];
                let length = stream.read(&mut request).await.unwrap_or_default();
                respond(stream, String::from_utf8_lossy(&request[..length]).into_owned()).await;
            });
        }
    });
    address
}

fn client(address: std::net::SocketAddr) -> Client {
    Client::builder().base_url(format!("http://{address}")).access_token("t0ken").options(once).build().unwrap()
}

fn once(options: CallOptions) -> CallOptions {
    options.max_attempts(1).timeout(Duration::from_secs(20))
}

async fn write(stream: &mut TcpStream, text: &str) {
    let _ = stream.write_all(text.as_bytes()).await;
}

fn whole(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// A server that does not stop: the client does, far below what a service has memory for. The body of an error is cut.
#[tokio::test]
async fn an_endless_body_is_given_up_at_its_limit() {
    for (status, at_most) in [("200 OK", 80), ("502 Bad Gateway", 8)] {
        let sent = Arc::new(AtomicUsize::new(0));
        let counter = sent.clone();
        let address = serve(move |mut stream, _| {
            let counter = counter.clone();
            async move {
                write(&mut stream, &format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n[")).await;
                let megabyte = vec![b' '; 1 << 20];
                while counter.load(Relaxed) < 300 && stream.write_all(&megabyte).await.is_ok() {
                    counter.fetch_add(1, Relaxed);
                }
            }
        })
        .await;
        let error = client(address).list_instances().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        assert!(sent.load(Relaxed) < at_most, "{status}: {} MB were read", sent.load(Relaxed));
        assert_eq!(status == "200 OK", error.to_string().contains("more than 67108864 bytes"), "{error}");
    }
}

/// A length that is announced is believed at once, and an order with such a response has no known outcome.
#[tokio::test]
async fn a_body_that_is_announced_as_too_large_is_not_read() {
    let address = serve(|mut stream, _| async move {
        write(&mut stream, "HTTP/1.1 202 Accepted\r\ncontent-length: 99999999999\r\n\r\n").await;
        tokio::time::sleep(Duration::from_secs(30)).await;
    })
    .await;
    let error = client(address).deploy_instance(crate::order("one")).send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::OutcomeUnknown && error.may_have_happened(), "{error}");
    let cause = error.cause::<verda_api_ext::TransportError>().unwrap();
    assert_eq!(cause.kind(), TransportErrorKind::BodyTooLarge);
    let small = Client::builder().base_url(format!("http://{address}")).access_token("t").body_limit(10).options(once);
    let error = small.build().unwrap().list_instances().send().await.unwrap_err();
    assert!(error.to_string().contains("more than 10 bytes, the limit of this client"), "{error}");
}

/// A client that follows redirects would send orders twice, and the application's headers to other hosts.
#[tokio::test]
async fn an_http_client_that_follows_redirects_is_refused_and_ours_follows_none() {
    let (seen, mut requests) = tokio::sync::mpsc::unbounded_channel();
    let address = serve(move |mut stream, request: String| {
        seen.send(request).unwrap();
        async move { write(&mut stream, &whole("302 Found", "location: http://127.0.0.1:9/v1/instances\r\n", "")).await }
    })
    .await;
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let tls = tls.with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let mut told = http::HeaderMap::new();
    told.insert("x-note", "redirect_policy: Policy(None)".parse().unwrap());
    let http =
        || reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls.clone()).default_headers(told.clone());
    let to = |http: reqwest::Client| {
        Client::builder()
            .base_url(format!("http://{address}"))
            .access_token("t")
            .options(once)
            .http_client(http)
            .build()
    };
    let policies =
        [redirect::Policy::default(), redirect::Policy::limited(3), redirect::Policy::custom(|it| it.stop())];
    for policy in policies {
        let follows = http().redirect(policy).build().unwrap();
        assert_eq!(to(follows.clone()).unwrap_err(), BuildError::FollowsRedirects);
        // Given as a transport, such a client sends nothing.
        let builder = Client::builder().base_url(format!("http://{address}")).access_token("t").options(once);
        let client = builder.transport(raw::HttpTransport::new(follows.clone())).build().unwrap();
        let error = client.deploy_instance(crate::order("one")).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Configuration && !error.may_have_happened(), "{error}");
        assert!(error.to_string().contains("follows redirects: build it with"), "{error}");
        // Nor does it sign in, and no call waits for that to pass.
        let builder = Client::builder().base_url(format!("http://{address}")).credentials("id", "secret");
        let client = builder.transport(raw::HttpTransport::new(follows)).build().unwrap();
        let began = std::time::Instant::now();
        let error = client.deploy_instance(crate::order("one")).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Auth && !error.may_have_happened(), "{error}");
        assert!(error.to_string().contains("follows redirects: build it with"), "{error}");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    assert!(requests.try_recv().is_err());
    // Our own client follows none, nor does one that is told not to.
    let given = to(http().redirect(redirect::Policy::none()).build().unwrap()).unwrap();
    for client in [client(address), given] {
        let error = client.list_instances().await.unwrap_err();
        assert!(error.kind() == ErrorKind::UnexpectedResponse && error.to_string().contains("302 Found"), "{error}");
        let error = client.deploy_instance(crate::order("one")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    }
}

#[tokio::test]
async fn tokens_and_headers_go_to_the_origin_of_the_base_url_alone() {
    let (seen, mut requests) = tokio::sync::mpsc::unbounded_channel();
    let elsewhere = serve(move |mut stream, request| {
        seen.send(request).unwrap();
        async move { write(&mut stream, &whole("200 OK", "", "[]")).await }
    })
    .await;
    let key = (http::HeaderName::from_static("x-key"), http::HeaderValue::from_static("hunter2"));
    let client =
        Client::builder().base_url("http://localhost:9").access_token("t0ken").options(|o| o.header(key.0, key.1));
    let client = client.build().unwrap();
    // A link of a response: a next page, an export, a log.
    let link: reqwest::Url = format!("http://{elsewhere}/download").parse().unwrap();
    let operation = raw::Operation::find(&raw::Method::GET, "/v1/instances").unwrap();
    let request = reqwest::Request::new(raw::Method::GET, link);
    client.send::<serde_json::Value>(request, operation).await.unwrap();
    let request = requests.recv().await.unwrap();
    assert!(!request.contains("t0ken") && !request.contains("hunter2"), "{request}");
}

/// Run by the next test in a process of its own, for the variables.
#[tokio::test]
async fn calls_this_machine() {
    let Ok(base_url) = std::env::var("GUARDS_BASE_URL") else { return };
    let client = Client::builder().base_url(base_url).credentials("id", "hunter2").options(once).build().unwrap();
    let _ = client.get_balance().send().await;
}

/// Plain http is allowed to this machine since nothing can be read on the way: so no proxy may be on the way. And it needs no
/// certificates.
#[tokio::test]
async fn calls_to_this_machine_go_through_no_proxy_and_need_no_certificates() {
    let seen = Arc::new(AtomicUsize::new(0));
    let (through_proxy, direct) = (seen.clone(), seen.clone());
    let proxy = serve(move |_, _| {
        through_proxy.fetch_add(100, Relaxed);
        async {}
    })
    .await;
    let server = serve(move |mut stream, _| {
        direct.fetch_add(1, Relaxed);
        async move { write(&mut stream, &whole("401 Unauthorized", "", "{}")).await }
    })
    .await;
    for host in ["127.0.0.1", "localhost"] {
        seen.store(0, Relaxed);
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "guards::calls_this_machine"]);
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env(name, format!("http://{proxy}"));
        }
        for name in ["no_proxy", "NO_PROXY"] {
            command.env_remove(name);
        }
        command.env("SSL_CERT_FILE", "/nonexistent").env("SSL_CERT_DIR", "/nonexistent");
        command.env("GUARDS_BASE_URL", format!("http://{host}:{}", server.port()));
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(seen.load(Relaxed), 1, "{host}: one request, and not through the proxy");
    }
}

/// A server that closes idle connections after five seconds, as many do: a call that comes then is not lost.
#[tokio::test]
async fn an_idle_connection_is_closed_before_the_server_closes_it() {
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    let address = serve(move |mut stream, _| {
        counter.fetch_add(1, Relaxed);
        async move {
            write(&mut stream, &whole("200 OK", "", "[]")).await;
            // Another request on this connection would be lost.
            let _ = tokio::time::timeout(Duration::from_millis(4900), stream.read(&mut [0; 64])).await;
        }
    })
    .await;
    let client = client(address);
    client.list_instances().send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(4500)).await;
    client.list_instances().send().await.unwrap();
    assert_eq!(connections.load(Relaxed), 2);
}
