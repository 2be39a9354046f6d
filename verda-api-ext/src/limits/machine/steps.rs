//! The machine step by step: what it allows, and until when it waits, where that is known to the millisecond.

use verda_api::BodyShape;

use super::*;

static READ: Operation = Operation::custom("read", Method::GET, "/v1/read/{id}", true, BodyShape::Any);
static LIST: Operation = Operation::custom("list", Method::GET, "/v1/list", true, BodyShape::Any);

/// A machine with a clock of milliseconds.
struct Steps {
    machine: Machine,
    began: Instant,
    now: Instant,
}

/// A decision, with the milliseconds since the beginning.
#[derive(Debug, PartialEq, Eq)]
enum Is {
    Go,
    At(u128),
    OnRelease(u128),
}

impl Steps {
    fn new() -> Self {
        let now = Instant::now();
        Self { machine: Machine::new(), began: now, now }
    }

    fn at(&mut self, milliseconds: u64) -> &mut Self {
        self.now = self.began + Duration::from_millis(milliseconds);
        self
    }

    fn place(&mut self, operation: &'static Operation, path: &str) -> Place {
        self.machine.place(operation, &operation.method, path)
    }

    fn ask(&mut self, place: Place) -> Is {
        let since = |instant: Instant| (instant - self.began).as_millis();
        match self.machine.decide(self.now, place) {
            Decision::Go => Is::Go,
            Decision::At(instant) => Is::At(since(instant)),
            Decision::OnRelease(instant) => Is::OnRelease(since(instant)),
        }
    }

    fn send(&mut self, place: Place) -> bool {
        let goes = self.machine.admit(self.now, place) == Decision::Go;
        if goes {
            self.machine.sent(self.now);
        }
        goes
    }

    /// Sends as many as may go, up to a number, and gives how many were sent.
    fn burst(&mut self, place: Place, most: usize) -> usize {
        (0..most).take_while(|_| self.send(place)).count()
    }

