//! What resources cost, to the last digit.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use rust_decimal::Decimal;
use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume, DeployInstanceVolume, VolumeKind};
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
    order.volumes = Some(vec![DeployInstanceVolume::new("data", data, VolumeKind::Hdd)]);
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
        None => assert_eq!(client.estimate(&order).await.unwrap_err().kind(), ErrorKind::Lookup),
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
    assert_eq!((spending.missing(), spending.total().is_partial), (Vec::new(), false));
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
    assert_eq!(left.instances().per_hour, Decimal::ZERO);
    assert!(left.volumes().per_hour > Decimal::ZERO && left.volumes().per_hour < spending.volumes().per_hour);
}

#[tokio::test(start_paused = true)]
async fn what_has_no_price_is_told_and_makes_the_sum_partial() {
    let fake = VerdaFake::builder().build();
    says(
        &fake,
        "GET /v1/instances",
        r#"[{"id":"a","status":"running","hostname":"web"},{"id":"b","status":"offline","price_per_hour":1.5},
        {"id":"c","status":"no_capacity","price_per_hour":9},{"id":"d","status":"error","price_per_hour":0.5}]"#,
    );
    says(
        &fake,
        "GET /v1/volumes",
        r#"[{"id":"v","status":"detached","base_hourly_cost":0.25},{"id":"w","status":"deleted","monthly_price":9}]"#,
    );
    says(&fake, "GET /v1/balance", r#"{"amount":9,"currency":"usd"}"#);
    let spending = client(&fake).spending().await.unwrap();
    assert_eq!(spending.total().per_hour, decimal("2.25"));
    assert_eq!(spending.total().to_string(), "at least 2.2500 usd/h, 1642.50 usd/month");
    assert_eq!(spending.missing().len(), 1);
    assert!(
        spending.missing()[0].starts_with("instance a (`web`): the API tells no price"),
        "{:?}",
        spending.missing()
    );
    assert!(spending.instances().is_partial && !spending.volumes().is_partial && !spending.clusters().is_partial);
    assert_eq!((spending.runway(), spending.runway_at_most()), (None, Some(Duration::from_secs(4 * 3600))));
}

