//! The queue step by step: who is granted what, who is woken, and who watches.

use http::{Method, StatusCode};
use verda_api::{BodyShape, Operation};

use super::super::fields::Announced;
use super::super::machine::Response;
use super::*;

static READ: Operation = Operation::custom("read", Method::GET, "/v1/read/{id}", true, BodyShape::Any);

/// A project with two requests in ten seconds: one has its response, and one is in flight.
struct World {
    machine: Machine,
    queue: Queue,
    now: Instant,
    wakers: Vec<Waker>,
}

impl World {
    fn new() -> Self {
        let (machine, queue, now) = (Machine::new(), Queue::default(), Instant::now());
        let mut world = Self { machine, queue, now, wakers: Vec::new() };
        let place = world.place(0);
        world.machine.enter(now, place);
        world.machine.enter(now, place);
        let ten = Duration::from_secs(10);
        let announced =
            [Announced { policy: "project".into(), remaining: 1, resets_in: ten, quota: Some(2), window: Some(ten) }];
        let response = Response { status: StatusCode::OK, announced: &announced, retry_after: None };
        world.machine.observed(now, place, now, response, String::new);
        world.machine.released(now, place, now, false);
        world
    }

    fn place(&mut self, path: usize) -> Place {
        self.machine.place(&READ, &READ.method, &path.to_string())
    }

    /// The request that is in flight did not reach the server.
    fn free(&mut self, path: usize) {
        let place = self.place(path);
        self.machine.released(self.now, place, self.now, false);
    }

    fn look(&mut self, ticket: Ticket, path: usize) -> Look {
        let place = self.place(path);
        self.queue.look(&mut self.machine, self.now, (ticket, place, false), Waker::noop(), &mut self.wakers)
    }

    /// A new waiter that looks for the first time.
    fn wait(&mut self, path: usize) -> Ticket {
        let ticket = self.queue.ticket();
        assert!(matches!(self.look(ticket, path), Look::Wait { .. }));
        ticket
    }

    fn grant(&mut self) -> usize {
        self.wakers.clear();
        self.queue.grant(&mut self.machine, self.now, &mut self.wakers);
        self.wakers.len()
    }

    fn leave(&mut self, ticket: Ticket, path: usize) {
        let place = self.place(path);
        self.queue.leave(&mut self.machine, self.now, (ticket, place));
    }
}

#[test]
fn requests_go_in_the_order_in_which_they_came() {
    for paths in [[1, 1, 1], [1, 2, 3], [1, 2, 2]] {
        let mut world = World::new();
        let tickets = paths.map(|path| world.wait(path));
        world.free(0);
        // A new one does not overtake them, and neither do those after the first.
        world.wait(4);
        assert!(matches!(world.look(tickets[2], paths[2]), Look::Wait { .. }), "{paths:?}");
        assert!(matches!(world.look(tickets[1], paths[1]), Look::Wait { .. }), "{paths:?}");
        assert!(matches!(world.look(tickets[0], paths[0]), Look::Granted(..)), "{paths:?}");
    }
    // Who comes may not go at once where one waits, or was granted and not told yet.
    let mut world = World::new();
    let ticket = world.wait(1);
    assert!(!world.queue.is_empty());
    world.free(0);
    assert_eq!((world.grant(), world.queue.is_empty()), (1, false));
    assert!(matches!(world.look(ticket, 1), Look::Granted(..)) && world.queue.is_empty());
}

/// A caller may not poll a call that was granted: the grant goes to the next one in milliseconds.
#[test]
fn few_of_those_that_wait_watch_over_a_grant_for_as_long_as_its_caller_may_need() {
    let mut world = World::new();
    let tickets: Vec<Ticket> = (0..100).map(|path| world.wait(path)).collect();
    world.now += Duration::from_millis(100);
    world.free(0);
    // The one that is granted, and one that watches; once.
    assert_eq!((world.grant(), world.queue.grants(), world.grant()), (2, 1, 0));
    let lease = Duration::from_millis(30);
    let looks: Vec<_> = (1..60).map(|number| world.look(tickets[number], number)).collect();
    let until = world.now + lease;
    let watch = |look: &&Look| matches!(look, Look::Wait { until: it, .. } if *it == until);
    assert_eq!((looks.iter().filter(watch).count(), looks.iter().take_while(watch).count()), (32, 32));
    // It is taken up in time, or goes to the next one.
    world.now = until - Duration::from_millis(1);
    assert!(matches!(world.look(tickets[60], 60), Look::Wait { .. }));
    world.now = until;
    assert!(matches!(world.look(tickets[1], 1), Look::Granted(..)));
    assert!(matches!(world.look(tickets[0], 0), Look::Wait { .. }));
    // Others watch over the next one.
    world.free(1);
    assert_eq!((world.grant() > 0, world.queue.grants()), (true, 1));
    let look = world.look(tickets[61], 61);
    assert!(matches!(look, Look::Wait { until, .. } if until < world.now + 2 * lease), "{look:?}");
}

#[test]
fn a_burst_of_waiters_leaves_no_large_table_behind() {
    let mut world = World::new();
    let tickets: Vec<Ticket> = (0..5000).map(|path| world.wait(path)).collect();
    for (path, ticket) in tickets.iter().enumerate().skip(1) {
        world.leave(*ticket, path);
    }
    assert!(world.queue.lines.capacity() >= 5000, "one waits");
    world.leave(tickets[0], 0);
    assert_eq!((world.queue.take_left().len(), world.queue.take_left().len()), (5000, 0));
    let kept = world.queue.lines.capacity();
    assert!((TABLE_KEPT..2 * TABLE_KEPT).contains(&kept) && world.queue.is_empty(), "{kept}");
}
