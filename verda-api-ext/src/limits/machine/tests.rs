//! The machine and the queue's rules against a model of a server: random policies in fixed windows, other clients, lost
//! responses and cancelled calls. `LIMITER_SEEDS=100000` runs as many seeds.

use std::collections::{BTreeMap, HashMap, HashSet};

use verda_api::BodyShape;

use super::*;

static READ: Operation = Operation::custom("read", Method::GET, "/v1/read/{id}", true, BodyShape::Any);
static LIST: Operation = Operation::custom("list", Method::GET, "/v1/list", true, BodyShape::Any);
static ORDER: Operation = Operation::custom("order", Method::POST, "/v1/order", false, BodyShape::Any);
static CALLED: [(&Operation, &str); 6] = [
    (&READ, "/v1/read/1"),
    (&READ, "/v1/read/2"),
    (&READ, "/v1/read/3"),
    (&LIST, "/v1/list"),
    (&LIST, "/v1/list/2"),
    (&ORDER, "/v1/order"),
];

/// One policy of the server.
#[derive(Debug)]
struct Rule {
    name: String,
    quota: u64,
    length: Duration,
    /// Which requests count.
    counts: fn(&Operation) -> bool,
    is_described: bool,
    windows: HashMap<String, (Instant, u64)>,
}

impl Rule {
    fn window(&mut self, path: &str, now: Instant) -> &mut (Instant, u64) {
        let key = if self.name == PER_PATH { path } else { "" };
        let window = self.windows.entry(key.to_owned()).or_insert((now + self.length, 0));
        if now >= window.0 {
            *window = (now + self.length, 0);
        }
        window
    }
}

#[derive(Debug)]
struct Server {
    rules: Vec<Rule>,
}

/// A response, as its headers tell.
#[derive(Clone, Debug)]
struct Reply {
    status: StatusCode,
    announced: Vec<Announced<'static>>,
    retry_after: Option<Duration>,
}

impl Server {
    fn random(random: &mut fastrand::Rng) -> Self {
        let mut rule = |name: &str, counts: fn(&Operation) -> bool| Rule {
            name: name.to_owned(),
            quota: random.u64(1..60),
            length: Duration::from_secs(random.u64(1..90)),
            counts,
            is_described: random.u8(..4) > 0,
            windows: HashMap::new(),
        };
        let mut rules = vec![
            rule("project", |_| true),
            rule(PER_PATH, |_| true),
            rule("orders", |operation| operation.id == "order"),
            rule("reads", |operation| operation.id != "order"),
        ];
        rules.retain(|_| random.bool());
        Self { rules }
    }

    /// Whether one more request has room, and `part` of each quota as well.
    fn has_room(&mut self, now: Instant, (operation, path): (&Operation, &str), part: u64) -> bool {
        let mut counting = self.rules.iter_mut().filter(|rule| (rule.counts)(operation));
        counting.all(|rule| rule.window(path, now).1 + part.min(1) + rule.quota * part / 100 < rule.quota)
    }

