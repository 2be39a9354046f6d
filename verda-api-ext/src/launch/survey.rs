//! What is there before anything is ordered.

use std::collections::HashSet;
use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
use tokio::time::{Instant, sleep_until, timeout};
use verda_api::types::{CreateSshKey, InstanceId, Script as StartupScript, SshKeyId};

use super::members::{Member, Members, slot};
use super::plan::Plan;
use super::record::{Records, elders, without_record};
use super::run::{Caller, LIST, REQUEST, RecordsHeld, not_begun};
use super::settings::Script;
use super::settle::{SENT_WITHIN, SLACK, settle};
use super::unlisted::Asked;
use super::walk::Walk;
use super::{Launch, Left};
use crate::actions::distinct;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::groups::Past;
use crate::readable::REFUSED_FOR;
use crate::wait::{EVERY, SHORTEST};

/// The time between two lists that are to agree.
pub(super) const BETWEEN_LISTS: Duration = SHORTEST.saturating_mul(2);

/// What is there before anything is ordered.
pub(super) struct Survey {
    pub(super) plan: Plan,
    pub(super) before: HashSet<InstanceId>,
    /// Those of them that were of the group by then: some show their hostnames later.
    pub(super) members: HashSet<InstanceId>,
    /// Until when something may be ordered without another look.
    pub(super) fresh_until: Instant,
    /// What orders need; `None` where nothing is to be ordered.
    pub(super) prepared: Option<Prepared>,
    pub(super) records: RecordsHeld,
    /// Slots that are empty, or may be, and in which nothing is ordered.
    pub(super) not_ordered: Vec<NotOrdered>,
    /// Machines of the group that no list shows, and that are there or may be.
    pub(super) unlisted: HashSet<InstanceId>,
    /// Machines of the group that the last list does not show, and an earlier one did.
    pub(super) unsure: HashSet<InstanceId>,
    /// Those that may be there, and are too many.
    pub(super) left: Vec<Left>,
}

pub(super) struct Prepared {
    pub(super) keys: Vec<SshKeyId>,
    pub(super) walk: Walk,
}

/// A slot in which nothing is ordered.
pub(super) struct NotOrdered {
    pub(super) slot: u64,
    /// The machine that may be there.
    pub(super) id: Option<InstanceId>,
    pub(super) error: Arc<Error>,
}

/// Looks at what is there, and makes the record where something is to be ordered.
pub(super) async fn survey(
    launch: &Launch,
    caller: &Caller,
    deadline: Instant,
    past: &mut Past,
) -> Result<Survey, Error> {
    let mut survey = survey_once(launch, caller, deadline, past).await?;
    let lacks_some = |survey: &Survey| survey.prepared.is_none() && !survey.plan.missing.is_empty();
    // A machine went while an earlier launch was waited for. It is not ordered without a record: this goes on as the next
    // launch would, which finds the wait done.
    if lacks_some(&survey) {
        survey = survey_once(launch, caller, deadline, past).await?;
    }
    if lacks_some(&survey) {
        let why = "a machine went while an earlier launch of the group was waited for; nothing was ordered in its place: \
            launch it again";
        let error = Arc::new(Error::new(ErrorKind::NotSent, why).of("deploy_instance"));
        let slots = take(&mut survey.plan.missing).into_iter();
        survey.not_ordered.extend(slots.map(|slot| NotOrdered { slot, id: None, error: error.clone() }));
    }
    Ok(survey)
}

/// Machines of the group by the list of volumes, which names what uses them: another witness, should that of machines be wrong.
async fn hinted(client: &Client, group: &str) -> Vec<InstanceId> {
    let Ok(volumes) = client.raw().list_volumes().send().await else { return Vec::new() };
    let users = volumes.iter().flat_map(|volume| volume.instances.iter().flatten());
    let of_group =
        users.filter(|user| user.hostname.as_deref().is_some_and(|hostname| slot(hostname, group).is_some()));
    let ids = of_group.filter_map(|user| user.id.clone());
    distinct(ids.filter(|id| !client.deletions().was_accepted_lately(id)))
}

