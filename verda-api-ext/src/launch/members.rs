//! The machines of a group, told by their hostnames.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use verda_api::types::{Instance, InstanceId, InstanceStatus};

use super::unlisted::Asked;
use crate::client::Client;
use crate::error::{Error, unexpected};
use crate::pages::whole;

const LIST: &str = "list_instances";

/// A machine of a group.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) slot: u64,
    pub(crate) instance: Instance,
}

impl Member {
    /// Whether it runs, or will: it fills its slot. A status that is not known counts.
    pub(crate) fn is_living(&self) -> bool {
        let status = &self.instance.status;
        !status.is_gone() && !status.has_failed() && !self.is_leaving()
    }

    /// Whether it is being deleted.
    pub(crate) fn is_leaving(&self) -> bool {
        self.instance.status == InstanceStatus::Deleting
    }

    pub(crate) fn id(&self) -> &InstanceId {
        &self.instance.id
    }

    /// Whether the API does not find it at the moment.
    pub(super) fn is_lost(&self) -> bool {
        self.instance.status.is_not_found()
    }

    /// A machine as a member of a group; `None` where it is gone or of no group of this name.
    ///
    /// # Errors
    ///
    /// Why that cannot be told.
    pub(super) fn of(client: &Client, group: &str, mut instance: Instance) -> Result<Option<Self>, String> {
        // A response may be old.
        if client.deletions().was_accepted_lately(&instance.id) && !instance.status.is_gone() {
            instance.status = InstanceStatus::Deleting;
        }
        if instance.status.is_gone() {
            return Ok(None);
        }
        match told(instance.hostname.as_deref()) {
            Some(hostname) => Ok(slot(hostname, group).map(|slot| Self { slot, instance })),
            None => Err(format!("the instance {} has no hostname", instance.id)),
        }
    }
}

/// What one list of all machines shows of a group.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    /// By slot, and the oldest first within one; without those that are gone.
    pub(crate) members: Vec<Member>,
    /// The ids of all machines in the list, of the group or not.
    pub(crate) ids: HashSet<InstanceId>,
    /// The ids of which the list itself says that they are of the group, or gone: none of an earlier list, none that was asked
    /// for by its id, and none that is there with the hostname of no member.
    pub(super) shown: HashSet<InstanceId>,
    /// Machines with a hostname that may be that of a slot in another form: with a domain, or letters in another case.
    pub(super) similar: Vec<(u64, Instance)>,
    /// A machine that may be of the group: the list does not tell.
    pub(super) odd: Option<String>,
}

impl Members {
    /// One list request.
    pub(crate) async fn list(client: &Client, group: &str) -> Result<Self, Error> {
        let response = client.raw().list_instances().send().await?;
        let elements = response.skipped().iter().filter(|skipped| skipped.is_element());
        let mut odd: Vec<String> = elements
            .filter(|odd| {
                let hostname = odd.json.get("hostname").and_then(Value::as_str);
                told(hostname).is_none_or(|hostname| slot(hostname, group).is_some())
            })
            .map(|odd| format!("the instance at `{}` cannot be decoded", odd.path))
            .collect();
        let instances = whole(LIST, response)?;
        // A list may have one twice, and a machine that counts twice is one too many. Where both differ, neither is evidence.
        let mut statuses = HashMap::new();
        let (mut members, mut similar) = (Vec::new(), Vec::new());
        let mut shown = HashSet::new();
        for instance in instances {
            if let Some(status) = statuses.get(&instance.id) {
                if *status != instance.status {
                    odd.push(format!("the instance {} is in the list with more than one status", instance.id));
                }
                continue;
            }
            statuses.insert(instance.id.clone(), instance.status.clone());
            let (id, is_gone) = (instance.id.clone(), instance.status.is_gone());
            similar.extend(similar_slot(instance.hostname.as_deref(), group).map(|slot| (slot, instance.clone())));
            match Member::of(client, group, instance) {
                Ok(member) => {
                    let is_proof = member.as_ref().map_or(is_gone, |member| !member.is_lost());
                    shown.extend(is_proof.then_some(id));
                    members.extend(member);
                }
                Err(why) => odd.push(why),
            }
        }
        sort(&mut members);
        Ok(Self { members, shown, similar, ids: statuses.into_keys().collect(), odd: odd.into_iter().next() })
    }

