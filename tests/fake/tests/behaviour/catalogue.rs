use serde_json::{Value, json};
use verda_fake::{Builder, VerdaFake};

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
        assert!(kind["spot_price"].as_str().unwrap().parse::<f64>().unwrap() > 0.0, "{kind}");
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

    let euros = project.read("/v1/instance-types?currency=eur").await;
    assert_eq!(find(&euros, "instance_type", "1H100.80S.30V")["price_per_hour"], "1.8308");
    assert_eq!(project.get("/v1/instance-types?currency=sek").await.status, 400);
    assert_eq!(project.read("/v1/instances/types").await, types);
}

#[tokio::test(start_paused = true)]
async fn volume_types_tell_prices_as_numbers() {
    let project = Project::new().await;
    let types = project.read("/v1/volume-types").await;
    let nvme = find(&types, "type", "NVMe");
    assert_eq!(nvme["price"]["price_per_month_per_gb"], 0.2);
    assert!((nvme["price"]["cps_per_gb"].as_f64().unwrap() - 7.6103500761035e-08).abs() < 1e-18);
}

/// The members that the document requires of a schema.
fn required(schema: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(include_str!("../../../../openapi.json")).unwrap();
    let names = document["components"]["schemas"][schema]["required"].as_array().unwrap().clone();
    names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_catalogue_has_all_that_the_document_requires() {
    let project = Project::new().await;
    for (path, schema) in [
        ("/v1/instance-types", "InstanceType"),
        ("/v1/volume-types", "VolumeType"),
        ("/v1/images", "Os"),
        ("/v1/images/cluster", "Os"),
    ] {
        for entry in project.read(path).await.as_array().unwrap() {
            for name in required(schema) {
                assert!(!entry[&name].is_null(), "{path}: {name}: {entry}");
            }
            assert!(entry.as_object().unwrap().values().all(|member| !member.is_null()), "{entry}");
            assert!(schema != "VolumeType" || entry["price"]["price_per_month_per_gb"].is_number(), "{entry}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hostile_catalogue_has_nulls_and_gaps() {
    let project = Project::on(Builder::hostile_catalogue(VerdaFake::builder()).build()).await;
    let types = project.read("/v1/instance-types").await;
    let cpu = find(&types, "instance_type", "CPU.32V.128G");
    for name in ["spot_price", "model", "display_name", "deploy_warning", "serverless_price"] {
        assert_eq!(cpu.get(name), Some(&Value::Null), "{name}");
    }
    assert!(cpu.get("dynamic_price").is_none() && cpu.get("max_dynamic_price").is_none());
    assert_eq!(find(&types, "instance_type", "1V100.6V").get("p2p"), Some(&Value::Null));
    assert_eq!(find(&types, "instance_type", "1H100.80S.30V")["spot_price"], "0.99");

    let types = project.read("/v1/volume-types").await;
    let price = &find(&types, "type", "HDD_Shared")["price"];
    assert_eq!((&price["monthly_per_gb"], price.get("price_per_month_per_gb")), (&json!(0.05), None));
    assert!(find(&types, "type", "HDD").get("throughput_gbps").is_none());
    assert!(find(&types, "type", "NVMe_Local_Storage").get("iops").is_none());
    let images = project.read("/v1/images/cluster").await;
    assert!(images.as_array().unwrap().iter().all(|image| image.get("category").is_none()));
}

#[tokio::test(start_paused = true)]
async fn types_and_images_that_clients_name_are_there() {
    let project = Project::new().await;
    let types = project.read("/v1/instance-types").await;
    let named = ["1H100.80S.22V", "8V100.48V", "4A100.88V", "1A6000.10V", "1RTXPRO6000.30V", "8B300.240V"];
    for name in named {
        find(&types, "instance_type", name);
    }
    let images = project.read("/v1/images").await;
    for name in ["12.8-open-docker", "13.0-open-docker"] {
        find(&images, "image_type", &format!("ubuntu-24.04-cuda-{name}"));
    }
    for name in ["12.0-docker", "12.3"] {
        find(&images, "image_type", &format!("ubuntu-22.04-cuda-{name}"));
    }
    find(&project.read("/v1/images/cluster").await, "image_type", "ubuntu-22.04-cuda-12.9-cluster");
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
    // CUDA 13 has dropped older GPUs.
    assert!(images.to_string().contains("cuda-13"));
    let old = project.read("/v1/images?instance_type=1V100.6V").await;
    assert!(old.as_array().unwrap().iter().all(|image| !image["image_type"].as_str().unwrap().contains("cuda-13")));
    for path in ["/v1/images", "/v1/images/cluster"] {
        assert_eq!(project.read(&format!("{path}?instance_type=nothing")).await, json!([]));
    }
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
    for kind in ["instance", "cluster"] {
        assert_eq!(project.read(&format!("/v1/{kind}-availability/nothing")).await, json!(false));
    }
    assert_eq!(project.get("/v1/instance-availability?location_code=MOON-01").await.status, 400);
}
