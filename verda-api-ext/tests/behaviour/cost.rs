//! What resources cost, to the last digit.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use rust_decimal::Decimal;
use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume, DeployInstanceVolume};
use verda_api_ext::{DeleteVolumes, ErrorKind, HOURS_PER_MONTH};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{client, order};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn says(fake: &VerdaFake, operation: &str, body: &'static str) {
    let json = HeaderValue::from_static("application/json");
    let response =
        Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from_static(body.as_bytes()) };
    fake.inject(Injection::new(response).on(operation)).unwrap();
}

fn with_volumes(sizes: [u64; 2]) -> DeployInstance {
    let mut order: DeployInstance = order("one").try_into().unwrap();
    let [os, data] = sizes;
    order.os_volume = Some(DeployInstanceOsVolume::new("os", os));
    order.volumes = Some(vec![DeployInstanceVolume::new("data", data, "HDD")]);
    order
}

#[tokio::test(start_paused = true)]
async fn an_estimate_is_exact() {
    let fake = VerdaFake::builder().build();
    says(
        &fake,
        "GET /v1/instance-types",
        r#"[{"instance_type":"CPU.4V.16G","price_per_hour":"0.0279","spot_price":"0.01","currency":"usd"}]"#,
    );
    says(
        &fake,
        "GET /v1/volume-types",
        r#"[{"type":"NVMe","price":{"price_per_month_per_gb":0.2}},{"type":"HDD","price":{"monthly_per_gb":0.05}}]"#,
    );
    let estimate = client(&fake).estimate(&with_volumes([50, 100])).await.unwrap();
    assert_eq!(estimate.machine.per_hour, decimal("0.0279"));
    // 50 GB at 0.2 and 100 GB at 0.05 a month.
    assert_eq!(estimate.volumes.per_month().round_dp(10), decimal("15"));
    assert_eq!(
        estimate.total().per_month().round_dp(10),
        decimal("15") + decimal("0.0279") * Decimal::from(HOURS_PER_MONTH)
    );
    assert_eq!(estimate.total().to_string(), "0.0484 usd/h, 35.37 usd/month");
    assert_eq!(fake.requests().len(), 2, "prices are public");
}

#[tokio::test(start_paused = true)]
async fn a_spot_order_costs_the_spot_price_and_what_has_no_price_is_refused() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let kinds = client.list_instance_types().send().await.unwrap();
    let kind = kinds.iter().find(|kind| kind.instance_type == "CPU.4V.16G").unwrap();
    let mut order = with_volumes([50, 50]);
    order.is_spot = Some(true);
    match kind.spot_price {
        Some(price) => assert_eq!(client.estimate(&order).await.unwrap().machine.per_hour, price),
        None => assert_eq!(client.estimate(&order).await.unwrap_err().kind(), ErrorKind::InvalidRequest),
    }
    order.is_spot = None;
    order.instance_type = "ABACUS".to_owned();
    let error = client.estimate(&order).await.unwrap_err();
    assert!(error.to_string().contains("no price for `ABACUS`"), "{error}");
    let mut order = with_volumes([50, 50]);
    order.volumes.as_mut().unwrap()[0].type_ = "Papyrus".into();
    let error = client.estimate(&order).await.unwrap_err();
    assert!(error.to_string().contains("volumes of the type `Papyrus`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn spending_follows_what_exists_and_the_balance_falls_as_it_says() {
    let fake = VerdaFake::builder().balance(100.0).build();
    let client = client(&fake);
    assert_eq!(client.spending().await.unwrap().runway(), None);
    let estimate = client.estimate(&with_volumes([50, 100])).await.unwrap();
    let id = client.deploy_instance(with_volumes([50, 100])).send().await.unwrap().into_inner();
    let spending = client.spending().await.unwrap();
    assert_eq!(spending.without_price, 0);
    assert_eq!(spending.total().per_hour.round_dp(10), estimate.total().per_hour.round_dp(10));
    let runway = spending.runway().unwrap();
    assert!(runway > Duration::from_secs(3600) && runway < Duration::from_secs(10_000 * 3600), "{runway:?}");
    // After half of it, half is left.
    tokio::time::advance(runway / 2).await;
    let later = client.spending().await.unwrap();
    let half = Decimal::from(50);
    assert!((later.balance.unwrap() - half).abs() <= Decimal::new(1, 2), "{:?}", later.balance);
    // A deleted machine costs nothing, and its data volume goes on costing.
    client.delete_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&id).until_deleted().await.unwrap();
    let left = client.spending().await.unwrap();
    assert_eq!(left.instances.per_hour, Decimal::ZERO);
    assert!(left.volumes.per_hour > Decimal::ZERO && left.volumes.per_hour < spending.volumes.per_hour);
}

#[tokio::test(start_paused = true)]
async fn what_has_no_price_is_counted_and_an_empty_balance_has_no_runway_left() {
    let fake = VerdaFake::builder().build();
    says(
        &fake,
        "GET /v1/instances",
        r#"[{"id":"a","status":"running"},{"id":"b","status":"offline","price_per_hour":1.5},
        {"id":"c","status":"no_capacity","price_per_hour":9},{"id":"d","status":"error","price_per_hour":0.5}]"#,
    );
    says(
        &fake,
        "GET /v1/volumes",
        r#"[{"id":"v","status":"detached","base_hourly_cost":0.25},{"id":"w","status":"deleted","monthly_price":9}]"#,
    );
    says(&fake, "GET /v1/balance", r#"{"amount":-3,"currency":"usd"}"#);
    let spending = client(&fake).spending().await.unwrap();
    assert_eq!((spending.total().per_hour, spending.without_price), (decimal("2.25"), 1));
    assert_eq!(spending.runway(), Some(Duration::ZERO));
}
