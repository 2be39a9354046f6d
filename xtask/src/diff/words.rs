//! Whether two names may say the opposite of each other. Where they do, no description makes them one.

pub(crate) mod forms;

use heck::ToSnakeCase;

/// Groups of words that are not one another: opposites, parts of a pair, units.
const OPPOSITES: &str = "\
    start/stop start/end start/finish begin/end starts/ends opens/closes first/last min/max minimum/maximum before/after \
    since/until pre/post from/to on/off open/close opened/closed opt/out in/out inner/outer inside/outside allow/deny allow/block \
    allowed/denied allowed/blocked allowlist/denylist allowlist/blocklist whitelist/blacklist source/target source/destination src/dst src/dest \
    old/new previous/next prev/next left/right top/bottom up/down lower/upper low/high above/below parent/child \
    sender/receiver sender/recipient read/write public/private local/remote add/remove create/delete/update \
    created/deleted/updated credit/debit creditor/debtor buy/sell buyer/seller purchase/sale success/failure success/error \
    successes/failures ok/ko succeeded/failed accept/reject accepted/rejected approve/reject approved/rejected \
    positive/negative plus/minus true/false yes/no gt/lt gte/lte ge/le short/long primary/secondary major/minor \
    client/server request/response asc/desc ascending/descending earliest/latest oldest/newest older/newer used/free used/available \
    incoming/outgoing inbound/outbound ingress/egress push/pull send/receive sent/received/seen keep/delete show/hide \
    visible/hidden all/none any/none with/without attach/detach pause/resume get/set put/delete grant/revoke issue/revoke \
    lock/release enter/leave join/leave arrival/departure win/loss win/lose wins/losses winner/loser gain/loss profit/loss \
    good/bad valid/expired active/suspended active/archived expand/collapse raise/lower increase/reduce less/more fewer/more \
    front/back head/tail hot/cold dry/wet warm/cold odd/even known/unknown prefix/suffix row/column rows/columns \
    numerator/denominator expected/actual draft/final taxable/exempt fee/rebate pros/cons likes/dislikes net/gross \
    deposit/withdrawal deposits/withdrawals uploaded/downloaded upload/download run/skip opens/closes lhs/rhs rx/tx \
    username/password user/password user/admin admin/member host/guest home/away master/slave given/family \
    mother/father husband/wife bid/ask birth/death sunrise/sunset zenith/nadir ceil/floor day/night weekday/weekend \
    shipping/billing access/refresh requester/approver lender/borrower plaintext/ciphertext encrypted/decrypted \
    north/south/east/west x/y/z lat/lon lat/lng latitude/longitude/altitude width/height/depth/length red/green/blue rgb/cmyk \
    ipv4/ipv6 v4/v6 http/https ftp/sftp tcp/udp cpu/gpu/memory/disk usd/eur/gbp celsius/fahrenheit/kelvin gmt/utc \
    ns/us/ms/s/min/h sec/min ms/sec nanoseconds/microseconds/milliseconds/seconds/minutes/hours/days/weeks/months/years \
    millisecond/second/minute/hour/day/week/month/year hourly/daily/weekly/monthly/yearly \
    b/kb/mb/gb/tb/kib/mib/gib/tib bits/bytes/kilobytes/megabytes/gigabytes/terabytes km/mi/m/cm/mm/ft/in kg/g/lb \
    cents/dollars/euros percent/ratio";

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
    let has = |group: &str, word: &str| group.split('/').any(|listed| listed == word);
    let are_listed = |group: &str| old != new && has(group, old) && has(group, new);
    let common = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    let (rest, other) = (old.len() - common, new.len() - common);
    // `active` and `inactive`; `import` and `export`.
    let longest = if rest.min(other) == 0 { usize::MAX } else { 4 };
    let differs_in_front = common >= 3 && (1..=longest).contains(&rest.max(other));
    differs_in_front
        || OPPOSITES.split_whitespace().any(are_listed)
        || are_both_ends(old, new)
        || are_both_ends(new, old)
        || old.ends_with("less") != new.ends_with("less")
}

/// `payer` and `payee`, `employer` and `employee`.
fn are_both_ends(acts: &str, is_acted_on: &str) -> bool {
    let stem = acts.strip_suffix("er").or_else(|| acts.strip_suffix("or"));
    stem.is_some_and(|stem| is_acted_on.strip_suffix("ee") == Some(stem))
}