    /// The same, where all of the group can be told.
    ///
    /// # Errors
    ///
    /// Those of the list, and [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) where it has a machine
    /// that may be of the group.
    pub(crate) async fn list_whole(client: &Client, group: &str) -> Result<Self, Error> {
        let members = Self::list(client, group).await?;
        match &members.odd {
            Some(odd) => Err(unexpected(LIST, format!("{odd}, and may be of the group `{group}`"))),
            None => Ok(members),
        }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.odd.is_none()
    }

    /// Adds what an earlier list had and this one has not: a list may lag behind.
    pub(crate) fn with_earlier(mut self, earlier: Self) -> Self {
        let missing = earlier.members.into_iter().filter(|member| !self.ids.contains(member.id()));
        self.members.extend(missing);
        self.ids.extend(earlier.ids);
        sort(&mut self.members);
        self
    }

    /// The same, where machines that lists do not show are as the API showed them when they were asked for by their ids.
    pub(super) fn with_asked(mut self, asked: &Asked) -> Self {
        let of_those = asked.ids();
        self.members.retain(|member| !of_those.contains(member.id()) && !asked.gone.contains(member.id()));
        self.ids.extend(of_those);
        self.members.extend(asked.found.iter().cloned());
        sort(&mut self.members);
        self
    }
}

fn sort(members: &mut [Member]) {
    members.sort_by_key(|member| (member.slot, member.instance.created_at));
}

pub(crate) fn hostname(group: &str, slot: u64) -> String {
    format!("{group}-{slot}")
}

/// A hostname that says something. A blank one may be of any machine.
fn told(hostname: Option<&str>) -> Option<&str> {
    hostname.filter(|hostname| !hostname.trim().is_empty())
}

/// The slot of a machine of this group. A hostname with a domain, or with letters in another case, is none that a launch gave:
/// such a machine is of another client, and must not be deleted.
pub(super) fn slot(hostname: &str, group: &str) -> Option<u64> {
    let (prefix, number) = hostname.rsplit_once('-')?;
    let is_number = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    (prefix == group && is_number).then(|| number.parse().ok())?
}

/// The slot whose hostname this may be in another form.
fn similar_slot(hostname: Option<&str>, group: &str) -> Option<u64> {
    let hostname = told(hostname).filter(|hostname| slot(hostname, group).is_none())?;
    slot(&hostname.trim().split('.').next()?.to_ascii_lowercase(), group)
}

/// Why this is no name of a group: hostnames are made of it.
pub(crate) fn refusal(group: &str) -> Option<&'static str> {
    // With a hyphen and six digits it is a label of DNS.
    const LONGEST: usize = 56;
    // The case of a hostname means nothing: it could be shown in another one, and the machine would not be found.
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match group.as_bytes() {
        [] => Some("it is empty"),
        name if name.len() > LONGEST => Some("it has more than 56 characters"),
        name if !name.iter().all(|byte| is_inner(*byte)) => {
            Some("it has other characters than lower-case letters, digits and hyphens")
        }
        [b'-', ..] | [.., b'-'] => Some("it begins or ends with a hyphen"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostname_tells_its_group_and_slot() {
        let of_train = |hostname| slot(hostname, "train");
        assert_eq!(of_train("train-1"), Some(1));
        let others =
            ["train", "train-", "train-0", "train-01", "train-a", "train-1-2", "retrain-1", "train-2x", "train--1"];
        for other in others.into_iter().chain(["TRAIN-1", "Train-1", "train-12.example.com", " train-1"]) {
            assert_eq!(of_train(other), None, "{other}");
        }
        assert_eq!(slot("train-1-2", "train-1"), Some(2));
    }

    #[test]
    fn a_name_of_a_group_makes_hostnames() {
        assert!(["train", "a", "4711", "a-b-1"].into_iter().all(|name| refusal(name).is_none()));
        let long = "a".repeat(57);
        assert!(["", "-a", "a-", "a b", "a.b", "A", "ä", &long].into_iter().all(|name| refusal(name).is_some()));
    }
}
