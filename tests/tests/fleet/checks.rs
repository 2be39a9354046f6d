//! What must hold in the end: what exists, what is known and what was paid agree.

use rust_decimal::prelude::ToPrimitive as _;
use serde_json::Value;
use verda_api_ext::Client;

use crate::account::costs;
use crate::book::{Book, Told};
use crate::faults::Fault;
use crate::program::Program;
use crate::resources::SHARED;
use crate::world::{World, is_of, text};

/// Of so many requests one may be refused for its rate, beyond a number for each process that knows nothing yet.
const REFUSED: usize = 20;
const REFUSED_AT_FIRST: usize = 40;
/// No client sends more requests than this.
const MOST: usize = 5_000;

impl World {
    fn program_of<'a>(&self, programs: &[&'a Program], mine: impl Fn(&Program) -> bool) -> Option<&'a Program> {
        programs.iter().copied().find(|program| mine(program))
    }

    /// All that costs is known, and all that was told is true.
    pub(crate) fn check_agreement(&self, programs: &[&Program]) {
        self.check_account();
        self.check_machines(programs);
        self.check_clusters(programs);
        self.check_volumes(programs);
        self.check_deployments(programs);
    }

    fn check_machines(&self, programs: &[&Program]) {
        let machines = self.machines();
        for machine in machines.iter().filter(|machine| costs(&machine.status)) {
            let is_known = |program: &Program| {
                is_of(&machine.hostname, &program.group)
                    || program.book.machines.contains_key(&machine.id)
                    || program.book.hostnames.contains(&machine.hostname)
            };
            if self.program_of(programs, is_known).is_none() {
                self.wrong(format!("no program knows {machine:?}"));
            }
        }
        for program in programs {
            let Book { machines: told, never, .. } = &program.book;
            for (id, told) in told {
                let shown = machines.iter().find(|machine| machine.id == *id);
                let is_there = shown.is_some_and(|shown| costs(&shown.status));
                let is_excused = self.truth().evicted.contains(id)
                    || self.was_late(id)
                    || shown.is_some_and(|shown| shown.status == "no_capacity");
                match told {
                    Told::Gone if is_there => {
                        self.wrong(format!("{} was told that {id} is gone: {shown:?}", program.name))
                    }
                    Told::There if !is_there && !is_excused => {
                        self.wrong(format!("{} was told that {id} is there: {shown:?}", program.name));
                    }
                    _ => {}
                }
            }
            // One that was evicted before it was looked for is in no list.
            let is_there =
                |machine: &&crate::world::Shown| never.contains(&machine.hostname) && machine.status != "discontinued";
            if let Some(machine) = machines.iter().find(is_there) {
                self.wrong(format!("{} was told that nothing was made: {machine:?}", program.name));
            }
        }
    }

    fn check_volumes(&self, programs: &[&Program]) {
        let volumes = self.fake.volumes();
        let machines = self.machines();
        let machines: Vec<_> = machines.iter().filter(|machine| machine.status != "discontinued").collect();
        for volume in &volumes {
            let (id, name) = (text(&volume["id"]), text(&volume["name"]));
            let is_there = volume["deleted_at"].is_null();
            let of = name.strip_suffix("-os").unwrap_or_default();
            let mine = |program: &Program| {
                is_of(of, &program.group)
                    || program.book.hostnames.contains(of)
                    || program.book.never.contains(of)
                    || program.book.volume_names.contains(&name)
                    || program.book.never.contains(&name)
                    || program.book.volumes.contains_key(&id)
            };
            let Some(program) = self.program_of(programs, mine) else {
                self.wrong(format!("no program knows the volume {name}: {volume}"));
                continue;
            };
            let book = &program.book;
            if book.never.contains(&name) {
                self.wrong(format!("{} was told that no volume {name} was made: {volume}", program.name));
            }
            let known = book.volumes.get(&id);
            if is_there {
                let attached = volume["instances"].as_array().cloned().unwrap_or_default();
                let is_attached = |one: &Value| machines.iter().any(|machine| one["id"] == *machine.id);
                let was_evicted = |truth: &crate::world::Truth| {
                    truth.machines.iter().any(|(id, made)| made.hostname == of && truth.evicted.contains(id))
                };
                // What only a process knew that was killed, or what nothing tells, has a name to be found by.
                let is_told = known.is_some() || attached.iter().any(is_attached) || book.volume_names.contains(&name);
                let is_excused = book.was_killed || book.has_dropped || was_evicted(&self.truth());
                if !is_told && !is_excused {
                    self.wrong(format!("{} was not told of the volume {name}: {volume}", program.name));
                }
            }
            // Machines of a group go with their OS volumes. All else goes by the word of a program.
            let may_go = known.map_or(is_of(of, &program.group), |known| known.may_be_destroyed)
                || is_of(of, &program.group)
                || book.ended.contains(of)
                || self.goes_with_eviction(program, of);
            if !is_there && !may_go {
                self.wrong(format!("{} did not say that {name} be destroyed: {volume}", program.name));
            }
        }
        for program in programs {
            for (id, told) in &program.book.volumes {
                let shown = volumes.iter().find(|volume| volume["id"] == **id);
                let is_there = shown.is_some_and(|shown| shown["deleted_at"].is_null());
                let is_late = self.was_late(id);
                match told.told {
                    Told::There if !is_there && !is_late => {
                        self.wrong(format!("{} was told that the volume {id} is there: {shown:?}", program.name));
                    }
                    Told::Gone if is_there && !is_late => {
                        self.wrong(format!("{} was told that the volume {id} is gone: {shown:?}", program.name));
                    }
                    _ => {}
                }
                let Some(shown) = shown.filter(|_| is_there && !is_late) else { continue };
                let is_named = told.name.as_ref().is_none_or(|name| shown["name"] == **name);
                let is_sized = told.size.is_none_or(|size| shown["size"] == size);
                if told.told == Told::There && !(is_named && is_sized) {
                    self.wrong(format!("{} was told {told:?}, and it is {shown}", program.name));
                }
            }
        }
    }

    fn goes_with_eviction(&self, program: &Program, hostname: &str) -> bool {
        let truth = self.truth();
        let was_evicted =
            truth.machines.iter().any(|(id, made)| made.hostname == hostname && truth.evicted.contains(id));
        was_evicted && !program.keeps_volumes
    }

    fn check_clusters(&self, programs: &[&Program]) {
        let clusters = self.fake.clusters();
        let costing: Vec<&Value> = clusters.iter().filter(|cluster| costs(&text(&cluster["status"]))).collect();
        for cluster in &costing {
            let (id, hostname) = (text(&cluster["id"]), text(&cluster["hostname"]));
            let mine = |program: &Program| {
                program.book.clusters.contains_key(&id) || program.book.cluster_hostnames.contains(&hostname)
            };
            if self.program_of(programs, mine).is_none() {
                self.wrong(format!("no program knows the cluster {cluster}"));
            }
            if costing.iter().filter(|other| other["hostname"] == *hostname).count() > 1 {
                self.wrong(format!("two clusters have the hostname {hostname}"));
            }
        }
        for program in programs {
            for (id, told) in &program.book.clusters {
                let shown = clusters.iter().find(|cluster| cluster["id"] == **id);
                let is_there = shown.is_some_and(|shown| costs(&text(&shown["status"])));
                let is_excused = self.was_late(id) || shown.is_some_and(|shown| shown["status"] == "no_capacity");
                let is_wrong = match told {
                    Told::Gone => is_there,
                    Told::There => !is_there,
                    Told::Unknown => false,
                };
                if is_wrong && !is_excused {
                    self.wrong(format!("{} was told {told:?} of {id}: {shown:?}", program.name));
                }
            }
        }
    }

    fn check_deployments(&self, programs: &[&Program]) {
        let deployments = [self.fake.deployments(), self.fake.jobs()].concat();
        for program in programs {
            for name in [program.deployment_name(), program.job_name()] {
                let shown = deployments.iter().find(|deployment| deployment["name"] == *name);
                let told = program.book.named.get(&name);
                let is_wrong = match told {
                    Some(Told::There) => shown.is_none(),
                    Some(Told::Gone) | None => shown.is_some(),
                    Some(Told::Unknown) => false,
                };
                let image = program.book.images.get(&name);
                let is_other = match (image, shown) {
                    (Some(image), Some(shown)) => shown["containers"][0]["image"]["image"] != **image,
                    _ => false,
                };
                if (is_wrong || is_other) && !self.was_late(&name) {
                    self.wrong(format!("{name} was told {told:?} {image:?}, and it is {shown:?}"));
                }
            }
        }
    }

    /// Keys, scripts and secrets that were told are there, and the client sees what is paid.
    pub(crate) async fn check_told(&self, programs: &[&Program], client: &Client) {
        let mut ids: Vec<String> = Vec::new();
        for (path, kind, id) in
            [("/v1/ssh-keys", "key", "id"), ("/v1/scripts", "script", "id"), ("/v1/secrets", "secret", "name")]
        {
            for page in 1.. {
                let listed = self.get(&format!("{path}?page={page}&pageSize=100")).await;
                let shown = listed.as_array().into_iter().flatten().map(|shown| format!("{kind} {}", text(&shown[id])));
                let known = ids.len();
                ids.extend(shown);
                if kind != "script" || ids.len() == known {
                    break;
                }
            }
        }
        for program in programs {
            let told = program.book.named.iter().filter(|(name, told)| **told == Told::There && name.contains(' '));
            for (name, _) in told {
                if !ids.contains(name) {
                    self.wrong(format!("{} was told of the {name}, which is not there", program.name));
                }
            }
        }
        match client.spending().await {
            Ok(spending) => {
                let (told, true_) = (spending.total().per_hour.to_f64().unwrap_or(f64::NAN), self.per_hour());
                if (told - true_).abs() > 0.001 {
                    self.wrong(format!("the client says that {told} is paid an hour, and it is {true_}"));
                }
            }
            Err(error) => self.wrong(format!("the spending is not told: {error}")),
        }
    }

    /// Nothing is left, and nothing costs.
    pub(crate) async fn check_nothing_left(&self) {
        let mut others = [self.fake.deployments(), self.fake.jobs(), self.fake.clusters()].concat();
        others.retain(|shown| shown["status"].as_str().is_none_or(costs));
        let volumes = self.fake.volumes();
        let volumes: Vec<&Value> = volumes.iter().filter(|volume| volume["deleted_at"].is_null()).collect();
        let machines = self.billed();
        if !others.is_empty() || !volumes.is_empty() || !machines.is_empty() {
            self.wrong(format!("these are left: {machines:?} {volumes:?} {others:?}"));
        }
        for path in ["/v1/scripts", "/v1/ssh-keys", "/v1/secrets"] {
            let listed = self.get(path).await;
            let left = |shown: &&Value| shown["name"] != SHARED;
            if let Some(left) = listed.as_array().into_iter().flatten().find(left) {
                self.wrong(format!("this is left: {left}"));
            }
        }
        self.check_account();
    }

    /// No client sends without measure, and few requests are refused for their rate.
    pub(crate) fn check_requests(&self, clients: usize, processes: usize) {
        let (sent, refused, most) = {
            let truth = self.truth();
            let most = truth.requests.values().copied().max().unwrap_or(0);
            (truth.requests.values().sum::<usize>(), truth.refused, most)
        };
        if refused > sent / REFUSED + processes * REFUSED_AT_FIRST && !self.has(Fault::Rates) {
            self.wrong(format!("{refused} of {sent} requests of {clients} clients were refused for their rate"));
        }
        if most > MOST {
            self.wrong(format!("a client has sent {most} requests"));
        }
    }
}
