//! A list that comes in pages says so in its headers alone.

use verda_api_ext::{Client, ResponseValue, types};
use verda_fake::VerdaFake;

fn total<T>(page: &ResponseValue<T>) -> usize {
    page.headers()["x-total-count"].to_str().unwrap().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn scripts_after_the_tenth_are_on_the_next_page() {
    let fake = VerdaFake::builder().build();
    let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap();
    for number in 0..12 {
        let script = types::CreateScript::builder().name(format!("script {number}")).script("#!/bin/sh");
        client.create_script().body(script).send().await.unwrap();
    }
    let first = client.list_scripts().send().await.unwrap();
    assert_eq!((first.len(), total(&first)), (10, 12));
    let second = client.list_scripts().page(2_u64).page_size(10_u64).send().await.unwrap();
    assert_eq!((second.len(), total(&second)), (2, 12));
    let all = client.list_scripts().page_size(100_u64).send().await.unwrap();
    assert_eq!(all.len(), 12);
    assert!(verda_api_ext::OPERATIONS.iter().any(|operation| operation.id == "list_scripts" && operation.paged));
}
