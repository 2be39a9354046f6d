//! What the vendor's document has no place for: small documents, changed in one place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod findings;

use serde_json::{Value, json};
use verda_api_codegen::names::Names;
use xtask::diff::{Report, compare};

use crate::findings::summary;

/// A document in which one schema is sent and given.
fn document(schemas: Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things": {"put": {
            "operationId": "putThing",
            "requestBody": {"required": true, "content": content},
            "responses": {
                "200": {"description": "ok", "content": content, "headers": {"X-Page": {"required": true, "schema": {"type": "integer"}}}},
                "400": {"description": "no", "content": {"application/json": {"schema": {"type": "object", "properties": {"code": {"type": "string"}}}}}}
            }
        }}},
        "components": {"schemas": schemas}
    })
}

fn differences(old: &Value, new: &Value) -> Report {
    compare(old, new, &Default::default())
}

#[test]
fn properties_of_a_schema_that_goes_both_ways() {
    for (old, new, expected) in [
        (
            json!({"type": "string", "readOnly": true}),
            json!({"type": "integer", "readOnly": true}),
            vec!["response-type-changed B B"],
        ),
        (
            json!({"type": "string", "writeOnly": true}),
            json!({"type": "integer", "writeOnly": true}),
            vec!["request-type-changed B B"],
        ),
        (json!({"type": "string"}), json!({"type": "integer"}), vec!["type-changed B B"]),
        (json!({"type": ["string", "null"]}), json!({"type": "string"}), vec!["became-not-nullable B N"]),
        // The sign of an integer is in its Rust type.
        (json!({"type": "integer", "minimum": 0}), json!({"type": "integer"}), vec!["constraint-relaxed B B"]),
        (json!({"type": "integer"}), json!({"type": "integer", "minimum": 0}), vec!["constraint-tightened B B"]),
        (
            json!({"type": "integer", "minimum": 1}),
            json!({"type": "integer", "minimum": 2}),
            vec!["constraint-tightened B N"],
        ),
        (
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "format": "int64"}),
            vec!["format-changed B B"],
        ),
        (json!({"type": "array"}), json!({"type": "array", "items": {"type": "string"}}), vec!["type-narrowed B B"]),
        (json!({"type": "array", "items": {}}), json!({"type": "array"}), vec![]),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            vec!["type-changed B B"],
        ),
        (
            json!({"type": "string", "pattern": "a"}),
            json!({"type": "string", "pattern": "b"}),
            vec!["constraint-changed B N"],
        ),
        (json!({"enum": ["a", "b"]}), json!({"type": "string", "enum": ["b", "a"]}), vec![]),
        (json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}), json!({"type": ["integer", "string"]}), vec![]),
        (json!({"type": "string", "contentEncoding": "base64"}), json!({"type": "string", "format": "byte"}), vec![]),
        (
            json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}),
            json!({"type": "integer", "exclusiveMinimum": 3}),
            vec![],
        ),
        (json!({"type": "string", "minLength": 0}), json!({"type": "string"}), vec![]),
        (json!(true), json!({}), vec![]),
        (json!({}), json!({"type": ["null", "string", "number", "boolean", "object", "array"]}), vec![]),
        (json!({"type": "boolean"}), json!({"enum": [true, false]}), vec![]),
        (json!({"type": ["null", "boolean"]}), json!({"enum": [true, null, false]}), vec![]),
        (json!({"type": "boolean"}), json!({"type": "boolean", "enum": [true]}), vec!["became-enum B N"]),
        (json!({"type": "string", "nullable": false}), json!({"type": "string", "deprecated": false}), vec![]),
        (json!({"not": {"type": "string", "description": "a"}}), json!({"not": {"type": "string"}}), vec![]),
        (json!({"not": {"type": "string"}}), json!({"not": {"type": "integer"}}), vec!["keyword-changed B B"]),
    ] {
        let thing =
            |schema: &Value| document(json!({"Thing": {"type": "object", "properties": {"description": schema}}}));
        let report = differences(&thing(&old), &thing(&new));
        assert_eq!(summary(&report), expected, "{old} → {new}");
        // The property is called like an annotation, and is none.
        assert!(report.annotations.values().sum::<usize>() <= 1, "{:?}", report.annotations);
        if !old.to_string().contains("\"not\"") {
            assert!(report.annotations.is_empty(), "{:?}", report.annotations);
        }
    }
}