/// Asks for machines by their ids that a list does not show: those that launches of this client know, and hints.
///
/// Where the key may not read them, it is for the lists, after a minute in which that is so: while a key has lost its rights, lists
/// may be empty.
async fn ask(
    launch: &Launch,
    caller: &Caller,
    deadline: Instant,
    past: &mut Past,
    members: Members,
    hints: &[InstanceId],
    time: Duration,
) -> Result<(Members, Asked), Error> {
    // Machines that do not respond must not take the time of the others.
    let time_left = || deadline.saturating_duration_since(Instant::now()).max(SHORTEST);
    let limit = launch.client.options().timeout.unwrap_or(REQUEST);
    let client = || launch.client.with_timeout(time_left().min(limit));
    let unlisted = |past: &Past, members: &Members| {
        let hints = hints.iter().filter(|id| !members.shown.contains(*id)).cloned();
        distinct(past.unlisted(members).into_iter().chain(hints))
    };
    let ask = async |ids| Asked::of(&client(), &launch.group, ids, (time_left() / 4).min(time)).await;
    let mut asked = ask(unlisted(past, &members)).await;
    asked.leave_out(hints);
    if asked.refused.is_empty() {
        past.refused_since = None;
        return Ok((members, asked));
    }
    let until = *past.refused_since.get_or_insert_with(Instant::now) + REFUSED_FOR;
    if Instant::now() < until && until + BETWEEN_LISTS >= deadline {
        return Ok((members, asked));
    }
    if caller.unless_gone(sleep_until(until)).await.is_none() {
        return Err(not_begun(launch, "it was dropped"));
    }
    let members = Members::list_whole(&client(), &launch.group).await?.with_earlier(members);
    let mut asked = ask(unlisted(past, &members)).await;
    asked.leave_out(hints);
    asked.leave_to_lists();
    Ok((members, asked))
}

