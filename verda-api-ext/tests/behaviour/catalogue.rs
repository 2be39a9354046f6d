//! What can be rented: types joined with what is free, and prices.

use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use verda_api_ext::{Error, ErrorKind, FindInstanceTypes};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

fn names(offers: &[verda_api_ext::Offer]) -> Vec<&str> {
    offers.iter().map(|offer| offer.instance_type.as_str()).collect()
}

/// Lets an operation of the fake respond with this from now on.
fn respond(fake: &VerdaFake, operation: &str, body: &Value) {
    let response = Effect::Respond {
        status: StatusCode::OK,
        content_type: http::HeaderValue::from_static("application/json"),
        body: body.to_string().into(),
    };
    fake.inject(Injection::new(response).on(operation).always()).unwrap();
}

/// A type with GPUs, at a dollar for each of them.
fn gpus(name: &str, model: &str, long_name: &str, number: u64, memory: u64) -> Value {
    json!({
        "instance_type": name, "model": model, "name": long_name, "price_per_hour": number.to_string(), "currency": "usd",
        "gpu": { "number_of_gpus": number }, "gpu_memory": { "size_in_gigabytes": memory },
    })
}

const TYPES: &str = "GET /v1/instance-types";
const FREE: &str = "GET /v1/instance-availability";

/// Cards whose names are parts of those of others.
fn similar_cards(fake: &VerdaFake) {
    let types = json!([
        gpus("1B200.30V", "B200", "B200 SXM6 180GB", 1, 180),
        gpus("2GB200.70V", "GB200", "GB200 186GB", 2, 372),
        gpus("1H100.80S.30V", "H100", "H100 SXM5 80GB", 1, 80),
        gpus("1GH200.60V", "GH200", "GH200 96GB", 1, 96),
        gpus("1L40.20V", "L40", "L40 48GB", 1, 48),
        gpus("1L40S.20V", "L40S", "L40S 48GB", 1, 48),
        gpus("8A100.176V", "A100", "A100 SXM4 80GB", 8, 640),
        gpus("1A100.40S.22V", "A100", "A100 SXM4 40GB", 1, 40),
        gpus("8RTXPRO6000.224V", "RTX PRO 6000", "RTX PRO 6000 96GB", 8, 768),
        gpus("1RTX6000ADA.10V", "RTX 6000 Ada", "RTX 6000 Ada 48GB", 1, 48),
        gpus("1A6000.10V", "RTX A6000", "RTX A6000 48GB", 1, 48),
        // The API tells no names of this one.
        { "instance_type": "1V100.6V", "gpu": { "number_of_gpus": 1 } },
        { "instance_type": "CPU.4V.16G", "name": "AMD EPYC", "model": null, "gpu": { "number_of_gpus": 0 } },
        { "instance_type": "odd" },
    ]);
    respond(fake, TYPES, &types);
    respond(fake, FREE, &json!([]));
}

#[tokio::test(start_paused = true)]
async fn a_gpu_is_found_by_whole_words_and_no_other_is() {
    let fake = VerdaFake::builder().build();
    similar_cards(&fake);
    let client = client(&fake);
    let table: &[(&str, &[&str])] = &[
        ("B200", &["1B200.30V"]),
        ("gb200", &["2GB200.70V"]),
        ("H100", &["1H100.80S.30V"]),
        ("GH200", &["1GH200.60V"]),
        ("L40", &["1L40.20V"]),
        ("L40S", &["1L40S.20V"]),
        ("A100", &["1A100.40S.22V", "8A100.176V"]),
        ("A100 80GB", &["8A100.176V"]),
        ("A100 80 GB", &["8A100.176V"]),
        ("h100-80 gb", &["1H100.80S.30V"]),
        ("NVIDIA H100", &[]),
        ("H100 SXM5", &["1H100.80S.30V"]),
        ("RTX PRO 6000", &["8RTXPRO6000.224V"]),
        ("rtxpro6000", &["8RTXPRO6000.224V"]),
        ("RTX-PRO-6000", &["8RTXPRO6000.224V"]),
        ("RTX 6000 Ada", &["1RTX6000ADA.10V"]),
        ("RTX6000Ada", &["1RTX6000ADA.10V"]),
        ("RTX 6000", &["1RTX6000ADA.10V"]),
        ("A6000", &["1A6000.10V"]),
        ("6000", &["1RTX6000ADA.10V", "8RTXPRO6000.224V"]),
        ("V100", &["1V100.6V"]),
        ("1H100.80S.30V", &["1H100.80S.30V"]),
        ("H10", &[]),
        ("30V", &[]),
        // Not what a machine without GPUs is called.
        ("EPYC", &[]),
        ("CPU", &[]),
    ];
    for (gpu, expected) in table {
        let found = client.find_instance_types().include_unavailable().gpu(gpu).list().await.unwrap();
        let mut found = names(&found);
        found.sort_unstable();
        assert_eq!(&found, expected, "{gpu}");
    }
}