#[test]
fn a_keyword_that_says_nothing_says_nothing_behind_a_reference() {
    let part = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    for (keyword, name, plain) in [("not", "Never", json!(false)), ("unevaluatedItems", "Any", json!({}))] {
        let thing = |schema: Value| document(json!({"Thing": {keyword: schema}, "Never": false, "Any": {}}));
        assert_eq!(summary(&differences(&thing(part(name)), &thing(plain))), [""; 0], "{keyword}");
    }
}

#[test]
fn a_property_of_a_base_is_told_once_at_the_base() {
    let schemas = |kind: &str| {
        json!({
            "Base": {"type": "object", "properties": {"id": {"type": kind}}},
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {
                "other": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"x": {"type": "string"}}}]}
            }}]}
        })
    };
    let report = differences(&document(schemas("string")), &document(schemas("integer")));
    assert_eq!(summary(&report), ["type-changed B B"]);
    assert_eq!(report.findings[0].place, "/components/schemas/Base/properties/id");
    assert_eq!(report.findings[0].operations, ["PUT /things"]);
}

#[test]
fn another_schema_at_a_place_is_told_at_that_place() {
    let schemas = |used: &str| {
        json!({
            "Thing": {"type": "object", "properties": {"part": {"$ref": format!("#/components/schemas/{used}")}}},
            "A": {"type": "object", "properties": {"a": {"type": "string"}, "common": {"type": "string"}}},
            "B": {"type": "object", "properties": {"common": {"type": "integer"}}}
        })
    };
    let report = differences(&document(schemas("A")), &document(schemas("B")));
    assert_eq!(summary(&report), ["property-removed B B", "reference-changed N B", "type-changed B B"]);
    assert!(
        report.findings.iter().all(|finding| finding.place.starts_with("/components/schemas/Thing/properties/part")),
        "{report:?}"
    );
}

/// What changes in a document whose only schema stays as it is.
fn changed(change: impl FnOnce(&mut Value), other: impl FnOnce(&mut Value)) -> Vec<String> {
    let thing = json!({"Thing": {"type": "object", "properties": {"id": {"type": "string"}}}});
    let (mut old, mut new) = (document(thing.clone()), document(thing));
    other(&mut old);
    change(&mut new);
    summary(&differences(&old, &new))
}

fn operation(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/things"]["put"]
}

/// Without another success the default response is the one that is decoded.
#[test]
fn a_default_response_alone_is_the_success() {
    let only = |code: &'static str, response: Value| {
        move |document: &mut Value| operation(document)["responses"] = json!({ code: response })
    };
    let of = |schema: &str| {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}});
        json!({"description": "ok", "content": content})
    };
    let empty = || json!({"description": "ok"});
    let breaks = |findings: Vec<String>| findings.iter().any(|finding| finding.ends_with("B B"));
    assert!(breaks(changed(only("default", empty()), only("default", of("Thing")))));
    assert!(breaks(changed(only("204", empty()), only("default", of("Thing")))));
    assert!(!breaks(changed(only("200", of("Thing")), only("default", of("Thing")))));
    let described = |document: &mut Value| {
        document["components"]["schemas"]["Thing"]["additionalProperties"] = json!({"description": "any"})
    };
    let any = |document: &mut Value| document["components"]["schemas"]["Thing"]["additionalProperties"] = json!(true);
    assert_eq!(changed(described, any), Vec::<String>::new());
}

