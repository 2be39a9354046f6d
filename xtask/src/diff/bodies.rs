//! Request bodies, responses and their headers.

use std::collections::{BTreeMap, BTreeSet};

use super::encodings::encodings;
use super::finding::Verdict::{self, Breaking, Compatible};
use super::graph::{Graph, Position, Root};
use super::rules::{self, both};
use super::shape::is_same;
use super::side::Side;
use crate::document::{Node, Operation};
use verda_api_codegen::ledger::join;
use verda_api_codegen::media::{FORM, essence, rank_decoded, rank_sent};

/// The response to every status that has none of its own.
const DEFAULT: &str = "default";

/// Whether the schema of a media type is of bytes.
fn is_binary<'a>(side: &Side<'a>, media: &Node<'a>) -> bool {
    media.child("schema").is_some_and(|schema| side.meaning(&schema).format == Some("binary"))
}

/// The media types of a body, without their parameters where one is left.
fn content<'a>(body: &Node<'a>) -> BTreeMap<String, Node<'a>> {
    let content = body.child("content");
    let all: Vec<(&str, Node<'a>)> = content.iter().flat_map(Node::members).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|(media, _)| *counts.entry(essence(media)).or_default() += 1);
    let name = |media: &str| {
        let whole = || media.split(';').map(str::trim).collect::<Vec<_>>().join(";").to_ascii_lowercase();
        Some(essence(media)).filter(|essence| counts.get(essence) == Some(&1)).unwrap_or_else(whole)
    };
    all.into_iter().map(|(media, node)| (name(media), node)).collect()
}

/// Whether the fields of a media type have encodings: next to any other one OpenAPI ignores them.
fn has_encodings(media: &str) -> bool {
    media.starts_with("multipart/") || essence(media) == FORM || media.contains('*')
}

/// The media type in which the generated client sends a body.
fn sent<'a>(side: &Side<'a>, content: &BTreeMap<String, Node<'a>>) -> Option<String> {
    let ranked = content.iter().filter_map(|(media, node)| Some((rank_sent(media, is_binary(side, node))?, media)));
    ranked.min().map(|(_, media)| media.clone())
}

/// The media type of a response that the generated client decodes.
fn json<'c, 'a>(side: &Side<'a>, content: &'c BTreeMap<String, Node<'a>>) -> Option<(&'c String, &'c Node<'a>)> {
    let rank = |(media, node): (&'c String, &'c Node<'a>)| rank_decoded(media, is_binary(side, node));
    let ranked = content.iter().filter_map(|of| Some((rank(of)?, of)));
    ranked.min_by_key(|(rank, (media, _))| (*rank, *media)).map(|(_, of)| of)
}

/// Compares the request bodies of two operations that are one.
pub(crate) fn request<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Operation<'a>, new: &Operation<'a>) {
    let body = |side: &Side<'a>, operation: &Operation<'a>| {
        let body = operation.node.child("requestBody").map(|body| side.resolved(&body))?;
        let content = content(&body);
        (!content.is_empty()).then_some((body, content))
    };
    let (old_pointer, new_pointer) = (&old.node.pointer, &new.node.pointer);
    match (body(graph.old, old), body(graph.new, new)) {
        (None, None) => {}
        (None, Some((body, _))) => {
            let (rule, word) = match body.is_true("required") {
                true => (&rules::BODY_REQUIRED_ADDED, "required"),
                false => (&rules::BODY_OPTIONAL_ADDED, "optional"),
            };
            let place = format!("{}/requestBody", old.node.place);
            let change = rule.change(place, format!("there is a request body now ({word})"));
            graph.note(root, change.at(Some(old_pointer), Some(&body.pointer)));
        }
        (Some((body, _)), None) => {
            let place = format!("{}/requestBody", old.node.place);
            let change = rules::BODY_REMOVED.change(place, "there is no request body any more");
            graph.note(root, change.at(Some(&body.pointer), Some(new_pointer)));
        }
        (Some((old, before)), Some((new, after))) => {
            let required = match (old.is_true("required"), new.is_true("required")) {
                (false, true) => Some((&rules::BODY_BECAME_REQUIRED, "the request body is required now")),
                (true, false) => Some((&rules::BODY_BECAME_OPTIONAL, "the request body is optional now")),
                _ => None,
            };
            if let Some((rule, message)) = required {
                let change = rule.change(&old.place, message);
                graph.note(root, change.at(Some(&old.pointer), Some(&new.pointer)));
            }
            let (sent_before, sent_after) = (sent(graph.old, &before), sent(graph.new, &after));
            let changes_type = sent_before != sent_after;
            let rules = [&rules::REQUEST_MEDIA_REMOVED, &rules::REQUEST_MEDIA_ADDED];
            media(graph, root, (&old, &before), (&new, &after), rules, "the request body", changes_type);
            for (media, old) in &before {
                if let Some(new) = after.get(media) {
                    let generated = sent_before.as_ref() == Some(media);
                    if has_encodings(media) && encodings(graph.old, old) != encodings(graph.new, new) {
                        let change =
                            rules::REQUEST_ENCODING.change(&old.place, "the request body is encoded in another way");
                        graph.note(root, change.at(Some(&old.pointer), Some(&new.pointer)));
                    }
                    let root = root.request(generated);
                    graph.site((root, Position::Body), old.child("schema"), new.child("schema"), old, new);
                }
            }
        }
    }
}

