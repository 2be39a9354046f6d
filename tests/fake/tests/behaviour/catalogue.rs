use serde_json::{Value, json};

use crate::project::Project;

fn find<'a>(list: &'a Value, member: &str, value: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|item| item[member] == value).unwrap()
}

#[tokio::test(start_paused = true)]
async fn types_tell_prices_as_texts() {
    let project = Project::new().await;
    let types = project.read("/v1/instance-types").await;
    assert!(types.as_array().unwrap().len() >= 12);
    for kind in types.as_array().unwrap() {
        assert!(kind["price_per_hour"].as_str().unwrap().parse::<f64>().unwrap() > 0.0, "{kind}");
        assert!(kind["spot_price"].is_null() || kind["spot_price"].as_str().unwrap().parse::<f64>().unwrap() > 0.0);
        assert_eq!(kind["currency"], "usd");
    }
    let card = find(&types, "instance_type", "1H100.80S.30V");
    assert_eq!(card["price_per_hour"], "1.99");
    assert_eq!(card["gpu"], json!({ "description": "1x H100 SXM5 80GB", "number_of_gpus": 1 }));
    // The memory is the total over all cards.
    let eight = find(&types, "instance_type", "8H100.80S.176V");
    assert_eq!(eight["gpu_memory"]["size_in_gigabytes"], 640);
    assert_eq!(eight["serverless_price"], "21.36");

    let cpu = find(&types, "instance_type", "CPU.4V.16G");
    assert_eq!(cpu["gpu"], json!({ "description": "", "number_of_gpus": 0 }));
    for name in ["model", "display_name", "deploy_warning", "serverless_price"] {
        assert_eq!(cpu[name], Value::Null, "{name}");
    }
    assert!(cpu.get("dynamic_price").is_none());

    let euros = project.read("/v1/instance-types?currency=eur").await;
    assert_eq!(find(&euros, "instance_type", "1H100.80S.30V")["price_per_hour"], "1.8308");
    assert_eq!(project.get("/v1/instance-types?currency=sek").await.status, 400);
    assert_eq!(project.read("/v1/instances/types").await, types);
}

#[tokio::test(start_paused = true)]
async fn volume_types_have_an_older_price_key_and_lack_speeds() {
    let project = Project::new().await;
    let types = project.read("/v1/volume-types").await;
    let nvme = find(&types, "type", "NVMe");
    assert_eq!(nvme["price"]["price_per_month_per_gb"], 0.2);
    assert!((nvme["price"]["cps_per_gb"].as_f64().unwrap() - 7.6103500761035e-08).abs() < 1e-18);
    assert_eq!(find(&types, "type", "HDD_Shared")["price"]["monthly_per_gb"], 0.05);
    assert!(find(&types, "type", "HDD").get("throughput_gbps").is_none());
}

#[tokio::test(start_paused = true)]
async fn images_are_for_instances_or_for_clusters() {
    let project = Project::new().await;
    let images = project.read("/v1/images").await;
    assert_eq!(find(&images, "image_type", "ubuntu-24.04")["category"], "ubuntu");
    assert!(images.as_array().unwrap().iter().all(|image| image["is_cluster"] == false));
    let clusters = project.read("/v1/images/cluster").await;
    assert!(clusters.as_array().unwrap().iter().all(|image| image["is_cluster"] == true));

    let cpu = project.read("/v1/images?instance_type=CPU.4V.16G").await;
    assert!(cpu.as_array().unwrap().iter().all(|image| !image["image_type"].as_str().unwrap().contains("cuda")));
    let gpu = project.read("/v1/images?instance_type=1H100.80S.30V").await;
    assert_eq!(gpu, images);
    assert_eq!(project.get("/v1/images?instance_type=nothing").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn availability_depends_on_place_and_spot() {
    let project = Project::new().await;
    let locations = project.read("/v1/locations").await;
    assert_eq!(find(&locations, "code", "ICE-01")["country_code"], "IS");

    let all = project.read("/v1/instance-availability").await;
    assert_eq!(all.as_array().unwrap().len(), locations.as_array().unwrap().len());
    let fin_03 = find(&all, "location_code", "FIN-03")["availabilities"].as_array().unwrap().clone();
    assert!(fin_03.contains(&json!("8B200.240V")));
    for query in ["location_code=FIN-03&is_spot=true", "locationCode=FIN-03&isSpot=True"] {
        let spot = project.read(&format!("/v1/instance-availability?{query}")).await;
        assert_eq!(spot.as_array().unwrap().len(), 1);
        assert!(!spot[0]["availabilities"].as_array().unwrap().contains(&json!("8B200.240V")));
    }
    for (path, available) in [
        ("1H100.80S.30V", true),
        ("1H100.80S.30V?location_code=FIN-01", true),
        ("1H100.80S.30V?location_code=FIN-03", false),
        ("1X100.9V", false),
        ("8B200.240V?is_spot=true", false),
    ] {
        assert_eq!(project.get(&format!("/v1/instance-availability/{path}")).await.text(), available.to_string());
        assert_eq!(project.get(&format!("/v1/instances/availability/{path}")).await.text(), available.to_string());
    }
    assert_eq!(project.get("/v1/instance-availability/nothing").await.status, 404);
    assert_eq!(project.get("/v1/instance-availability?location_code=MOON-01").await.status, 400);
}
