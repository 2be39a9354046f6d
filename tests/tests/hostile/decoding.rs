//! Decoding: one malformed member never loses the rest.

use serde_json::json as value;
use verda_api_ext::types::InstanceId;

use crate::EVERY;
use verda_tests::hostile::{Server, json};

const GOOD: &str = r#"{"id":"mine","status":"running","hostname":"node-1"}"#;

/// Malformed members, with their problem. All are converted or skipped, and their instance is kept.
const MEMBERS: [(&str, &[u8]); 22] = [
    ("half an emoji", br#""description":"a 50 % off \ud83d""#),
    ("the other half", br#""hostname":"gpu \udc00""#),
    ("a price in words", br#""price_per_hour":"N/A""#),
    ("a price too large", br#""price_per_hour":1e30"#),
    ("a price that is no number", br#""price_per_hour":NaN"#),
    ("a fraction of a card", br#""gpu":{"number_of_gpus":0.5}"#),
    ("an integer as a float", br#""gpu":{"number_of_gpus":1.0}"#),
    ("a number as text", br#""cpu":{"number_of_cores":"4"}"#),
    ("a negative count", br#""cpu":{"number_of_cores":-4}"#),
    ("a count too large", br#""cpu":{"number_of_cores":99999999999999999999}"#),
    ("an empty object as PHP writes it", br#""gpu":[]"#),
    ("a date that is none", br#""created_at":"0000-00-00T00:00:00Z""#),
    ("a time without a zone", br#""created_at":"2026-04-01T06:49:28""#),
    ("a time as a number", br#""created_at":1775026168"#),
    ("a list that is an object", br#""ssh_key_ids":{}"#),
    ("a list with null", br#""ssh_key_ids":[null]"#),
    ("a list that is a text", br#""ssh_key_ids":"k""#),
    ("a key twice", br#""hostname":"a","hostname":"b""#),
    ("an identity twice", br#""status":"running""#),
    ("a Latin-1 byte", b"\"hostname\":\"caf\xe9\""),
    ("a raw tab", b"\"hostname\":\"a\tb\""),
    ("a boolean as text", br#""is_spot":"false""#),
];

#[tokio::test]
async fn an_odd_member_loses_no_instance() {
    let lists = |odd: &[u8]| {
        let odd = [br#"{"id":"other","status":"running","#, odd, b"}"].concat();
        let good = GOOD.as_bytes();
        let (last, first) =
            ([b"[", good, b",", &odd, b"]"].concat(), [b"[", odd.as_slice(), b",", good, b"]"].concat());
        [json(200, last), json(200, first)]
    };
    let server = Server::in_turn(MEMBERS.iter().flat_map(|(_, member)| lists(member)).collect()).await;
    let client = server.client();
    for ((name, _), at) in MEMBERS.iter().flat_map(|member| [(member, 0), (member, 1)]) {
        let list = client.list_instances().send().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(list.len(), 2, "{name}: {:?}", list.skipped());
        assert_eq!((list[at].id.as_ref(), list[at].hostname.as_deref()), ("mine", Some("node-1")), "{name}");
    }
    assert_eq!(server.count(), 2 * MEMBERS.len());
}

#[tokio::test]
async fn an_element_that_cannot_be_read_is_named_and_loses_no_other() {
    let missing = r#"{"hostname":"x"}"#;
    let odd = ["null", "7", "\"text\"", "[]", "{}", r#"{"id":null,"status":"running"}"#, missing, r#"{"id":""}"#];
    let client = Server::in_turn(odd.map(|odd| json(200, format!("[{odd},{GOOD}]"))).to_vec()).await.client();
    for odd in odd {
        let list = client.list_instances().send().await.unwrap_or_else(|error| panic!("{odd}: {error}"));
        assert_eq!(list.iter().map(|instance| instance.id.as_ref()).collect::<Vec<_>>(), ["mine"], "{odd}");
        let skipped: Vec<_> = list.skipped().iter().map(|skipped| skipped.path.as_str()).collect();
        assert_eq!(skipped, ["[0]"], "{odd}");
    }
}

#[tokio::test]
async fn a_wait_continues_next_to_a_malformed_instance() {
    let other = r#"{"id":"other","price_per_hour":"N/A","status":"ordered"},{"hostname":"x"}"#;
    let server = Server::start(move |seen| {
        let status = if seen.number < 2 { "provisioning" } else { "running" };
        let body = value!([{"id": "a", "status": status}, {"id": "b", "status": status}]).to_string();
        json(200, body.replacen('[', &format!("[{other},"), 1))
    })
    .await;
    let both = ["a", "b"].map(InstanceId::from);
    let running = server.client().wait_for_instances(&both[..]).every(EVERY).await.unwrap();
    assert_eq!((running.len(), server.count()), (2, 3));
}

/// Without a valid `expires_in`, a short lifetime is assumed.
#[tokio::test]
async fn any_form_of_a_lifetime_signs_in() {
    let forms = [
        "3600",
        "0",
        "18446744073709551615",
        "\"3600\"",
        "\"3599\"",
        "3600.0",
        "3600.5",
        "-1",
        "1e3",
        "null",
        "\"\"",
        "true",
        "99999999999999999999",
        "[]",
        "{}",
        "\"an hour\"",
    ];
    for form in forms {
        let server = Server::start(move |seen| match seen.path.as_str() {
            "/v1/oauth2/token" => {
                json(200, format!(r#"{{"access_token":"canary","token_type":"Bearer","expires_in":{form}}}"#))
            }
            _ => json(200, "[]"),
        })
        .await;
        let client = server.client_that_signs_in();
        for _ in 0..3 {
            let list = client.list_images().send().await;
            list.unwrap_or_else(|error| panic!("{form}: {error}"));
        }
    }
}

#[tokio::test]
async fn sums_of_absurd_prices_do_not_panic() {
    for price in ["79228162514264337593543950335", "1000000000000000000000000000", "-79228162514264337593543950335"] {
        let server = Server::start(move |seen| match seen.path.as_str() {
            "/v1/balance" => json(200, r#"{"amount":1,"currency":"usd"}"#),
            "/v1/instances" => {
                let machine = |id| format!(r#"{{"id":"{id}","status":"running","price_per_hour":"{price}"}}"#);
                json(200, format!("[{},{}]", machine("a"), machine("b")))
            }
            _ => json(200, "[]"),
        })
        .await;
        // An error is as good as a sum.
        if let Ok(spending) = server.client().spending().await {
            let _ = spending.total();
        }
    }
}