async fn survey_once(launch: &Launch, caller: &Caller, deadline: Instant, past: &mut Past) -> Result<Survey, Error> {
    let settings = &launch.settings;
    // None of its requests takes longer than the launch may.
    let limit = launch.client.options().timeout.unwrap_or(REQUEST);
    let time_left = || deadline.saturating_duration_since(Instant::now()).max(SHORTEST);
    let client = || launch.client.with_timeout(time_left().min(limit));
    let records = Records::of(&launch.group);
    let began = Instant::now();
    let first = Members::list_whole(&client(), &launch.group).await?;
    let is_old = past.quiet.as_ref().is_some_and(|quiet| quiet.is_newer_than(&first));
    let (first, mut asked) = ask(launch, caller, deadline, past, first, &[], LIST).await?;
    let known = first.clone().with_asked(&asked);
    // Slots of machines that may be there are not filled.
    let missing = Plan::of(&known, launch).missing.len();
    let orders = match asked.unknown.len() {
        0 => missing > 0,
        unknown => settings.scales_down && missing > unknown && !asked.changes_hostnames,
    };
    // A group that is to have none and seems to have none.
    let ends = settings.scales_down && launch.count == 0 && known.members.is_empty();
    let mut held = RecordsHeld::default();
    let (mut prepared, mut recorded_at) = (None, began);
    if orders && deadline.saturating_duration_since(Instant::now()) <= BETWEEN_LISTS {
        return Err(not_begun(
            launch,
            "two lists have to agree first, two seconds apart, which its time is too short for",
        ));
    }
    if orders {
        launch.check_order()?;
        let mut keys = settings.key_ids.clone();
        for key in &settings.keys {
            let name = key.split_whitespace().nth(2).unwrap_or(&launch.group);
            keys.push(client().ensure_ssh_key(CreateSshKey::builder().key(key.trim()).name(name)).await?.value);
        }
        // One key may be given in several ways.
        let keys = distinct(keys);
        prepared = Some(Prepared { keys, walk: Walk::begin(&client(), launch).await? });
        if caller.is_gone() {
            return Err(not_begun(launch, "it was dropped"));
        }
        let text = match &settings.script {
            Script::Text(text) => text.expose(),
            _ => records.comment(),
        };
        recorded_at = Instant::now();
        let (own, all) = records.create(&client(), text, deadline).await?;
        let others: Vec<&StartupScript> = all.iter().filter(|record| !records.is_own(record)).collect();
        (held.elders, held.turns) = elders(&others, &own, &all);
        // Records of others may be missing as well.
        held.are_old = all.iter().all(|record| record.id != own);
        let elders = others.iter().filter(|other| held.elders.contains(&other.id));
        held.are_scripts =
            matches!(settings.script, Script::Text(_)) || elders.into_iter().any(|elder| records.is_script(elder));
        // The one that was created, and any that an attempt without a known outcome created as well.
        let others =
            all.iter().filter(|record| records.is_own(record) && record.id != own).map(|record| record.id.clone());
        held.own = std::iter::once(own.clone()).chain(others).collect();
        held.names.push(records.name().to_owned());
    } else {
        let elders = records.list(&client()).await?;
        held.are_scripts = elders.iter().any(|elder| records.is_script(elder));
        held.elders = elders.into_iter().map(|record| record.id).collect();
        held.turns = 1;
    }
    // A record is deleted in the end: what it stands for must be listed by then.
    let settles = !held.elders.is_empty() || is_old || held.are_old;
    let again = async {
        if settles {
            settle(launch, caller, deadline, &held, first, &mut past.quiet).await
        } else if orders || ends {
            // One list that does not show a machine proves nothing, nor do two of one moment.
            if caller.unless_gone(sleep_until(began + BETWEEN_LISTS)).await.is_none() {
                return Err(not_begun(launch, "it was dropped"));
            }
            let again = Members::list_whole(&client(), &launch.group).await?;
            Ok(again.with_earlier(first))
        } else {
            Ok(first)
        }
    };
    let witness = client();
    let hints = async {
        match settles || orders || ends {
            // It may know more. Where it does not respond, that holds up no launch.
            true => timeout(EVERY, hinted(&witness, &launch.group)).await.unwrap_or_default(),
            false => Vec::new(),
        }
    };
    let (again, hints) = join(again, hints).await;
    let asks = settles || orders || ends;
    let again = match again {
        // Other processes wait no longer for what this one orders: what does not respond by then may be there.
        Ok(members) if asks => ask(launch, caller, deadline, past, members, &hints, SLACK).await,
        Ok(members) => Ok((members, asked)),
        Err(error) => Err(error),
    };
    let members;
    (members, asked) = match again {
        Ok(found) => found,
        // Nothing was ordered: there is nothing to record. Those of others are theirs.
        Err(error) => return Err(without_record(&launch.client, &held.own, error).await),
    };
    past.forget(&asked.gone, &members);
    let members = members.with_asked(&asked);
    // What only an earlier list had may be gone.
    let was_asked = |id: &InstanceId| asked.found.iter().any(|found| found.id() == id);
    let is_unsure = |id: &&InstanceId| !members.shown.contains(*id) && !was_asked(id);
    let unsure = members.members.iter().map(Member::id).filter(is_unsure).cloned().collect();
    let unlisted = asked.ids();
    let known = members.members.iter().map(Member::id).chain(&unlisted).cloned().collect();
    let mut plan = Plan::of(&members, launch);
    let (not_ordered, left) = asked.block(&mut plan, settings.scales_down);
    // Others did not wait for as long, unless another look says so.
    let fresh_until = if settles { recorded_at } else { recorded_at + SENT_WITHIN };
    (held.counted, held.recorded_at, held.was_listed) = (held.elders.clone(), Some(recorded_at), !held.are_old);
    Ok(Survey {
        members: known,
        plan,
        before: members.ids,
        fresh_until,
        prepared,
        records: held,
        not_ordered,
        unlisted,
        unsure,
        left,
    })
}
