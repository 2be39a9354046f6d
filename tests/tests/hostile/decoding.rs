//! Decoding: one malformed member never loses the rest.

use serde_json::{Value, json as value};
use verda_api_ext::ErrorKind;
use verda_api_ext::raw::Skipped;
use verda_api_ext::types::{InstanceId, VolumeDetails};

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

/// The places of what was left out, each with its JSON, as far as that is what the body has there.
fn left_out(skipped: &[Skipped], body: &Value) -> Vec<String> {
    let pointer =
        |path: &str| format!("/{}", path.replace('[', "/").replace(']', "").replace('.', "/").trim_start_matches('/'));
    let is_there = |skipped: &&Skipped| body.pointer(&pointer(&skipped.path)) == Some(&skipped.json);
    skipped.iter().filter(is_there).map(|skipped| skipped.path.clone()).collect()
}

#[tokio::test]
async fn what_is_left_out_of_a_list_within_is_told_once_and_at_its_place() {
    let env = value!([
        {"name": "A", "type": "plain", "value_or_reference_to_secret": "x"},
        {"name": 5},
        {"name": "B", "type": {}, "value_or_reference_to_secret": []},
        {"name": "C", "type": "plain", "value_or_reference_to_secret": "x"},
        7
    ]);
    let mounts = value!([
        {"type": "shared", "mount_path": 5, "volume_id": {}},
        {"type": "scratch", "mount_path": "/a"},
        {"type": "shared", "mount_path": "/b"},
        {"type": "memory", "mount_path": "/m", "size_in_mb": "lots"}
    ]);
    let containers = value!(["bad", {"name": "c", "env": env, "volume_mounts": mounts}, {"name": [1, 2]}]);
    let body = value!({"name": "d", "containers": containers});
    let client = Server::in_turn(vec![json(200, body.to_string())]).await.client();
    let deployment = client.get_container_deployment("d").send().await.unwrap();
    let expected = [
        "containers[0]",
        "containers[1].env[1]",
        "containers[1].env[2]",
        "containers[1].env[4]",
        "containers[1].volume_mounts[0]",
        "containers[1].volume_mounts[2]",
        "containers[1].volume_mounts[3]",
        "containers[2]",
    ];
    assert_eq!(left_out(deployment.skipped(), &body), expected, "{:?}", deployment.skipped());
    assert_eq!(deployment.skipped().len(), expected.len(), "{:?}", deployment.skipped());
    let containers = deployment.containers.as_ref().unwrap();
    let kept = containers.iter().map(|it| (it.env.as_ref().map(Vec::len), it.volume_mounts.as_ref().map(Vec::len)));
    assert_eq!(kept.collect::<Vec<_>>(), [(Some(2), Some(1))]);
}

/// What is written back must be what was there.
#[tokio::test]
async fn a_text_that_is_a_number_is_no_date_and_keeps_its_digits() {
    let body = r#"[{"id":"mine","status":"running","hostname":1234567890,"description":1704067200000,"image":1.5},
        {"id":"other","status":"running","hostname":18446744073709551617}]"#;
    let list = Server::in_turn(vec![json(200, body)]).await.client().list_instances().send().await.unwrap();
    let [first, second] = list.as_slice() else { panic!("{list:?}") };
    let texts = [&first.hostname, &first.description, &first.image].map(|text| text.as_deref().unwrap());
    assert_eq!(texts, ["1234567890", "1704067200000", "1.5"]);
    // Its digits are lost: it is none, and named.
    assert_eq!((&second.hostname, list.skipped().len()), (&None, 1), "{:?}", list.skipped());
}

#[tokio::test]
async fn numbers_that_are_none_of_jsons_are_read_or_named() {
    let body = r#"[{"id":"mine","status":"attached","name":"half \ud83d","base_hourly_cost":.5,"monthly_price":1e400,"size":+100}]"#;
    let list = Server::in_turn(vec![json(200, body)]).await.client().list_volumes().send().await.unwrap();
    assert_eq!(list[0].base_hourly_cost.unwrap().to_string(), "0.5");
    let named: Vec<&str> = list.skipped().iter().map(|skipped| skipped.path.as_str()).collect();
    let is_named = |member: &str| named.contains(&format!("[0].{member}").as_str());
    assert!(list[0].monthly_price.is_none() && is_named("monthly_price"), "{named:?}");
    assert!(list[0].size == Some(100) || is_named("size"), "{named:?} {:?}", list[0].size);
}

/// A number may be a secret, and what could be mended is not the reason.
#[tokio::test]
async fn an_error_shows_no_number_of_the_body() {
    let env = r#"{"env":[{"name":"PIN","type":"plain","value_or_reference_to_secret":48151623}]}"#;
    let client = Server::in_turn(vec![json(200, format!("[{env}]"))]).await.client();
    let error = client.list_container_deployment_environment_variables("d").send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("48151623") && shown.contains("container_name"), "{shown}");
}

/// Each element that is left out is kept for the caller, at a multiple of what the server sends.
#[tokio::test]
async fn a_long_list_of_nothing_that_can_be_read_is_given_up() {
    let zeros = format!("[{}0]", "0,".repeat(300_000));
    let client = Server::in_turn(vec![json(200, zeros)]).await.client();
    let began = std::time::Instant::now();
    let error = client.list_instances().send().await.unwrap_err();
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}: {error}", began.elapsed());
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
}

#[tokio::test]
async fn a_list_in_place_of_a_value_is_what_is_named_and_not_its_first_element() {
    let body = value!({"id": "v", "status": "attached", "monthly_price": ["20.5"], "instances": [{"id": ["a", "b"]}]});
    let client = Server::in_turn(vec![json(200, body.to_string())]).await.client();
    let volume = client.get_volume("v").send().await.unwrap();
    assert_eq!(left_out(volume.skipped(), &body), ["instances[0].id"], "{:?}", volume.skipped());
    let VolumeDetails::Active(volume) = volume.into_inner() else { panic!("it is not in the trash") };
    // The only element of a list is what is meant.
    assert_eq!(volume.monthly_price.map(|price| price.to_string()).as_deref(), Some("20.5"));
}

/// However many they are: the work that is allowed for a body grows with it.
#[tokio::test]
async fn many_odd_elements_of_a_list_within_cost_no_good_one() {
    let replica = |number: usize| value!({"id": format!("r-{number}"), "status": "running", "started_at": "soon"});
    let body = value!({"list": (0..1500).map(replica).collect::<Vec<_>>()});
    let client = Server::in_turn(vec![json(200, body.to_string())]).await.client();
    let replicas = client.list_container_deployment_replicas("d").send().await.unwrap();
    assert_eq!((replicas.list.len(), replicas.skipped().len()), (1500, 1500));
    assert_eq!(left_out(replicas.skipped(), &body).last().unwrap(), "list[1499].started_at");
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