/// Media types that are new or gone.
fn media<'a>(
    graph: &mut Graph<'_, 'a>,
    root: &Root,
    (old, before): (&Node<'a>, &BTreeMap<String, Node<'a>>),
    (new, after): (&Node<'a>, &BTreeMap<String, Node<'a>>),
    [removed, added]: [&'static rules::Rule; 2],
    thing: &str,
    changes_type: bool,
) {
    let rust = both(if changes_type { Breaking } else { Verdict::None });
    for (media, node) in before.iter().filter(|(media, _)| !after.contains_key(*media)) {
        let change = removed.change(&node.place, format!("{thing} is never `{media}` any more")).rust(rust);
        graph.note(root, change.at(Some(&node.pointer), Some(&new.pointer)));
    }
    for (media, node) in after.iter().filter(|(media, _)| !before.contains_key(*media)) {
        let change = added.change(&node.place, format!("{thing} may be `{media}` now")).rust(rust);
        graph.note(root, change.at(Some(&old.pointer), Some(&node.pointer)));
    }
}

/// The body that the generated client decodes: that of the first success with JSON.
fn decoded<'a>(side: &Side<'a>, responses: &BTreeMap<String, Node<'a>>) -> Option<(String, String, Node<'a>)> {
    let mut codes: Vec<_> = responses.iter().filter(|(code, _)| is_success(code)).collect();
    if codes.is_empty() {
        codes.extend(responses.get_key_value(DEFAULT));
    }
    codes.into_iter().find_map(|(code, response)| {
        let content = content(response);
        let (media, node) = json(side, &content)?;
        Some((code.clone(), media.clone(), node.clone()))
    })
}

fn is_success(code: &str) -> bool {
    code.starts_with('2')
}

/// Whether a response is one of a success: the default one is where there is no other.
fn is_success_of(responses: &BTreeMap<String, Node<'_>>, code: &str) -> bool {
    is_success(code) || (code == DEFAULT && !responses.keys().any(|code| is_success(code)))
}

fn responses<'a>(side: &Side<'a>, operation: &Operation<'a>) -> BTreeMap<String, Node<'a>> {
    let responses = operation.node.child("responses");
    responses
        .iter()
        .flat_map(Node::entries)
        .map(|(code, node)| {
            (if code == DEFAULT { code.to_owned() } else { code.to_ascii_uppercase() }, side.resolved(&node))
        })
        .collect()
}

/// Compares the responses of two operations that are one.
pub(crate) fn response<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Operation<'a>, new: &Operation<'a>) {
    let (before, after) = (responses(graph.old, old), responses(graph.new, new));
    let (decoded_before, decoded_after) = (decoded(graph.old, &before), decoded(graph.new, &after));
    let is_equal = |(a, old): (&Side<'a>, &Node<'a>), (b, new): (&Side<'a>, &Node<'a>)| match (
        old.child("schema"),
        new.child("schema"),
    ) {
        (Some(old), Some(new)) => is_same((a, &old), (b, &new)),
        (old, new) => old.is_none() && new.is_none(),
    };
    // A status without a body is the empty form of the others. The old client takes a new one only where names.toml lists it.
    let alike = |code: &str, other: &Node<'a>, in_old: bool| {
        let (side, decoded) = if in_old { (graph.old, &decoded_after) } else { (graph.new, &decoded_before) };
        let of_decoded = if in_old { graph.new } else { graph.old };
        let own = content(other);
        match (json(side, &own), decoded) {
            (None, None) => true,
            (None, Some(_)) => own.is_empty() && (in_old || graph.surface.takes_no_body(&old.label(), code)),
            (Some((_, own)), Some((_, _, decoded))) => is_equal((side, own), (of_decoded, decoded)),
            (Some(_), None) => false,
        }
    };
    let mut notes = Vec::new();
    // Several statuses may share a response, so its own place is none of theirs.
    let place = |code: &str| join(&join(&old.node.place, "responses"), code);
    for (code, node) in before.iter().filter(|(code, _)| !after.contains_key(*code)) {
        let change = if is_success_of(&before, code) {
            let (wire, rust) = if alike(code, node, true) { (Compatible, Verdict::None) } else { (Breaking, Breaking) };
            rules::SUCCESS_REMOVED
                .change(place(code), format!("the response {code} is gone"))
                .wire(both(wire))
                .rust(both(rust))
        } else {
            rules::ERROR_REMOVED.change(place(code), format!("the response {code} is gone"))
        };
        notes.push(change.at(Some(&node.pointer), Some(&new.node.pointer)));
    }
    for (code, node) in after.iter().filter(|(code, _)| !before.contains_key(*code)) {
        let change = if is_success_of(&after, code) {
            let is_first = decoded_after.as_ref().is_some_and(|(first, ..)| first == code);
            let is_alike = alike(code, node, false);
            let rust = if is_first && !is_alike { Breaking } else { Verdict::None };
            let wire = if is_alike { Compatible } else { Breaking };
            rules::SUCCESS_ADDED
                .change(place(code), format!("there is a new response {code}"))
                .wire(both(wire))
                .rust(both(rust))
        } else {
            rules::ERROR_ADDED.change(place(code), format!("there is a new response {code}"))
        };
        notes.push(change.at(Some(&old.node.pointer), Some(&node.pointer)));
    }
    for change in notes {
        graph.note(root, change);
    }
    for (code, old) in &before {
        let Some(new) = after.get(code) else { continue };
        // A status with another response has the finding, and the shared response has none.
        let same = old.place == new.place;
        let old = &if same { old.clone() } else { Node { place: place(code), ..old.clone() } };
        let first = |decoded: &Option<(String, String, Node<'a>)>| {
            decoded.as_ref().filter(|(status, ..)| status == code).map(|(_, media, _)| media.clone())
        };
        let is_success = is_success_of(&before, code) || is_success_of(&after, code);
        let position = if is_success { Position::Body } else { Position::Top };
        one(graph, (root, position), code, (old, new), [first(&decoded_before), first(&decoded_after)]);
    }
}

