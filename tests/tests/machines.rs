//! Clusters, volumes and money of the fake, through the client. The shapes of the fake are written by hand, so these tests check
//! that both sides agree on the API.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use rust_decimal::Decimal;
use verda_api_ext::{Client, types};
use verda_fake::VerdaFake;

fn client(fake: &VerdaFake) -> Client {
    Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_cluster_lives_and_dies() {
    let fake = VerdaFake::default();
    let client = client(&fake);
    let key = types::CreateSshKey::builder().name("k").key("ssh-ed25519 A");
    let key = client.create_ssh_key(key).send().await.unwrap().into_inner();
    let kinds = client.list_cluster_types().send().await.unwrap().into_inner();
    let kind = kinds.iter().find(|kind| kind.cluster_type == "16H200").unwrap();
    let images = client.list_cluster_images().instance_type(&kind.cluster_type).send().await.unwrap();
    let order = types::DeployCluster::builder()
        .cluster_type(&kind.cluster_type)
        .image(images[0].image_type.clone())
        .hostname("c")
        .description("")
        .location_code("FIN-01")
        .ssh_key_ids(vec![key])
        .shared_volume(types::DeployClusterSharedVolume::new("home", 1000));
    let id = client.deploy_cluster(order).send().await.unwrap().into_inner().id;
    assert_eq!(client.get_cluster(&id).send().await.unwrap().status, types::InstanceStatus::Ordered);

    tokio::time::advance(Duration::from_secs(60)).await;
    let cluster = client.get_cluster(&id).send().await.unwrap().into_inner();
    assert_eq!(cluster.status, types::InstanceStatus::Running);
    assert_eq!(cluster.price_per_hour, kind.price_per_hour);
    let nodes = cluster.worker_nodes.unwrap();
    assert_eq!(nodes.len(), 2);
    let node = nodes[0].id.clone().unwrap();
    let off = types::PerformClusterNodeAction::new(types::ClusterNodeAction::Shutdown);
    client.perform_cluster_node_action(&id, &node, off).send().await.unwrap();
    let volume = cluster.shared_volumes.unwrap()[0].id.clone().unwrap();
    let volume = client.list_volumes().send().await.unwrap().iter().find(|other| other.id == volume).cloned().unwrap();
    assert_eq!(volume.type_, Some(types::VolumeKind::NvmeSharedCluster));

    let end = types::PerformClusterAction::new(types::ClusterAction::Discontinue, id);
    let end = types::PerformClusterActions::new([end]);
    client.perform_cluster_actions(end).send().await.unwrap();
    tokio::time::advance(Duration::from_secs(5)).await;
    assert!(client.list_clusters().send().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_volume_is_cloned_thrown_away_and_restored() {
    let fake = VerdaFake::builder().balance(100.0).build();
    let client = client(&fake);
    let order = types::CreateVolume::builder()
        .type_(types::VolumeKind::Nvme)
        .location_code("FIN-01")
        .size(3650_u64)
        .name("data");
    let id = client.create_volume(order).send().await.unwrap().into_inner();
    let act = async |action: types::VolumeAction, id: &types::VolumeId| {
        let body = types::PerformVolumeActions::builder().action(action).id(id.clone());
        client.perform_volume_actions(body).send().await.unwrap().into_inner()
    };
    let clones = act(types::VolumeAction::Clone, &id).await;
    assert_eq!(clones.len(), 1);
    assert!(act(types::VolumeAction::Delete, &id).await.is_empty());
    let trash = client.list_volumes_in_trash().send().await.unwrap().into_inner();
    assert_eq!(trash[0].id, id);
    act(types::VolumeAction::Restore, &id).await;
    tokio::time::advance(Duration::from_secs(3600)).await;
    let left = client.list_volumes().send().await.unwrap().into_inner();
    assert_eq!(left.iter().map(|volume| &volume.id).collect::<Vec<_>>(), [&id, &clones[0]]);
    assert!(left.iter().all(|volume| volume.status == types::VolumeStatus::Detached));

    let balance = client.get_balance().send().await.unwrap().into_inner();
    assert_eq!(balance.amount, Some(Decimal::from(98)));
}

#[tokio::test(start_paused = true)]
async fn periods_and_availability_are_read() {
    let fake = VerdaFake::default();
    let client = client(&fake);
    for periods in [
        client.list_instance_long_term_periods().send().await.unwrap().into_inner(),
        client.list_cluster_long_term_periods().send().await.unwrap().into_inner(),
    ] {
        assert!(periods.iter().any(|period| period.unit_name == Some(types::LongTermUnit::Month)));
    }
    fake.set_capacity("16H200", "FIN-01", 0).unwrap();
    let available = async |location: &str| {
        let call = client.check_cluster_availability("16H200").location_code(location);
        call.send().await.unwrap().into_inner()
    };
    assert_eq!((available("FIN-01").await, available("FIN-02").await), (false, true));
}
