//! What can be rented: types joined with what is free, and prices.

use http::StatusCode;
use rust_decimal::Decimal;
use verda_api_ext::Error;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

fn names(offers: &[verda_api_ext::Offer]) -> Vec<&str> {
    offers.iter().map(|offer| offer.instance_type.as_str()).collect()
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
    let cheapest = client.find_instance_types().gpu("h100").at_least(1).cheapest().await.unwrap().unwrap();
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
    for offer in find().at_least(2).cpus_at_least(20).gpu_memory_at_least(100).list().await.unwrap() {
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
    for offer in spot.iter().filter(|offer| offer.price_per_hour.is_some()) {
        assert!(offer.spot && offer.price_per_hour < offer.details.price_per_hour, "{offer}");
    }
    assert_eq!(fake.requests_to("GET /v1/instance-availability")[0].query, "is_spot=true");
    client.find_instance_types().currency("eur").list().await.unwrap();
    assert_eq!(fake.requests_to("GET /v1/instance-types").last().unwrap().query, "currency=eur");
}

#[tokio::test(start_paused = true)]
async fn a_type_without_a_price_comes_last_and_is_never_the_cheapest() {
    let fake = VerdaFake::builder().build();
    let response = |body: &'static str| Effect::Respond {
        status: StatusCode::OK,
        content_type: http::HeaderValue::from_static("application/json"),
        body: bytes::Bytes::from_static(body.as_bytes()),
    };
    let types = r#"[{"instance_type":"a"},{"instance_type":"b","price_per_hour":"2.5"}]"#;
    fake.inject(Injection::new(response(types)).on("GET /v1/instance-types")).unwrap();
    fake.inject(Injection::new(response(r#"[{"instance_type":"a"}]"#)).on("GET /v1/instance-types")).unwrap();
    let client = client(&fake);
    let find = || client.find_instance_types().include_unavailable();
    let offers = find().list().await.unwrap();
    assert_eq!((names(&offers), offers[0].price_per_hour), (vec!["b", "a"], Some(Decimal::new(25, 1))));
    assert!(find().cheapest().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_is_the_searchs_error() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("GET /v1/instance-availability")).unwrap();
    let error: Error = client(&fake).find_instance_types().list().await.unwrap_err();
    assert_eq!((error.status(), error.operation()), (Some(StatusCode::FORBIDDEN), Some("list_instance_availability")));
}