#[test]
fn errors_and_headers_have_no_rust_types() {
    let schema = |document: &mut Value| {
        operation(document)["responses"]["400"]["content"]["application/json"]["schema"]["properties"]["code"]["type"] =
            json!("integer")
    };
    assert_eq!(changed(schema, |_| ()), ["response-type-changed B N"]);
    let header = |document: &mut Value| {
        operation(document)["responses"]["200"]["headers"]["X-Page"]["schema"]["type"] = json!("string")
    };
    assert_eq!(changed(header, |_| ()), ["response-type-changed B N"]);
    let optional =
        |document: &mut Value| operation(document)["responses"]["200"]["headers"]["X-Page"]["required"] = json!(false);
    assert_eq!(changed(optional, |_| ()), ["response-header-became-optional C N"]);
    assert_eq!(changed(|_| (), optional), ["response-header-became-required C N"]);
    let gone = |document: &mut Value| operation(document)["responses"]["200"]["headers"] = json!({});
    assert_eq!(changed(gone, |_| ()), ["response-header-removed B N"]);
    let lower = |document: &mut Value| {
        operation(document)["responses"]["200"]["headers"] =
            json!({"x-page": {"required": true, "schema": {"type": "integer"}}})
    };
    assert_eq!(changed(lower, |_| ()), Vec::<String>::new());
}

#[test]
fn who_may_call() {
    let needs = |security: Value| move |document: &mut Value| operation(document)["security"] = security;
    let key = || json!([{"key": ["read", "write"]}]);
    for (old, new, expected) in [
        (json!([]), json!([{}, {"key": []}]), vec![]),
        (json!([]), key(), vec!["security-required B N"]),
        (key(), json!([{"key": ["read"]}]), vec!["security-relaxed C N"]),
        (json!([{"key": ["read"]}]), key(), vec!["security-tightened B N"]),
        (json!([{"key": []}]), json!([{"key": [], "other": []}]), vec!["security-tightened B N"]),
        (json!([{"key": [], "other": []}]), json!([{"key": []}]), vec!["security-relaxed C N"]),
        (json!([{"a": []}, {"b": []}]), json!([{"b": []}, {"a": []}]), vec![]),
        (json!([{"a": []}, {"b": []}]), json!([{"a": []}]), vec!["security-tightened B N"]),
    ] {
        assert_eq!(changed(needs(new.clone()), needs(old.clone())), expected, "{old} → {new}");
    }
    let scheme = |kind: Value| move |document: &mut Value| document["components"]["securitySchemes"] = kind;
    let bearer = |hint: &str, name: &str| json!({"key": {"type": "http", "scheme": name, "bearerFormat": hint}});
    assert_eq!(changed(scheme(bearer("JWT", "bearer")), scheme(bearer("opaque", "Bearer"))), Vec::<String>::new());
    assert_eq!(changed(scheme(json!({})), scheme(bearer("JWT", "bearer"))), ["security-scheme-removed C N"]);
}

#[test]
fn where_and_in_which_form() {
    let server = |url: &str| {
        let server = json!([{"url": url}]);
        move |document: &mut Value| operation(document)["servers"] = server
    };
    assert_eq!(changed(server("https://a.example"), server("https://a.example/")), Vec::<String>::new());
    assert_eq!(
        changed(server("https://b.example"), server("https://a.example")),
        ["server-added N N", "server-removed B C"]
    );
    let variable = |document: &mut Value| {
        document["servers"] = json!([{"url": "https://{zone}.example", "variables": {"zone": {"default": "a"}}}]);
    };
    let plain = |document: &mut Value| document["servers"] = json!([{"url": "https://a.example"}]);
    assert_eq!(changed(variable, plain), Vec::<String>::new());
    let csv = |document: &mut Value| operation(document)["responses"]["200"]["content"]["text/csv"] = json!({});
    assert_eq!(changed(|_| (), csv), ["response-media-type-removed B N"]);
    let form = |document: &mut Value| operation(document)["requestBody"]["content"]["text/plain"] = json!({});
    assert_eq!(changed(|_| (), form), ["request-media-type-removed B N"]);
    let optional = |document: &mut Value| operation(document)["requestBody"]["required"] = json!(false);
    assert_eq!(changed(|_| (), optional), ["request-body-became-required B N"]);
}