/// Compares one response. `decoded` is the media type of it that the generated client decodes, before and after.
fn one<'a>(
    graph: &mut Graph<'_, 'a>,
    (root, position): (&Root, Position),
    code: &str,
    (old, new): (&Node<'a>, &Node<'a>),
    decoded: [Option<String>; 2],
) {
    headers(graph, root, code, old, new);
    let (before, after) = (content(old), content(new));
    let has_type = decoded.iter().any(Option::is_some);
    let thing = format!("the {code} response");
    let note = |rule: &'static rules::Rule, words: &str, nothing: Verdict| {
        let change = rule.change(format!("{}/content", old.place), format!("{thing} {words}"));
        let change = change.at(Some(&old.pointer), Some(&new.pointer));
        if has_type { change } else { change.rust(both(Verdict::None)).wire(both(nothing)) }
    };
    match (before.is_empty(), after.is_empty()) {
        (true, true) => {}
        (true, false) => graph.note(root, note(&rules::RESPONSE_BODY_ADDED, "has a body now", Compatible)),
        (false, true) => graph.note(root, note(&rules::RESPONSE_BODY_REMOVED, "has no body any more", Compatible)),
        (false, false) => {
            let changes_type = has_type && decoded[0] != decoded[1];
            let rules = [&rules::RESPONSE_MEDIA_REMOVED, &rules::RESPONSE_MEDIA_ADDED];
            media(graph, root, (old, &before), (new, &after), rules, &thing, changes_type);
            for (media, old) in &before {
                if let Some(new) = after.get(media) {
                    // Another one may be decoded now.
                    let generated = decoded[0].as_ref() == Some(media) && decoded[1].is_some();
                    let root = root.response(generated);
                    graph.site((root, position), old.child("schema"), new.child("schema"), old, new);
                }
            }
        }
    }
}

fn headers<'a>(graph: &mut Graph<'_, 'a>, root: &Root, code: &str, old: &Node<'a>, new: &Node<'a>) {
    let all = |side: &Side<'a>, response: &Node<'a>| -> BTreeMap<String, Node<'a>> {
        let headers = response.child("headers");
        let resolved = headers.iter().flat_map(Node::members).map(|(name, node)| (name, side.resolved(&node)));
        let headers = resolved.map(|(name, node)| (name.to_ascii_lowercase(), node));
        // OpenAPI ignores this header: the media types describe it.
        headers.filter(|(name, _)| name != "content-type").collect()
    };
    let (before, after) = (all(graph.old, old), all(graph.new, new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let thing = format!("the header `{name}` of the {code} response");
        match (before.get(name), after.get(name)) {
            (Some(header), None) => {
                let change = rules::HEADER_REMOVED.change(&header.place, format!("{thing} is gone"));
                graph.note(root, change.at(Some(&header.pointer), Some(&new.pointer)));
            }
            (None, Some(header)) => {
                let change = rules::HEADER_ADDED.change(&header.place, format!("{thing} is new"));
                graph.note(root, change.at(Some(&old.pointer), Some(&header.pointer)));
            }
            (Some(old), Some(new)) => {
                let required = match (old.is_true("required"), new.is_true("required")) {
                    (true, false) => Some((&rules::HEADER_BECAME_OPTIONAL, "is optional now")),
                    (false, true) => Some((&rules::HEADER_BECAME_REQUIRED, "is required now")),
                    _ => None,
                };
                if let Some((rule, words)) = required {
                    let change = rule.change(&old.place, format!("{thing} {words}"));
                    graph.note(root, change.at(Some(&old.pointer), Some(&new.pointer)));
                }
                graph.site((root.response(false), Position::Top), old.child("schema"), new.child("schema"), old, new);
            }
            (None, None) => {}
        }
    }
}
