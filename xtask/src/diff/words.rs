//! Whether two names may say the opposite of each other. A rename is claimed only where they do not.

use heck::ToSnakeCase;

/// Words that say the opposite without looking like it.
const OPPOSITES: &str = "\
    start/stop start/end start/finish begin/end first/last min/max minimum/maximum before/after since/until \
    from/to on/off open/close opened/closed allow/deny allow/block allowed/denied allowed/blocked \
    allowlist/denylist allowlist/blocklist whitelist/blacklist source/target source/destination src/dst src/dest \
    old/new previous/next prev/next left/right top/bottom up/down lower/upper low/high parent/child \
    sender/receiver sender/recipient read/write public/private local/remote add/remove create/delete \
    created/deleted credit/debit buy/sell success/failure success/error succeeded/failed accept/reject \
    accepted/rejected approve/reject approved/rejected positive/negative true/false yes/no gt/lt gte/lte ge/le \
    short/long primary/secondary client/server request/response asc/desc earliest/latest oldest/newest older/newer \
    used/free used/available incoming/outgoing push/pull send/receive sent/received keep/delete show/hide all/none \
    any/none with/without attach/detach pause/resume get/set put/delete grant/revoke issue/revoke lock/release \
    enter/leave join/leave arrival/departure win/loss good/bad valid/expired active/suspended active/archived \
    expand/collapse raise/lower increase/reduce less/more fewer/more inside/outside front/back hot/cold";

/// Words that turn round what stands next to them.
const NEGATIONS: &str =
    "not no non never without except exclude excluded excluding skip disable disabled ignore deny un anti hide omit";

/// Whether two names may say the opposite of each other: as [`are_opposite`], or because they share words and what is left
/// of them does not begin alike. `start_time` and `check_time` have the same form as `start_time` and `stop_time`;
/// `config_id` and `configuration_id` are one.
pub(crate) fn may_be_opposite(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_snake_case(), new.to_snake_case());
    let (before, after) = differing(&old, &new);
    let shares = before.len() < old.split('_').count();
    let begin_alike = |old: &str, new: &str| old.starts_with(new) || new.starts_with(old);
    let is_open =
        !before.is_empty() && !after.is_empty() && !pairs(&before, &after).any(|(old, new)| begin_alike(old, new));
    are_opposite(&old, &new) || (shares && is_open)
}

/// Whether two names differ in words that say the opposite, in the beginning of a word (`enabled` and `disabled`, `active`
/// and `inactive`), or by a negation.
pub(crate) fn are_opposite(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_snake_case(), new.to_snake_case());
    let (before, after) = differing(&old, &new);
    let is_negation = |word: &&str| NEGATIONS.split(' ').any(|negation| negation == *word);
    before.iter().chain(&after).any(is_negation) || pairs(&before, &after).any(|(old, new)| turns_round(old, new))
}

/// The words that are in one name alone.
fn differing<'w>(old: &'w str, new: &'w str) -> (Vec<&'w str>, Vec<&'w str>) {
    let (mut before, mut after): (Vec<&str>, Vec<&str>) = (old.split('_').collect(), new.split('_').collect());
    before.retain(|word| match after.iter().position(|other| other == word) {
        Some(index) => {
            after.remove(index);
            false
        }
        None => true,
    });
    (before, after)
}

fn pairs<'w>(before: &[&'w str], after: &[&'w str]) -> impl Iterator<Item = (&'w str, &'w str)> {
    before.iter().flat_map(|old| after.iter().map(|new| (*old, *new))).collect::<Vec<_>>().into_iter()
}

fn turns_round(old: &str, new: &str) -> bool {
    let mut listed = OPPOSITES.split(' ').filter_map(|pair| pair.split_once('/'));
    let common = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    let (rest, other) = (old.len() - common, new.len() - common);
    // `active` and `inactive`; `import` and `export`.
    let longest = if rest.min(other) == 0 { usize::MAX } else { 4 };
    let differs_in_front = common >= 3 && (1..=longest).contains(&rest.max(other));
    differs_in_front
        || listed.any(|pair| pair == (old, new) || pair == (new, old))
        || old.ends_with("less") != new.ends_with("less")
}