#[test]
fn what_the_api_calls() {
    let hook = |key: &'static str, path: &'static str| {
        move |document: &mut Value| {
            let entry = json!({"ready": {path: {"post": {"responses": {}}}}});
            if key == "callbacks" { operation(document)[key] = entry } else { document[key] = entry }
        }
    };
    for (key, thing) in [("callbacks", "callback"), ("webhooks", "webhook")] {
        assert_eq!(changed(hook(key, "a"), |_| ()), [format!("{thing}-added C N")]);
        assert_eq!(changed(|_| (), hook(key, "a")), [format!("{thing}-removed B N")]);
        assert_eq!(changed(hook(key, "b"), hook(key, "a")), [format!("{thing}-changed B N")]);
        assert_eq!(changed(hook(key, "a"), hook(key, "a")), Vec::<String>::new());
    }
}

#[test]
fn unions_are_matched_by_their_tags() {
    let branch = |tag: &str, extra: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}, extra: {"type": "string"}}});
    let thing = |branches: Value| document(json!({"Thing": {"oneOf": branches}}));
    let old = thing(json!([branch("a", "x"), branch("b", "y")]));
    let new = thing(json!([branch("b", "y"), branch("a", "z"), branch("c", "w")]));
    let property = ["optional-property-added C C", "property-removed B B"];
    assert_eq!(summary(&differences(&old, &new)), [&property[..], &["union-branch-added C C"]].concat());
    assert_eq!(summary(&differences(&new, &old)), [&property[..], &["union-branch-removed B B"]].concat());
}

#[test]
fn a_rename_is_one_of_the_same_shape_and_evident() {
    let thing = |properties: Value| document(json!({"Thing": {"type": "object", "properties": properties}}));
    let text = || json!({"type": "string"});
    for (old, new, expected) in [
        (json!({"config": text()}), json!({"configuration": text()}), vec!["property-renamed B B"]),
        (json!({"a": text()}), json!({"b": text()}), vec!["optional-property-added C C", "property-removed B B"]),
        (
            json!({"config": text()}),
            json!({"configuration": {"type": ["string", "null"]}}),
            vec!["optional-property-added C C", "property-removed B B"],
        ),
        (
            json!({"a": text()}),
            json!({"b": text(), "c": text()}),
            vec!["optional-property-added C C", "optional-property-added C C", "property-removed B B"],
        ),
        // One name in snake case is one property, even if more of it changed.
        (
            json!({"someId": text()}),
            json!({"some_id": {"type": "integer"}, "c": text()}),
            vec!["optional-property-added C C", "property-renamed B N", "type-changed B B"],
        ),
    ] {
        assert_eq!(summary(&differences(&thing(old.clone()), &thing(new.clone()))), expected, "{old} → {new}");
    }
}

/// Each of these may be another thing than the other one, whatever they have in common.
const OTHERS: &str = "\
    north/south x/y first_item/last_item start/end from_date/to_date width/height left/right is_open/is_closed can_read/can_write \
    up_votes/down_votes old_value/new_value parent_id/child_id sender/receiver payer/payee lender_id/borrower_id \
    employer/employee primary_email/secondary_email bid_price/ask_price high/low inbound/outbound successes/failures \
    allow_list/deny_list whitelist/blacklist visible/hidden day/month hours/minutes latitude/longitude \
    temp_celsius/temp_fahrenheit amount_usd/amount_eur home_score/away_score row/column username/password wins/losses \
    purchase_price/sale_price shipping_address/billing_address ingress/egress uploaded/downloaded positive/negative major/minor \
    numerator/denominator before_tax/after_tax requester/approver admin_id/member_id longitude_deg/latitude_deg \
    free_bytes/used_bytes expected/actual attach/detach grant/revoke cpu_limit/memory_limit red/blue \
    year_of_birth/year_of_death create_date/delete_date ipv4/ipv6 http_port/https_port plaintext/ciphertext \
    public_key/private_key access_token/refresh_token given_name/family_name debtor/creditor host/guest odd/even dry/wet \
    hot/cold buy/sell long/short win/lose follower/followee caller/callee winner/loser asc/desc rx/tx lhs/rhs prefix/suffix \
    head/tail master/slave plus/minus gain/loss deposit/withdrawal arrival/departure import/export pull/push mother/father \
    husband/wife day/night weekday/weekend ceil/floor with_tax/without_tax ttl_days/ttl_hours taxable/exempt \
    check_in/check_out gmt_offset/utc_offset seen_at/sent_at starts_at/ends_at is_valid/is_invalid known/unknown \
    rx_bytes/tx_bytes nb_ok/nb_ko pre_tax/post_tax sunrise/sunset zenith/nadir debit_account/credit_account opens_at/closes_at \
    rgb/cmyk pros/cons likes/dislikes draft/final local/remote inner/outer top/bottom above/below fee/rebate min/minutes \
    timeout_ms/timeout_s lat/lon StartTime</StartTime> alpha/omega opening_stock/closing_stock maternal/paternal";

