//! Ordering machines: the first that is free, and those whose order has no known outcome.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use tokio::time::sleep;
use verda_api_ext::ErrorKind;
use verda_api_ext::types::DeployInstance;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{DEPLOY, client, order};

fn option(hostname: &str) -> DeployInstance {
    order(hostname).try_into().unwrap()
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_first_machine_that_is_free_is_ordered_and_no_other() {
    let fake = VerdaFake::builder().build();
    let no_capacity = Effect::Status(StatusCode::SERVICE_UNAVAILABLE);
    fake.inject(Injection::new(no_capacity.clone()).on(DEPLOY).times(2)).unwrap();
    let options = ["a", "b", "c", "d"].map(option);
    let deployed = client(&fake).deploy_first_available(&options).await.unwrap();
    assert_eq!(deployed.option, 2);
    assert_eq!((fake.instances().len(), fake.requests_to(DEPLOY).len()), (1, 3));
    assert_eq!(fake.instances()[0]["hostname"], "c");
    // None is free: the API's last response.
    fake.inject(Injection::new(no_capacity).on(DEPLOY).always()).unwrap();
    let error = client(&fake).deploy_first_available(&options).await.unwrap_err();
    assert!(error.is_capacity() && fake.instances().len() == 1, "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_ends_the_search() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::ResetAfter).on(DEPLOY)).unwrap();
    let error = client(&fake).deploy_first_available(&["a", "b"].map(option)).await.unwrap_err();
    assert_eq!((error.kind(), fake.instances().len()), (ErrorKind::OutcomeUnknown, 1));
    let found = client(&fake).find_deployed("a", start()).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_options_nothing_is_sent() {
    let fake = VerdaFake::builder().build();
    let error = client(&fake).deploy_first_available(&[]).await.unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_order_is_found_by_its_hostname_and_time() {
    let fake = VerdaFake::builder().start_time(start()).build();
    let client = client(&fake);
    client.deploy_instance(order("node")).send().await.unwrap();
    tokio::time::advance(std::time::Duration::from_secs(3600)).await;
    client.deploy_instance(order("other")).send().await.unwrap();
    fake.inject(Injection::new(Effect::Truncated).on(DEPLOY)).unwrap();
    let before = start() + TimeDelta::hours(1);
    let error = client.deploy_instance(order("node")).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    let found = client.find_deployed("node", before).await.unwrap();
    assert_eq!(
        found.iter().map(|instance| instance.id.to_string()).collect::<Vec<_>>(),
        [fake.instances()[2]["id"].as_str().unwrap()]
    );
    assert_eq!(client.find_deployed("node", start()).await.unwrap().len(), 2);
    assert!(client.find_deployed("missing", start()).await.unwrap().is_empty());
}

/// The order may be carried out long after it was sent, by a client whose calls last longer, and before a clock was set.
#[tokio::test(start_paused = true)]
async fn no_machine_is_said_only_after_a_minute_in_which_it_could_appear() {
    let ages = [0, 60, 330, 3600].map(|age| SystemTime::now() - Duration::from_secs(age));
    for since in ages.into_iter().chain([SystemTime::UNIX_EPOCH]) {
        let fake = VerdaFake::builder().start_time(SystemTime::now().into()).build();
        let client = client(&fake);
        let seeking = client.with(|o| o.timeout(Duration::from_secs(30)));
        let appear = async {
            sleep(Duration::from_secs(50)).await;
            client.deploy_instance(order("node")).await.unwrap();
        };
        let (found, ()) = tokio::join!(seeking.find_deployed("node", since), appear);
        assert_eq!(found.unwrap().len(), 1, "{since:?}");
    }
}

/// A clock that was a day ahead when the order was sent, or behind, and was set since.
#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_since_hides_no_machine() {
    let day = Duration::from_secs(25 * 3600);
    for since in [SystemTime::now() + day, SystemTime::now() - day] {
        let fake = VerdaFake::builder().start_time(SystemTime::now().into()).build();
        let client = client(&fake);
        let seek = client.find_deployed("node", since);
        let appear = async {
            sleep(Duration::from_secs(20)).await;
            client.deploy_instance(order("node")).await.unwrap();
        };
        assert_eq!(tokio::join!(seek, appear).0.unwrap().len(), 1, "{since:?}");
    }
}