#[tokio::test(start_paused = true)]
async fn counts_are_exact_or_least_and_what_the_api_does_not_tell_meets_neither() {
    let fake = VerdaFake::builder().build();
    similar_cards(&fake);
    let client = client(&fake);
    let found = async |search: fn(FindInstanceTypes) -> FindInstanceTypes| {
        let mut offers = search(client.find_instance_types().include_unavailable()).list().await.unwrap();
        offers.sort_by_key(|offer| offer.instance_type.clone());
        names(&offers).join(" ")
    };
    assert_eq!(found(|search| search.gpus(8)).await, "8A100.176V 8RTXPRO6000.224V");
    assert_eq!(found(|search| search.gpus_at_least(2)).await, "2GB200.70V 8A100.176V 8RTXPRO6000.224V");
    assert_eq!(found(|search| search.without_gpu()).await, "CPU.4V.16G");
    // In total, and on each.
    assert_eq!(found(|search| search.gpu_memory_at_least(372)).await, "2GB200.70V 8A100.176V 8RTXPRO6000.224V");
    assert_eq!(
        found(|search| search.memory_per_gpu_at_least(96)).await,
        "1B200.30V 1GH200.60V 2GB200.70V 8RTXPRO6000.224V"
    );
    assert_eq!(found(|search| search.gpus(8).memory_per_gpu_at_least(96)).await, "8RTXPRO6000.224V");
}

#[tokio::test(start_paused = true)]
async fn one_search_has_spot_instances_and_others_each_as_its_own_offer() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let both = client.find_instance_types().gpu("H100").spot_and_on_demand().list().await.unwrap();
    // The token, the types, and what is free in both ways.
    assert_eq!(fake.requests().len(), 4);
    let of = |spot: bool| both.iter().filter(|offer| offer.spot == spot).cloned().collect::<Vec<_>>();
    assert_eq!(of(false), client.find_instance_types().gpu("H100").list().await.unwrap());
    assert_eq!(of(true), client.find_instance_types().gpu("H100").spot().list().await.unwrap());
    assert!(!of(true).is_empty() && both.windows(2).all(|pair| pair[0].price_per_hour <= pair[1].price_per_hour));
    assert!(both[0].to_string().contains(" as a spot instance at "), "{}", both[0]);
}

#[tokio::test(start_paused = true)]
async fn offers_are_sorted_by_the_price_of_the_machine_or_of_a_gpu_or_of_its_memory() {
    let fake = VerdaFake::builder().build();
    let priced = |name: &str, number: u64, memory: u64, price: Value| {
        let mut kind = gpus(name, "X", "X", number, memory);
        kind["price_per_hour"] = price;
        kind
    };
    let types = json!([
        priced("small", 1, 10, json!("2")),
        priced("large", 8, 640, json!("8")),
        priced("free", 1, 80, Value::Null),
        priced("dense", 2, 400, json!("4.00")),
        { "instance_type": "bare", "price_per_hour": "1", "gpu": { "number_of_gpus": 0 } },
    ]);
    respond(&fake, TYPES, &types);
    respond(&fake, FREE, &json!([{ "location_code": "FIN-01", "availabilities": ["large", "unknown"] }]));
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    assert_eq!(names(&find().list().await.unwrap()), ["bare", "small", "dense", "large", "free"]);
    assert_eq!(names(&find().by_price_per_gpu().list().await.unwrap()), ["large", "small", "dense", "bare", "free"]);
    let by_memory = find().by_price_per_gpu_gigabyte().list().await.unwrap();
    assert_eq!(names(&by_memory), ["dense", "large", "small", "bare", "free"]);
    assert_eq!(by_memory[1].price_per_gpu_gigabyte(), Some(Decimal::new(125, 4)));
    assert_eq!((by_memory[4].price_per_gpu(), by_memory[3].price_per_gpu()), (None, None));
    assert!(find().gpus(0).by_price_per_gpu().cheapest().await.unwrap().is_none());
    // What the list of free types does not name is not free, and a name in it without a type is no error.
    assert_eq!(names(&client.find_instance_types().list().await.unwrap()), ["large"]);
}

