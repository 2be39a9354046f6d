//! Launches where the server shows another hostname than was ordered.

use verda_fake::{Effect, Injection, VerdaFake};

use super::unlisted::{Edited, MINUTE, keep, text};
use super::{billed, fake, scripts, train};
use crate::DEPLOY;

/// The next launch would not find it, and order it again.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_shown_with_another_hostname_is_terminated_and_told() {
    let changes: [fn(&str) -> String; 2] = [str::to_uppercase, |shown| format!("{shown}.verda.internal")];
    for change in changes {
        let fake = fake();
        let client = Edited::client(&fake, move |_, instances| {
            instances
                .iter_mut()
                .for_each(|instance| instance["hostname"] = change(&text(&instance["hostname"])).into());
        });
        let kept = keep(&client, 2).await.unwrap();
        assert_eq!((kept.machines.len(), kept.failed.len(), kept.terminated.len()), (0, 2, 1));
        assert_eq!((billed(&fake).len(), scripts(&fake).await), (0, 0));
        let line = kept.failed[0].to_string();
        assert!(line.contains("`train-1`") && line.contains(&format!("`{}`", change("train-1"))), "{line}");
        let error = train(&client, 1).await.unwrap_err();
        assert!(error.to_string().contains("found by their hostnames"), "{error}");
        assert_eq!(billed(&fake).len(), 0);
    }
}

/// The response is lost as well: the one that appears may be its machine, or another client's.
#[tokio::test(start_paused = true)]
async fn an_order_without_a_known_outcome_is_not_sent_again_where_hostnames_are_changed() {
    let fake = fake();
    let client = Edited::client(&fake, |_, instances| {
        instances
            .iter_mut()
            .for_each(|instance| instance["hostname"] = format!("{}.internal", text(&instance["hostname"])).into());
    });
    fake.inject(Injection::new(Effect::ResetAfter).on(DEPLOY).times(1)).unwrap();
    let kept = keep(&client, 3).await.unwrap();
    assert_eq!((fake.requests_to(DEPLOY).len(), billed(&fake).len(), kept.failed.len()), (1, 1, 3), "{kept:?}");
    assert!(kept.failed[0].is_unknown() && kept.failed[0].id.is_some(), "{:?}", kept.failed[0]);
}

/// Some servers show the image's hostname until the machine runs, and one response may be about another machine.
#[tokio::test(start_paused = true)]
async fn a_hostname_that_is_another_one_until_the_machine_runs_stops_no_launch() {
    let changes: [fn(&mut serde_json::Value); 2] = [
        |instance| {
            if instance["status"] != "running" {
                instance["hostname"] = "ubuntu".into();
            }
        },
        |instance| {
            if instance["status"] == "provisioning" {
                instance["id"] = "5b1e0000-0000-4000-8000-00000000dead".into();
            }
        },
    ];
    for change in changes {
        let fake = fake();
        let client = Edited::client(&fake, move |is_list, instances| {
            if !is_list {
                instances.iter_mut().for_each(change);
            }
        });
        let launched = train(&client, 3).await.unwrap();
        assert_eq!((launched.machines.len(), fake.requests_to(DEPLOY).len()), (3, 3));
    }
}

#[tokio::test(start_paused = true)]
async fn a_large_group_orders_one_machine_to_see_that_hostnames_are_changed() {
    let fake = fake();
    let client = Edited::client(&fake, |_, instances| {
        instances
            .iter_mut()
            .for_each(|instance| instance["hostname"] = text(&instance["hostname"]).to_uppercase().into());
    });
    let kept = keep(&client, 50).await.unwrap();
    assert_eq!((kept.failed.len(), kept.terminated.len(), fake.requests_to(DEPLOY).len()), (50, 1, 1));
    assert!(kept.failed[49].to_string().contains("found by their hostnames"), "{}", kept.failed[49]);
}

/// Its rounds end before the machines run, and the next one does not find them by their hostnames.
#[tokio::test(start_paused = true)]
async fn machines_with_another_hostname_are_not_ordered_again_by_short_rounds() {
    let fake = VerdaFake::builder().balance(1e6).provisioning_time(5 * MINUTE).build();
    let client = Edited::client(&fake, |_, instances| {
        instances
            .iter_mut()
            .for_each(|instance| instance["hostname"] = format!("{}.internal", text(&instance["hostname"])).into());
    });
    for round in 0..4 {
        let kept = keep(&client, 2).timeout(MINUTE).await.unwrap();
        assert_eq!((kept.machines.len(), kept.failed.len(), fake.requests_to(DEPLOY).len()), (0, 2, 1), "{round}");
        let line = kept.failed[0].to_string();
        assert!(round == 0 || line.contains("`train-") && line.contains("terminate it"), "{line}");
    }
    // It is told as long as it is there.
    assert_eq!(keep(&client, 0).timeout(MINUTE).await.unwrap().left.len(), 1);
}