    /// A response to a request that was sent at once.
    fn respond(&mut self, place: Place, status: u16, announced: &[Announced<'_>], retry_after: Option<u64>) {
        let status = StatusCode::from_u16(status).unwrap();
        let response = Response { status, announced, retry_after: retry_after.map(Duration::from_secs) };
        self.machine.observed(self.now, place, self.now, response, || "name".to_owned());
    }

    fn end(&mut self, place: Place, lost: bool) {
        self.machine.released(self.now, place, self.now, lost);
    }

    /// A request that is sent, and its response.
    fn call(&mut self, place: Place, announced: &[Announced<'_>]) {
        assert!(self.send(place));
        self.respond(place, 200, announced, None);
        self.end(place, false);
    }
}

fn told(policy: &'static str, remaining: u64, resets_in: u64, quota: u64, length: u64) -> Announced<'static> {
    Announced {
        policy: policy.into(),
        remaining,
        resets_in: Duration::from_secs(resets_in),
        quota: Some(quota),
        window: Some(Duration::from_secs(length)),
    }
}

#[test]
fn a_first_burst_grows_with_the_time_without_a_response() {
    let slow = [(0, 56, 17), (16, 56, 17), (17, 450, 51), (51, 1000, 500)];
    let fast = [(0, 56, 80), (79, 56, 80), (80, 1000, 500)];
    for (sign_in, steps) in [(None, &slow[..]), (Some(200), &slow), (Some(199), &fast)] {
        let mut client = Steps::new();
        let place = client.place(&LIST, "list");
        if let Some(took) = sign_in {
            client.machine.signed_in(Duration::from_millis(took));
        }
        let mut sent = 0;
        for (at, most, until) in steps {
            sent += client.at(*at).burst(place, 5000);
            assert_eq!((sent, client.ask(place)), (*most, Is::OnRelease(*until)), "{sign_in:?}, {at} ms");
        }
        assert_eq!(client.at(500).burst(place, 5000), 5000);
    }
}

/// Others may have begun as well: a response does not tell of their requests that are under way.
#[test]
fn after_the_first_response_a_client_goes_slowly_for_a_moment_unless_plenty_is_left() {
    for (left, most) in [(444, 56), (944, 59), (960, 60)] {
        let mut client = Steps::new();
        let place = client.place(&LIST, "list");
        assert_eq!(client.burst(place, 100), 56);
        client.at(15).respond(place, 200, &[told("project", left, 60, left + 56, 60)], None);
        client.end(place, false);
        assert_eq!(55 + client.burst(place, 100), most, "{left}");
        assert_eq!(client.ask(place), Is::OnRelease(300));
        assert_eq!(client.at(300).burst(place, 100), 100);
    }
}

#[test]
fn a_request_that_was_lost_may_have_counted() {
    let mut client = Steps::new();
    let (one, two) = (client.place(&READ, "1"), client.place(&READ, "2"));
    client.call(one, &[told(PER_PATH, 2, 60, 3, 60)]);
    assert!(client.send(two));
    client.end(two, true);
    assert_eq!(client.burst(two, 10), 2);
}

/// A response that does not tell of a policy ends it, but not within its window.
#[test]
fn a_policy_stays_until_its_window_ends_and_is_forgotten_after_that() {
    for policy in ["project", PER_PATH] {
        let mut client = Steps::new();
        let place = client.place(&READ, "1");
        assert_eq!(client.burst(place, 2), 2);
        client.respond(place, 200, &[told(policy, 0, 10, 5, 10)], None);
        client.end(place, false);
        client.at(1000).respond(place, 200, &[], None);
        client.end(place, false);
        assert_eq!(client.ask(place), Is::At(10_000), "{policy}");
        client.at(10_000).call(place, &[]);
        assert_eq!(client.burst(place, 100), 100, "{policy}");
    }
    let mut client = Steps::new();
    let place = client.place(&READ, "1");
    client.call(place, &[told("project", 1, 10, 5, 10)]);
    for (milliseconds, shown) in [(129_999, 1), (130_000, 0)] {
        let now = client.at(milliseconds).now;
        assert_eq!(client.machine.show(now).len(), shown);
    }
}

#[test]
fn a_policy_of_one_operation_holds_no_other_back() {
    let mut client = Steps::new();
    let (read, list) = (client.place(&READ, "1"), client.place(&LIST, "list"));
    client.call(read, &[told("reads", 0, 60, 5, 60)]);
    assert_eq!((client.ask(read), client.ask(list)), (Is::At(60_000), Is::Go));
    client.call(list, &[]);
    assert_eq!((client.ask(read), client.ask(list)), (Is::At(60_000), Is::Go));
}

#[test]
fn a_refusal_that_blames_no_policy_holds_its_path_back_until_the_next_response() {
    let mut client = Steps::new();
    let (one, two) = (client.place(&READ, "1"), client.place(&READ, "2"));
    let project = || [told("project", 400, 60, 500, 60)];
    assert!(client.send(one));
    client.respond(one, 429, &project(), Some(7));
    client.end(one, false);
    assert_eq!((client.ask(one), client.ask(two)), (Is::At(7000), Is::Go));
    assert_eq!(client.at(7000).burst(one, 10), 1, "a probe");
    client.respond(one, 200, &project(), None);
    client.end(one, false);
    assert_eq!(client.burst(one, 10), 10);
    // One that blames a policy says nothing of the path.
    client.respond(one, 429, &[told("project", 0, 60, 500, 60)], Some(7));
    assert_eq!(client.ask(two), client.ask(one));
}

/// A proxy's response says nothing of the API's limits, and what was long ago nothing of how fast the server is.
#[test]
fn a_response_of_a_proxy_is_no_news_and_a_burst_after_a_pause_is_a_first_one() {
    let mut client = Steps::new();
    let place = client.place(&LIST, "list");
    assert!(client.send(place));
    client.respond(place, 502, &[], None);
    assert_eq!(client.machine.knowledge(), Knowledge::Nothing);
    client.at(100).end(place, true);
    assert_eq!(client.at(1000).burst(place, 100), 56);
    let mut client = Steps::new();
    let place = client.place(&LIST, "list");
    client.call(place, &[told("project", 0, 10, 5, 10)]);
    client.at(10_000).respond(place, 502, &[], None);
    let now = client.now;
    assert_eq!(client.machine.show(now).len(), 1);
}

#[test]
fn an_operation_that_was_not_called_has_the_smallest_quota_of_others() {
    let mut client = Steps::new();
    let (read, list) = (client.place(&READ, "1"), client.place(&LIST, "list"));
    client.call(read, &[told(PER_PATH, 2, 60, 3, 60)]);
    client.at(300);
    assert_eq!(client.burst(list, 10), 3);
}

#[test]
fn where_there_are_too_many_paths_a_quarter_of_them_is_forgotten() {
    let mut client = Steps::new();
    for number in 0..1100 {
        let place = client.place(&READ, &number.to_string());
        client.call(place, &[told(PER_PATH, 50, 60, 60, 60)]);
    }
    let kept = client.machine.paths.iter().count();
    assert!((800..900).contains(&kept), "{kept}");
}

#[test]
fn paths_with_requests_in_flight_take_no_place_of_others() {
    let mut client = Steps::new();
    for number in 0..1100 {
        let place = client.place(&READ, &number.to_string());
        client.call(place, &[told(PER_PATH, 50, 60, 60, 60)]);
        client.at(300);
        if number >= 800 {
            assert!(client.send(place));
        }
    }
    assert_eq!(client.machine.paths.iter().count(), 1100);
}