/// A document with one query parameter, and a response with one member next to another one.
fn with_member(name: &str, described: &Value) -> Value {
    let mut member = json!({"type": "string"});
    member.as_object_mut().unwrap().extend(described.as_object().unwrap().clone());
    let other = json!({"type": "integer", "description": "How many there are of both"});
    let mut document = document(json!({"Thing": {"type": "object", "properties": {name: member, "zz": other}}}));
    let mut parameter = json!({"name": name, "in": "query", "schema": {"type": "string"}});
    parameter.as_object_mut().unwrap().extend(described.as_object().unwrap().clone());
    document["paths"]["/things"]["put"]["parameters"] = json!([parameter]);
    document
}

#[test]
fn one_shape_makes_no_rename() {
    for (old, new) in OTHERS.split_whitespace().map(|pair| pair.split_once('/').unwrap()) {
        for (old, new) in [(old, new), (new, old)] {
            let found = summary(&differences(&with_member(old, &json!({})), &with_member(new, &json!({}))));
            let expected = [
                "new-optional-request-parameter C C",
                "optional-property-added C C",
                "property-removed B B",
                "request-parameter-removed B B",
            ];
            assert_eq!(found, expected, "{old} → {new}");
        }
    }
}

/// Opposites are none even where one description was copied to the other.
#[test]
fn one_description_makes_a_rename_of_no_opposites() {
    let described = json!({"description": "The party to the contract"});
    let is_rename = |old: &str, new: &str, described: &Value| {
        let found = summary(&differences(&with_member(old, described), &with_member(new, described)));
        let renames = ["property-renamed B B", "request-parameter-renamed B B"];
        assert!(found == renames || found.len() == 4, "{old} → {new}: {found:?}");
        found == renames
    };
    for pair in ["payer/payee", "visible/hidden", "hours/minutes", "ipv4/ipv6", "gain/loss", "rx/tx", "inner/outer"] {
        let (old, new) = pair.split_once('/').unwrap();
        assert!(!is_rename(old, new, &described) && !is_rename(new, old, &described), "{pair}");
    }
    assert!(is_rename("voucher", "coupon", &described));
    assert!(is_rename("voucher", "coupon", &json!({"example": "SUMMER-SALE-2026"})));
    // What says nothing is no description, and what all members share is none of one of them.
    for described in [
        json!({"description": ""}),
        json!({"description": "A string value."}),
        json!({"description": "How many there are of both"}),
        json!({"example": "ab-12"}),
    ] {
        let found = summary(&differences(&with_member("voucher", &described), &with_member("coupon", &described)));
        assert!(found.contains(&"property-removed B B".to_owned()), "{described}: {found:?}");
    }
}

#[test]
fn forms_of_a_name_are_one_name() {
    for pair in [
        "addr/address",
        "desc/description",
        "userName/username",
        "tag/tags",
        "config_id/configuration_id",
        "thing_name/name",
        "name/name_thing",
        "ids/identifiers",
        "max_size/maximum_size",
        "category/categories",
    ] {
        let (old, new) = pair.split_once('/').unwrap();
        let found = summary(&differences(&with_member(old, &json!({})), &with_member(new, &json!({}))));
        assert_eq!(found, ["property-renamed B B", "request-parameter-renamed B B"], "{pair}");
    }
    // The words of a type are its own where they are what it is, and not what it is of.
    let item = |name: &str| {
        let item = json!({"type": "object", "properties": {name: {"type": "string"}}});
        document(
            json!({"Thing": {"type": "array", "items": {"$ref": "#/components/schemas/OrderItemDto"}}, "OrderItemDto": item}),
        )
    };
    let found = |old: &str, new: &str| summary(&differences(&item(old), &item(new)));
    assert_eq!(found("item_id", "id"), ["property-renamed B B"]);
    assert_eq!(found("order_item_id", "id"), ["property-renamed B B"]);
    for (old, new) in [("order_id", "id"), ("order_id", "item_id"), ("dto_id", "id"), ("display_name", "name")] {
        assert_eq!(found(old, new), ["optional-property-added C C", "property-removed B B"], "{old} → {new}");
    }
}