    fn receive(&mut self, now: Instant, (operation, path): (&Operation, &str)) -> Reply {
        let counting = || |rule: &&mut Rule| (rule.counts)(operation);
        let is_over = !self.has_room(now, (operation, path), 0);
        let mut retry_after = Duration::ZERO;
        let announced = self.rules.iter_mut().filter(counting()).map(|rule| {
            let (quota, length, is_described, name) = (rule.quota, rule.length, rule.is_described, rule.name.clone());
            let window = rule.window(path, now);
            window.1 += u64::from(!is_over);
            let left = window.0 - now;
            // Whole seconds, rounded up.
            let resets_in = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
            if window.1 >= quota {
                retry_after = retry_after.max(resets_in);
            }
            Announced {
                policy: name.into(),
                remaining: quota - window.1,
                resets_in,
                quota: Some(quota).filter(|_| is_described),
                window: Some(length).filter(|_| is_described),
            }
        });
        let announced = announced.collect();
        let status = if is_over { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
        Reply { status, announced, retry_after: Some(retry_after).filter(|_| is_over) }
    }
}

/// What happens next.
#[derive(Debug)]
enum Event {
    Arrives { call: usize, place: Place, sent: Instant, is_lost: bool },
    Responds { call: usize, place: Place, sent: Instant, response: Option<Reply> },
}

/// What came of a run.
#[derive(Debug, Default)]
struct Outcome {
    refused: usize,
    lost: usize,
    foreign: usize,
    done: usize,
    /// Sent before the first response to their operation came.
    first: usize,
    undescribed: bool,
}

/// Makes calls through the machine until all of them have a response. Panics where they do not within the time that
/// their limits need.
fn run(seed: u64) -> Outcome {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut server = Server::random(&mut random);
    let mut machine = Machine::new();
    let calls = random.usize(1..150);
    let is_alone = random.bool();
    let losses = if random.bool() { 0 } else { random.u8(1..60) };
    let mut now = Instant::now();
    let began = now;
    let mut outcome = Outcome { undescribed: server.rules.iter().any(|rule| !rule.is_described), ..Outcome::default() };
    let mut waiting: Vec<usize> = (0..calls).map(|_| random.usize(..CALLED.len())).collect();
    let mut events: BTreeMap<(Instant, usize), Event> = BTreeMap::new();
    let mut number = 0;
    let mut steps = 0;
    let mut responded = HashSet::new();
    // The longest that these calls may take: each of them alone in a window of each policy, and some probes.
    let longest: Duration = server.rules.iter().map(|rule| rule.length + Duration::from_secs(10)).sum();
    let longest = longest * (2 * u32::try_from(calls).unwrap()) + Duration::from_secs(1000);
    while !(waiting.is_empty() && events.is_empty()) {
        steps += 1;
        assert!(steps < 400_000, "seed {seed}: it spins");
        assert!(now - began < longest, "seed {seed}: it is stuck with {} calls: {machine:?}", waiting.len());
        // What may go, goes.
        let mut next: Option<Instant> = None;
        let mut index = 0;
        let mut blocked = [false; CALLED.len()];
        while index < waiting.len() {
            let call = waiting[index];
            if blocked[call] {
                index += 1;
                continue;
            }
            let (operation, path) = CALLED[call];
            let place = machine.place(operation, &operation.method, path);
            let decision = machine.admit(now, place);
            blocked[call] = decision != Decision::Go;
            match decision {
                Decision::Go => {
                    waiting.remove(index);
                    machine.sent(now);
                    let is_lost = losses > 0 && random.u8(..) < losses;
                    number += 1;
                    outcome.first += usize::from(!responded.contains(operation.id));
                    let arrives = now + Duration::from_millis(random.u64(1..150));
                    events.insert((arrives, number), Event::Arrives { call, place, sent: now, is_lost });
                }
                Decision::At(instant) => {
                    assert!(instant > now, "seed {seed}: it waits for the past");
                    assert!(instant - now <= Duration::from_secs(120), "seed {seed}: it waits too long");
                    // Seconds are rounded up, and a response was on its way. A few requests may be left to others that
                    // seem to be there.
                    let is_idle = machine.in_flight == 0 && is_alone && losses == 0;
                    if is_idle && instant - now > Duration::from_millis(1200) {
                        assert!(
                            !server.has_room(now, CALLED[call], 12),
                            "seed {seed}: it is idle for {:?}",
                            instant - now
                        );
                    }
                    next = Some(next.map_or(instant, |next| next.min(instant)));
                    index += 1;
                }
                Decision::OnRelease(instant) => {
                    assert!(instant > now, "seed {seed}: it waits for the past");
                    assert!(machine.in_flight > 0, "seed {seed}: it waits for nothing");
                    next = Some(next.map_or(instant, |next| next.min(instant)));
                    index += 1;
                }
            }
        }
        // Another client of the project.
        if !is_alone && random.u8(..8) == 0 {
            let (operation, path) = CALLED[random.usize(..CALLED.len())];
            outcome.foreign += 1;
            server.receive(now, (operation, path));
        }
        let event = events.first_key_value().map(|((instant, _), _)| *instant);
        match (event, next) {
            (Some(event), next) if next.is_none_or(|next| event <= next) => {
                now = event;
                let Some((_, event)) = events.pop_first() else { continue };
                match event {
                    Event::Arrives { call, place, sent, is_lost } => {
                        let response = server.receive(now, CALLED[call]);
                        outcome.refused += usize::from(response.retry_after.is_some());
                        // A call that is lost ends after a while, before or after its request came.
                        let takes = if is_lost { random.u64(1..20_000) } else { random.u64(1..150) };
                        let response = Some(response).filter(|_| !is_lost);
                        number += 1;
                        let ends = now + Duration::from_millis(takes);
                        events.insert((ends, number), Event::Responds { call, place, sent, response });
                    }
                    Event::Responds { call, place, sent, response } => match response {
                        Some(Reply { status, announced, retry_after }) => {
                            let response = Response { status, announced: &announced, retry_after };
                            machine.observed(now, place, sent, response, || CALLED[call].1.to_owned());
                            responded.insert(CALLED[call].0.id);
                            machine.released(now, place, sent, false);
                            if status == StatusCode::OK {
                                outcome.done += 1;
                            } else {
                                waiting.push(call);
                            }
                        }
                        None => {
                            outcome.lost += 1;
                            machine.released(now, place, sent, true);
                        }
                    },
                }
            }
            (_, Some(next)) => now = next,
            _ => {}
        }
    }
    assert_eq!(machine.in_flight, 0, "seed {seed}");
    assert_eq!(outcome.done + outcome.lost, calls, "seed {seed}");
    outcome
}

fn seeds() -> u64 {
    std::env::var("LIMITER_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2000)
}

#[test]
fn calls_end_and_keep_the_limits() {
    for seed in 0..seeds() {
        let outcome = run(seed);
        // Alone, with limits that are described: only requests from before the first response to their operation
        // can be too many.
        if outcome.foreign == 0 && outcome.lost == 0 && !outcome.undescribed {
            assert!(outcome.refused <= outcome.first, "seed {seed}: {outcome:?}");
        }
    }
}

fn told(policy: &'static str, remaining: u64, resets_in: u64, quota: Option<(u64, u64)>) -> Announced<'static> {
    Announced {
        policy: policy.into(),
        remaining,
        resets_in: Duration::from_secs(resets_in),
        quota: quota.map(|(quota, _)| quota),
        window: quota.map(|(_, length)| Duration::from_secs(length)),
    }
}

fn place_of(machine: &mut Machine, operation: &'static Operation, path: &str) -> Place {
    machine.place(operation, &operation.method, path)
}

fn respond(machine: &mut Machine, now: Instant, place: Place, announced: &[Announced<'_>]) {
    assert_eq!(machine.admit(now, place), Decision::Go);
    let response = Response { status: StatusCode::OK, announced, retry_after: None };
    machine.observed(now, place, now, response, || "name".to_owned());
    machine.released(now, place, now, false);
}

#[test]
fn a_path_that_was_not_called_has_the_quota_of_its_policy() {
    let mut machine = Machine::new();
    let now = Instant::now();
    let (one, two) = (place_of(&mut machine, &READ, "1"), place_of(&mut machine, &READ, "2"));
    respond(&mut machine, now, one, &[told(PER_PATH, 2, 60, Some((3, 60)))]);
    let admitted = (0..10).filter(|_| machine.admit(now, two) == Decision::Go).count();
    assert_eq!(admitted, 3);
    let admitted = (0..10).filter(|_| machine.admit(now, one) == Decision::Go).count();
    assert_eq!(admitted, 2);
}

#[test]
fn a_policy_that_is_not_announced_any_more_is_forgotten() {
    let mut machine = Machine::new();
    let now = Instant::now();
    let place = place_of(&mut machine, &LIST, "list");
    respond(&mut machine, now, place, &[told("once", 0, 10, Some((1, 10)))]);
    assert_eq!(machine.admit(now, place), Decision::At(now + Duration::from_secs(10)));
    let ended = now + Duration::from_secs(10);
    respond(&mut machine, ended, place, &[]);
    assert!((0..1000).all(|_| machine.admit(ended, place) == Decision::Go));
    assert!(machine.show(ended).is_empty());
}

#[test]
fn exhausted_paths_are_kept_before_others() {
    let mut machine = Machine::new();
    let now = Instant::now();
    let exhausted = place_of(&mut machine, &READ, "exhausted");
    respond(&mut machine, now, exhausted, &[told(PER_PATH, 0, 60, Some((60, 60)))]);
    for number in 0..20_000 {
        let place = place_of(&mut machine, &READ, &number.to_string());
        respond(&mut machine, now, place, &[told(PER_PATH, 59, 60, Some((60, 60)))]);
    }
    assert_eq!(machine.admit(now, exhausted), Decision::At(now + Duration::from_secs(60)));
    assert!(machine.paths.iter().count() <= 1024);
}

#[test]
fn a_path_without_a_policy_of_its_own_leaves_nothing_behind() {
    let mut machine = Machine::new();
    let now = Instant::now();
    for number in 0..1000 {
        let place = place_of(&mut machine, &READ, &number.to_string());
        respond(&mut machine, now, place, &[told("project", 400, 60, Some((500, 60)))]);
    }
    assert_eq!(machine.paths.iter().count(), 0);
}
