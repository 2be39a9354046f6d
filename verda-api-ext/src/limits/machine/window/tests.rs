//! Windows by the numbers: how many requests one lets through, and until when.

use super::*;

const LONG: Duration = Duration::from_secs(60);

fn told(remaining: u64, resets_in: u64) -> Told {
    let resets_in = Duration::from_secs(resets_in);
    Told { remaining, resets_in, quota: Some(100), length: Some(LONG), is_refused: false, retry_after: None }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How many more requests it lets through, alongside so many.
fn room(window: &mut Window, in_flight: u64, now: Instant) -> usize {
    let mut goes = |in_flight| {
        let goes = window.room(in_flight, now) == Decision::Go;
        window.entered(now);
        goes
    };
    (in_flight..1000).take_while(|in_flight| goes(*in_flight)).count()
}

/// A window of 100 requests of which this client has sent `ours`, and `left` are left.
fn of_hundred(ours: u64, left: u64, now: Instant) -> Window {
    let mut window = Window::told(&told(100 - ours, 60), now, now);
    for _ in 1..ours {
        window.observe(&told(left, 60), now, now);
    }
    window.observe(&Told { is_refused: true, ..told(left, 60) }, now, now);
    window
}

#[test]
fn what_is_left_is_shared_with_others_that_use_it_up() {
    let now = Instant::now();
    for (ours, left, expected) in [(40, 60, 60), (5, 60, 4), (1, 59, 3), (20, 5, 1), (1, 7, 1), (20, 4, 0), (1, 6, 0)] {
        assert_eq!(room(&mut of_hundred(ours, left, now), 0, now), expected, "{ours} of ours, {left} left");
    }
    // What is left in the end is spread over the time.
    let mut window = of_hundred(1, 5, now);
    assert_eq!(window.room(0, now), Decision::At(now + seconds(30)));
    assert_eq!(room(&mut window, 0, now + seconds(30)), 1);
    let mut empty = of_hundred(1, 0, now);
    assert_eq!(empty.room(0, now), Decision::At(now + seconds(60)));
    // A new window of which nothing is told yet: the shares are those of the one before.
    let next = now + LONG;
    for (ours, left, expected) in [(40, 60, 6), (40, 20, 3), (20, 0, 1), (5, 0, 1)] {
        assert_eq!(room(&mut of_hundred(ours, left, now), 0, next), expected, "{ours} of ours, {left} left before");
    }
}

/// Servers that round a reset down refuse a request that comes when it is said to be over.
#[test]
fn a_window_that_is_refused_right_after_its_end_is_longer_by_a_second() {
    let now = Instant::now();
    let refused = Told { is_refused: true, ..told(0, 1) };
    for (has_ended, told, ends) in [
        (true, refused, 2),
        (false, refused, 1),
        (true, told(0, 1), 1),
        (true, Told { remaining: 1, ..refused }, 1),
        (true, Told { resets_in: seconds(2), ..refused }, 2),
        (true, Told { length: Some(seconds(10)), ..refused }, 2),
        (true, Told { length: Some(seconds(9)), ..refused }, 1),
    ] {
        let mut window = Window::told(&self::told(5, 60), now, now);
        let now = if has_ended { now + LONG } else { now };
        window.room(0, now);
        window.observe(&told, now, now);
        assert_eq!(window.resets_at, now + seconds(ends), "{told:?}");
    }
}

#[test]
fn retry_after_wins_over_the_reset_where_nothing_is_left() {
    let now = Instant::now();
    let refused = Told { is_refused: true, retry_after: Some(seconds(5)), ..told(0, 60) };
    assert_eq!(Window::told(&refused, now, now).room(0, now), Decision::At(now + seconds(5)));
    assert_eq!(Window::told(&Told { remaining: 9, ..refused }, now, now).resets_at, now + seconds(60));
    let endless = Told { retry_after: Some(LONGEST_HOLD * 2), ..refused };
    assert_eq!(Window::told(&endless, now, now).resets_at, now + seconds(60));
}

/// Responses overtake each other.
#[test]
fn a_response_tells_of_this_window_of_a_later_one_or_of_one_before() {
    let began = Instant::now();
    let now = began + seconds(100);
    // The window that is known began a second ago, and ends in 20 seconds: ends up to 30 seconds from that are its own.
    for (sent_ago, resets_in, left, ends_in) in
        [(0, 20, 3, 20), (2, 20, 3, 20), (0, 49, 3, 20), (0, 60, 3, 60), (0, 10, 3, 10), (2, 10, 3, 10)]
    {
        let mut window = Window::told(&told(5, 21), now - seconds(1), now - seconds(1));
        window.observe(&told(3, resets_in), now - seconds(sent_ago), now);
        assert_eq!((window.told, window.resets_at), (left, now + seconds(ends_in)), "{sent_ago} {resets_in}");
    }
    for (sent_ago, left, ends_in) in [(0, 3, 20), (2, 5, 60)] {
        let mut window = Window::told(&told(5, 60), now - seconds(1), now);
        window.observe(&told(3, 20), now - seconds(sent_ago), now);
        assert_eq!((window.told, window.resets_at), (left, now + seconds(ends_in)), "{sent_ago}");
    }
}

#[test]
fn a_lost_request_counts_until_a_later_one_has_told() {
    let now = Instant::now();
    let at = |second| now + seconds(second);
    let mut window = Window::told(&told(99, 60), now, now);
    window.released(at(1), true, at(2));
    assert_eq!(window.remaining(), 98);
    window.observe(&told(98, 58), at(1), at(2));
    assert_eq!(window.remaining(), 97, "that one was sent before");
    window.observe(&told(97, 58), at(2), at(2));
    assert_eq!(window.remaining(), 97);
    // All that was used was used by this client, the lost one among it.
    window.observe(&told(95, 58), at(2), at(2));
    assert_eq!(room(&mut window, 0, at(2)), 95);
}

/// What was sent before a window began counts for five seconds more: it may arrive in this one.
#[test]
fn requests_in_flight_from_before_a_window_count_for_a_while() {
    let now = Instant::now();
    let at = |second| now + seconds(second);
    let window = |quota| Window::assumed(Some(quota), Some(seconds(10)), now);
    let mut one = window(1);
    one.entered(at(6));
    assert_eq!(one.room(1, at(10)), Decision::OnRelease(at(11)), "it has not moved");
    one.entered(at(12));
    assert_eq!(one.room(1, at(12)), Decision::OnRelease(at(15)));
    assert_eq!(one.room(1, at(14)), Decision::OnRelease(at(15)));
    assert_eq!((one.room(1, at(15)), room(&mut one, 1, at(15))), (Decision::Go, 1));
    // One that was sent in this window counts when it is lost, and one from before does not.
    for (sent, left) in [(9, 3), (10, 2)] {
        let mut three = window(3);
        assert_eq!(three.room(1, at(10)), Decision::Go);
        three.released(at(sent), true, at(11));
        assert_eq!(three.remaining(), left, "{sent}");
    }
    // With nothing from before, what was sent last is waited for.
    let mut new = window(1);
    assert_eq!(new.room(0, at(10)), Decision::Go);
    new.entered(at(12));
    assert_eq!(new.room(1, at(12)), Decision::OnRelease(at(17)));
    // Nothing is left: it does not help that nothing moves.
    let mut empty = Window::told(&told(0, 60), now, now);
    assert_eq!(empty.room(1, at(5)), Decision::OnRelease(at(60)));
}
