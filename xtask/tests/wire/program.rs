//! Calls every operation of `document.yaml` and prints what comes back.

use wire::{Client, HttpTransport, Nullable, OPERATIONS, operations, types};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::args().nth(1).ok_or("no base URL")?;
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    let client = Client::new(&base, HttpTransport::new(http));
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();

    client.make_beta_note().send().await?;
    client.share_note_now("7 /?#").send().await?;
    client.find_by_kind("a&b").page(2).send().await?;

    client.get_point(vec![1, 2]).x_beta(texts(&["fast", "cheap"])).send().await?;
    let since: chrono::DateTime<chrono::Utc> = "2026-01-02T03:04:05Z".parse()?;
    client.get_day(since, types::GetDayKind::Full, "csv", since).x_count(3).send().await?;
    let two = texts(&["a b", "c,d"]);
    client.get_tags().each(two.clone()).comma(two.clone()).space(texts(&["a", "c,d"])).pipe(vec![1, 2]).one("x").load(0.5).loads(vec![1.5]).send().await?;

    // What would be sent as another value is refused.
    let refused = [
        client.get_point(vec![1]).x_beta(texts(&["fast,cheap"])).send().await.err(),
        client.get_tags().space(two).send().await.err(),
        client.get_tags().load(f64::NAN).send().await.err(),
        client.get_tags().loads(vec![1.5, f64::INFINITY]).send().await.err(),
    ];
    refused.into_iter().for_each(|error| println!("{}", error.map_or_else(String::new, |error| error.to_string())));

    let labels = std::collections::BTreeMap::from([("k".to_owned(), "v".to_owned())]);
    let extra = std::collections::BTreeMap::from([("n".to_owned(), 5)]);
    client.get_events("t").after(1).filter_a("b").filter_min(3).labels(labels).extra(extra).send().await?;

    let address = types::Address::builder().city("Turku").tags(texts(&["x", "y"]));
    let call = types::CreateCallBody::builder()
        .track(types::Track::Inbound)
        .sid("CA0001")
        .id("0c110000-0000-4000-8000-000000000002")
        .zone(types::CreateCallBodyZone::UtcPlus1)
        .events(texts(&["a b", "c"]))
        .joined(texts(&["a", "b"]))
        .address(types::Address::try_from(address.clone())?)
        .filter(types::Address::try_from(address)?)
        .color(types::Color::try_from(types::Color::builder().name("a,b").r(100))?);
    client.create_call(call).send().await?;

    client.update_note(types::UpdateNoteBody::builder().a("b")).send().await?;
    let cleared = types::UpdateNoteBody::builder()
        .text(Nullable::Null)
        .count(Nullable::Null)
        .tags(Nullable::Null)
        .address(Nullable::Null)
        .track(None);
    client.update_note(cleared).send().await?;
    let changed = types::UpdateNoteBody::builder()
        .text("t")
        .count(3)
        .tags(Vec::new())
        .address(types::Address::try_from(types::Address::builder().city("Turku"))?)
        .track(types::Track::Inbound);
    client.update_note(changed).send().await?;
    let profile = types::UpdateProfile::builder().name(Nullable::Null);
    println!("{:?}", client.update_profile(profile).send().await?.into_inner().name);
    println!("{:?}", client.create_note("a;b\n1;2").send().await?.into_inner());
    println!("{:?}", client.put_note(vec![0xff_u8, 0xd8]).send().await?.into_inner());
    println!("{:?}", client.get_note().send().await?.into_inner());
    client.head_note().send().await?;

    client.create_file().send().await?;
    client.get_file("a").send().await?;
    client.delete_file("a").send().await?;
    println!("{} operations; {:?}", OPERATIONS.len(), operations::DELETE_FILE.server);
    Ok(())
}