#[tokio::test(start_paused = true)]
async fn locations_are_in_the_order_in_which_they_are_asked_for() {
    let fake = VerdaFake::builder().build();
    respond(&fake, TYPES, &json!([{ "instance_type": "a", "price_per_hour": "1" }, { "instance_type": "b" }]));
    let place = |code: &str, names: Value| json!({ "location_code": code, "availabilities": names });
    let free = json!([
        place("FIN-03", json!(["a", "b"])),
        place("ICE-01", json!(["a", "a"])),
        place("FIN-01", json!(["a"])),
        place("FIN-01", json!(["a"])),
    ]);
    respond(&fake, FREE, &free);
    let client = client(&fake);
    let find = || client.find_instance_types();
    assert_eq!(find().list().await.unwrap()[0].locations, ["FIN-01", "FIN-03", "ICE-01"]);
    let some = find().locations(["ice-01", "FIN-02"]).location("FIN-01").list().await.unwrap();
    assert_eq!((names(&some), &some[0].locations), (vec!["a"], &vec!["ICE-01".to_owned(), "FIN-01".to_owned()]));
    let order: verda_api_ext::types::DeployInstance =
        some[0].order().unwrap().image("ubuntu-24.04").hostname("node-1").build().unwrap();
    assert_eq!((order.location_code.as_str(), order.instance_type.as_str(), order.is_spot), ("ICE-01", "a", None));
    let sold_out = find().location("FIN-02").include_unavailable().list().await.unwrap();
    let error = sold_out[0].order().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "deploy_instance: `a` is free nowhere; nothing was sent");
}

#[tokio::test(start_paused = true)]
async fn the_order_of_an_offer_is_for_what_was_offered() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let offer = client.find_instance_types().gpu("H100").spot().cheapest().await.unwrap().unwrap();
    let order = offer.order().unwrap().image("ubuntu-24.04-cuda-12.8-open").hostname("node-1");
    let id = client.deploy_instance(order).await.unwrap().into_inner();
    let instance = client.get_instance(&id).await.unwrap();
    assert_eq!(instance.instance_type.as_deref(), Some(offer.instance_type.as_str()));
    assert_eq!((instance.is_spot, instance.location.as_ref()), (Some(true), offer.locations.first()));
}