#[test]
fn operations_and_schemas_of_one_shape_are_not_one() {
    let at = |path: &str, summary: &str| {
        let mut whole = document(json!({"Thing": {"type": "object", "properties": {"amount": {"type": "number"}}}}));
        let mut item = whole["paths"]["/things"].take();
        item["put"].as_object_mut().unwrap().remove("operationId");
        item["put"]["summary"] = json!(summary);
        whole["paths"] = json!({ path: item });
        whole
    };
    let moved = |old: &Value, new: &Value| summary(&differences(old, new)) == ["operation-moved B B"];
    for (old, new) in [
        ("/deposits", "/withdrawals"),
        ("/payers/{id}", "/payees/{id}"),
        ("/users", "/users/trash"),
        ("/deposits/list", "/withdrawals/list"),
    ] {
        let found = summary(&differences(&at(old, ""), &at(new, "")));
        assert_eq!(found, ["operation-added C C", "operation-removed B B"], "{old} → {new}");
    }
    for (old, new) in [("/v1/users", "/api/v2/users"), ("/balance", "/account/balance"), ("/user/{a}/posts", "/posts")]
    {
        assert!(moved(&at(old, ""), &at(new, "")), "{old} → {new}");
    }
    assert!(moved(&at("/machines", "Orders a machine"), &at("/instances", "Orders a machine")));

    let named = |name: &str, description: &str| {
        let schema =
            json!({"type": "object", "description": description, "properties": {"amount": {"type": "number"}}});
        document(json!({"Thing": {"type": "object"}, name: schema}))
    };
    let found = |old: &Value, new: &Value| summary(&differences(old, new));
    let others = ["schema-added N C", "schema-removed N B"];
    assert_eq!(found(&named("Deposit", ""), &named("Withdrawal", "")), others);
    assert_eq!(found(&named("Gain", "Money of one day"), &named("Loss", "Money of one day")), others);
    assert_eq!(
        found(&named("Machine", "What is rented"), &named("Instance", "What is rented")),
        ["schema-renamed N B"]
    );
    assert_eq!(found(&named("Machine", ""), &named("MachineDto", "")), ["schema-renamed N B"]);
}

/// A response never lacks an `id`, also where its schema has no name.
#[test]
fn the_id_of_an_inline_schema_is_never_missing() {
    let names = Names::parse("[identity]\nOther = []\n").unwrap();
    let (text, or_null) = (json!({"type": "string"}), json!({"type": ["string", "null"]}));
    let thing = |required: Value, id: &Value| json!({"type": "object", "required": required, "properties": {"id": id}});
    let list = |schema: Value| json!({"type": "array", "items": schema});
    for (new, expected) in [
        (thing(json!([]), &text), "response-property-became-optional B B"),
        (thing(json!(["id"]), &or_null), "response-became-nullable B B"),
    ] {
        let old = thing(json!(["id"]), &text);
        for (old, new) in [(old.clone(), new.clone()), (list(old), list(new))] {
            let respond = |schema: Value| {
                let content = json!({"application/json": {"schema": schema}});
                json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"content": content}}}}}})
            };
            let found =
                |old: &Value, new: &Value| summary(&compare(&respond(old.clone()), &respond(new.clone()), &names));
            assert_eq!(found(&old, &new), [expected], "{new}");
        }
    }
    // What may be missing may be null.
    let found = differences(
        &document(json!({"Thing": thing(json!([]), &text)})),
        &document(json!({"Thing": thing(json!([]), &or_null)})),
    );
    assert_eq!(summary(&found), ["became-nullable C N"]);
}