#[tokio::test(start_paused = true)]
async fn an_empty_balance_has_no_time_left() {
    let fake = VerdaFake::builder().build();
    says(&fake, "GET /v1/instances", r#"[{"id":"b","status":"offline","price_per_hour":1.5}]"#);
    says(&fake, "GET /v1/balance", r#"{"amount":-3,"currency":"usd"}"#);
    assert_eq!(client(&fake).spending().await.unwrap().runway(), Some(Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_fails_leaves_the_other_sums_and_never_a_zero_that_looks_complete() {
    const LISTS: [&str; 5] = [
        "GET /v1/instances",
        "GET /v1/clusters",
        "GET /v1/volumes",
        "GET /v1/container-deployments",
        "GET /v1/job-deployments",
    ];
    for failing in LISTS {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        client.deploy_instance(with_volumes([50, 100])).await.unwrap();
        let whole = client.spending().await.unwrap();
        fake.inject(Injection::new(Effect::Status(StatusCode::INTERNAL_SERVER_ERROR)).on(failing).always()).unwrap();
        let spending = client.spending().await.unwrap();
        let sums = [spending.instances(), spending.clusters(), spending.volumes(), spending.total()];
        let partial = sums.each_ref().map(|sum| sum.is_partial);
        assert_eq!(
            partial,
            LISTS.map(|list| list == failing)[..3].iter().copied().chain([true]).collect::<Vec<_>>()[..]
        );
        assert!(spending.total().to_string().starts_with("at least "), "{}", spending.total());
        let missing = spending.missing();
        assert!(missing.len() == 1 && missing[0].contains("500"), "{missing:?}");
        assert_eq!(spending.runway(), None, "{failing}");
        let known = whole.total().per_hour;
        let expected = match failing {
            "GET /v1/instances" => known - whole.instances().per_hour,
            "GET /v1/volumes" => known - whole.volumes().per_hour,
            _ => known,
        };
        assert_eq!(spending.total().per_hour.round_dp(10), expected.round_dp(10), "{failing}");
        // A machine whose volumes are not known is not cheap.
        assert!(spending.items.iter().all(|item| item.total().is_partial || failing != "GET /v1/volumes"));
        assert!(spending.by_group().values().all(|cost| cost.is_partial));
    }
    let fake = VerdaFake::builder().build();
    for list in LISTS {
        fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(list).always()).unwrap();
    }
    assert_eq!(client(&fake).spending().await.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
    // The balance alone: the sum is known, and the time is not.
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.deploy_instance(with_volumes([50, 100])).await.unwrap();
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("GET /v1/balance")).unwrap();
    let spending = client.spending().await.unwrap();
    assert!(!spending.total().is_partial && spending.runway_at_most().is_none() && spending.missing().len() == 1);
}

#[tokio::test(start_paused = true)]
async fn each_volume_is_with_its_machine_once_or_on_its_own() {
    let fake = VerdaFake::builder().build();
    says(
        &fake,
        "GET /v1/instances",
        r#"[{"id":"a","status":"running","hostname":"train-1","price_per_hour":1,"os_volume_id":"os-a"},
        {"id":"b","status":"running","hostname":"train-2.example","price_per_hour":2,"volume_ids":["shared"]},
        {"id":"c","status":"discontinued","hostname":"train-3","price_per_hour":4,"os_volume_id":"os-c"},
        {"id":"d","status":"offline","price_per_hour":0.5}]"#,
    );
    says(
        &fake,
        "GET /v1/clusters",
        r#"[{"id":"k","status":"running","hostname":"big","price_per_hour":8,"shared_volumes":[{"id":"home"}]}]"#,
    );
    says(
        &fake,
        "GET /v1/volumes",
        r#"[{"id":"os-a","status":"attached","base_hourly_cost":0.01,"currency":"usd"},
        {"id":"shared","status":"attached","base_hourly_cost":0.02,"instances":[{"id":"b"},{"id":"a"}],"currency":"usd"},
        {"id":"data","status":"attached","base_hourly_cost":0.03,"instance_id":"a"},
        {"id":"home","status":"attached","base_hourly_cost":0.04},
        {"id":"os-c","name":"train-3-os","status":"detached","base_hourly_cost":0.05},
        {"id":"euros","status":"detached","base_hourly_cost":0.06,"currency":"eur"}]"#,
    );
    let inventory = client(&fake).inventory().await;
    let requests = fake.requests().len();
    let spending = inventory.spending();
    assert_eq!(fake.requests().len(), requests, "it sends nothing");
    let shown: Vec<_> = spending
        .items
        .iter()
        .map(|item| {
            let volumes: Vec<_> = item.volumes.iter().map(|volume| volume.of.to_string()).collect();
            format!("{} {} [{}]", item.of, item.total().per_hour, volumes.join(", "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "instance a 1.04 [volume os-a, volume data]",
            "instance b 2.02 [volume shared]",
            "instance d 0.5 []",
            "cluster k 8.04 [volume home]",
            "volume os-c 0.05 []",
            "volume euros 0 []"
        ]
    );
    let costs = [spending.instances(), spending.clusters(), spending.volumes(), spending.total()];
    assert_eq!(costs.map(|cost| cost.per_hour), ["3.5", "8", "0.15", "11.65"].map(decimal));
    // Another currency is never added.
    assert_eq!(spending.missing().len(), 1, "{:?}", spending.missing());
    assert!(spending.missing()[0].starts_with("volume euros"), "{:?}", spending.missing());
    let groups = spending.by_group();
    let groups: Vec<_> = groups.iter().map(|(group, cost)| (group.as_str(), cost.per_hour.to_string())).collect();
    let own = |group, cost: &str| (group, cost.to_owned());
    assert_eq!(groups, [own("", "0.5"), own("big", "8.04"), own("train", "3.06"), own("train-3-os", "0.05")]);
    let train = spending.with_prefix("train-");
    assert_eq!(train.total().per_hour, decimal("3.11"));
    // The machine without a name may be one of them.
    assert!(train.total().is_partial && train.balance.is_none());
    assert!(train.missing().iter().any(|line| line.starts_with("instance d has no name")), "{:?}", train.missing());
}

#[tokio::test(start_paused = true)]
async fn a_balance_in_another_currency_has_no_time() {
    let fake = VerdaFake::builder().build();
    let volume = r#"[{"id":"v","status":"detached","base_hourly_cost":0.25,"currency":"usd"}]"#;
    says(&fake, "GET /v1/volumes", volume);
    says(&fake, "GET /v1/balance", r#"{"amount":100,"currency":"eur"}"#);
    let spending = client(&fake).spending().await.unwrap();
    assert!(spending.runway_at_most().is_none() && !spending.total().is_partial);
    assert!(spending.missing()[0].contains("the balance is in eur"), "{:?}", spending.missing());
}

#[tokio::test(start_paused = true)]
async fn an_empty_currency_and_a_price_of_zero_hide_no_cost() {
    let fake = VerdaFake::builder().build();
    let volumes = r#"[{"id":"v","status":"detached","monthly_price":7.3,"currency":""},
        {"id":"w","status":"detached","monthly_price":0,"base_hourly_cost":0.04,"currency":"USD"}]"#;
    says(&fake, "GET /v1/volumes", volumes);
    says(&fake, "GET /v1/balance", r#"{"amount":100,"currency":" "}"#);
    let spending = client(&fake).spending().await.unwrap();
    assert_eq!(
        (spending.missing(), spending.total().to_string().as_str()),
        (Vec::new(), "0.0500 usd/h, 36.50 usd/month")
    );
    assert_eq!(spending.runway(), Some(Duration::from_secs(2000 * 3600)));
}

#[tokio::test(start_paused = true)]
async fn an_estimate_without_the_size_of_the_os_volume_says_that_it_is_a_part() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let order: DeployInstance = order("one").try_into().unwrap();
    let total = client.estimate(&order).await.unwrap().total();
    client.deploy_instance(order).await.unwrap();
    // The API made a volume that costs.
    assert!(client.spending().await.unwrap().total().per_hour > total.per_hour);
    assert!(total.is_partial && total.to_string().starts_with("at least "), "{total}");
    let whole = client.estimate(&with_volumes([50, 50])).await.unwrap();
    assert!(!whole.total().is_partial && !whole.machine.is_partial);
}

#[tokio::test(start_paused = true)]
async fn a_deployment_makes_the_sum_partial() {
    let fake = VerdaFake::builder().build();
    says(&fake, "GET /v1/container-deployments", r#"[{"name":"llm"}]"#);
    says(&fake, "GET /v1/job-deployments", r#"[{"name":"batch"}]"#);
    let spending = client(&fake).spending().await.unwrap();
    assert_eq!(spending.total().to_string(), "at least 0.0000 usd/h, 0.00 usd/month");
    let missing = spending.missing();
    assert!(missing[0].starts_with("container deployment `llm`: the API does not tell"), "{missing:?}");
    assert!(missing[1].starts_with("job deployment `batch`: the API does not tell"), "{missing:?}");
}

#[test]
fn any_cost_can_be_shown() {
    let shown = |price| verda_api_ext::Cost::new(price, None).to_string();
    assert_eq!(shown(decimal("0.00005")), "0.0000/h, 0.04/month");
    assert_eq!(shown(decimal("2")), "2.0000/h, 1460.00/month");
    for price in [Decimal::MAX, Decimal::MIN, decimal("7922816251426433759354395.0335")] {
        assert!(shown(price).contains("/h, "), "{price}");
    }
}