#[tokio::test(start_paused = true)]
async fn an_image_is_supported_by_its_type_or_its_id_where_the_api_says_so() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    const IMAGE: &str = "ubuntu-24.04-cuda-12.8-open";
    let by_type = find().supports_image("Ubuntu-24.04-CUDA-12.8-open").list().await.unwrap();
    assert!(fake.requests_to("GET /v1/images").is_empty());
    assert!(!by_type.is_empty());
    for offer in &by_type {
        assert!(offer.details.supported_os.as_ref().unwrap().iter().any(|kind| kind == IMAGE), "{offer}");
    }
    assert!(by_type.len() < find().list().await.unwrap().len());
    let images = client.list_images().await.unwrap();
    let id = images.iter().find(|image| image.image_type == IMAGE).unwrap().id.to_string();
    assert_eq!(find().supports_image(&id).list().await.unwrap(), by_type);
    assert_eq!(fake.requests_to("GET /v1/images").len(), 2);
    assert!(find().supports_image("ubuntu-24.04-cuda").list().await.unwrap().is_empty());
    // A type of which the API does not tell it.
    respond(&fake, TYPES, &json!([{ "instance_type": "a", "supported_os": null }]));
    assert!(find().supports_image(IMAGE).list().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_said_only_of_lists_that_can_be_read() {
    let fake = VerdaFake::builder().build();
    respond(&fake, TYPES, &json!([{ "instance_type": "a" }, { "instance_type": "1B200.30V" }, 7]));
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    assert_eq!(names(&find().gpu("B200").list().await.unwrap()), ["1B200.30V"]);
    let error = find().gpu("H100").list().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::UnexpectedResponse, Some("list_instance_types")));
    assert!(error.to_string().contains("the element at `[2]` cannot be decoded"), "{error}");
    // What is free is told in another form, or without the place.
    for (free, problem) in [
        (
            json!([{ "location_code": "FIN-01", "availabilities": [{ "type": "1B200.30V" }] }]),
            "`[0].availabilities[0]`",
        ),
        (json!([{ "location_code": " ", "availabilities": ["1B200.30V"] }]), "a location has no code"),
    ] {
        let fake = VerdaFake::builder().build();
        respond(&fake, FREE, &free);
        let error = crate::client(&fake).find_instance_types().gpu("B200").list().await.unwrap_err();
        assert_eq!(error.operation(), Some("list_instance_availability"));
        assert!(error.kind() == ErrorKind::UnexpectedResponse && error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_price_in_another_currency_is_not_compared() {
    let fake = VerdaFake::builder().build();
    let priced =
        |name: &str, currency: &str| json!({ "instance_type": name, "price_per_hour": "1", "currency": currency });
    respond(&fake, TYPES, &json!([priced("a", "usd"), priced("b", "EUR")]));
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable().currency("eur");
    assert_eq!(names(&find().max_price_per_hour(2).list().await.unwrap()), ["b"]);
    assert_eq!(find().list().await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_cheapest_that_is_free_comes_first() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let offers = client.find_instance_types().list().await.unwrap();
    assert!(offers.len() > 3 && offers.iter().all(|offer| !offer.locations.is_empty()), "{offers:?}");
    assert!(offers.windows(2).all(|pair| pair[0].price_per_hour <= pair[1].price_per_hour));
    // Two calls and the token.
    assert_eq!(fake.requests().len(), 3);
    let all = client.find_instance_types().include_unavailable().list().await.unwrap();
    assert!(all.len() > offers.len());
    let cheapest = client.find_instance_types().gpu("h100").gpus(1).cheapest().await.unwrap().unwrap();
    assert_eq!((cheapest.instance_type.as_str(), cheapest.gpus), ("1H100.80S.30V", 1));
    assert!(cheapest.to_string().starts_with("1H100.80S.30V at "), "{cheapest}");
}

#[tokio::test(start_paused = true)]
async fn everything_that_is_asked_for_is_met() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    let all = find().list().await.unwrap();
    let most = all[all.len() / 2].price_per_hour.unwrap();
    let large = find().gpus_at_least(2).cpus_at_least(20).gpu_memory_at_least(100).list().await.unwrap();
    assert!(!large.is_empty() && large.len() < all.len());
    for offer in large {
        let cores = offer.details.cpu.as_ref().unwrap().number_of_cores.unwrap();
        let memory = offer.details.gpu_memory.as_ref().unwrap().size_in_gigabytes.unwrap();
        assert!(offer.gpus >= 2 && cores >= 20 && memory >= 100, "{offer}");
    }
    let cheap = find().max_price_per_hour(most).list().await.unwrap();
    assert!(cheap.iter().all(|offer| offer.price_per_hour <= Some(most)) && cheap.len() < all.len());
    // A location in another case, and one that is nowhere; an empty text asks for nothing.
    let here = client.find_instance_types().location("fin-01").list().await.unwrap();
    assert!(!here.is_empty() && here.iter().all(|offer| offer.locations == ["FIN-01"]));
    assert!(client.find_instance_types().location("MOON-01").list().await.unwrap().is_empty());
    assert!(client.find_instance_types().gpu("abacus").cheapest().await.unwrap().is_none());
    assert_eq!(names(&find().gpu("").location("").list().await.unwrap()), names(&all));
}

#[tokio::test(start_paused = true)]
async fn spot_instances_have_their_own_prices_and_places() {
    // Some types have no price as a spot instance.
    let fake = VerdaFake::builder().hostile_catalogue().build();
    let client = client(&fake);
    let spot = client.find_instance_types().spot().list().await.unwrap();
    let priced: Vec<_> = spot.iter().filter(|offer| offer.price_per_hour.is_some()).collect();
    assert!(!priced.is_empty());
    for offer in priced {
        assert!(offer.spot && offer.price_per_hour < offer.details.price_per_hour, "{offer}");
    }
    assert_eq!(fake.requests_to("GET /v1/instance-availability")[0].query, "is_spot=true");
    client.find_instance_types().currency("eur").list().await.unwrap();
    assert_eq!(fake.requests_to("GET /v1/instance-types").last().unwrap().query, "currency=eur");
}

#[tokio::test(start_paused = true)]
async fn a_type_without_a_price_comes_last_and_is_never_the_cheapest() {
    let fake = VerdaFake::builder().build();
    let types = |types: &Value| {
        fake.clear_injections();
        respond(&fake, TYPES, types);
    };
    types(&json!([{ "instance_type": "a" }, { "instance_type": "b", "price_per_hour": "2.5" }]));
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    let offers = find().list().await.unwrap();
    assert_eq!((names(&offers), offers[0].price_per_hour), (vec!["b", "a"], Some(Decimal::new(25, 1))));
    for none in [json!(null), json!("0"), json!(-1)] {
        types(&json!([{ "instance_type": "a", "price_per_hour": none }]));
        assert!(find().cheapest().await.unwrap().is_none(), "{none}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_is_the_searchs_error() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("GET /v1/instance-availability")).unwrap();
    let error: Error = client(&fake).find_instance_types().list().await.unwrap_err();
    assert_eq!((error.status(), error.operation()), (Some(StatusCode::FORBIDDEN), Some("list_instance_availability")));
}
