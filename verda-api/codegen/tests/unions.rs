//! Alternatives: what tells them apart, and what is noted where nothing does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod schemas;

use std::time::Instant;

use schemas::{lost, object, of_schema};
use serde_json::{Map, Value, json};
use verda_api_codegen::{Inputs, generate};

#[test]
fn branches_that_only_what_is_within_their_members_tells_apart_are_noted() {
    let text = || json!({"type": "string"});
    let list = |items: Value| json!({"type": "array", "items": items});
    let integer = || json!({"type": "integer", "format": "int32"});
    let number = || json!({"type": "number"});
    let of = |name: &str, schema: Value| object(&[name], json!({ name: schema }));
    let more = |mut schema: Value, name: &str, property: Value| {
        schema["properties"][name] = property;
        schema
    };
    let closed = |properties: Value| json!({"type": "object", "properties": properties, "additionalProperties": false});
    let map = |values: Value| json!({"type": "object", "additionalProperties": values});
    let time = || json!({"type": "string", "format": "date-time"});
    let confused = [
        (of("items", list(of("login", text()))), more(of("items", list(of("title", text()))), "total", integer())),
        (more(of("result", of("balance", integer())), "id", integer()), of("result", of("hash", text()))),
        (of("data", of("user", text())), more(of("data", of("order", integer())), "at", text())),
        (of("coordinates", list(number())), more(of("coordinates", list(list(number()))), "bbox", text())),
        (of("meta", map(integer())), more(of("meta", of("n", text())), "v", text())),
        (closed(json!({"a": of("x", integer())})), closed(json!({"a": of("y", integer()), "b": text()}))),
        (of("at", time()), more(of("at", text()), "zone", text())),
        (
            object(&[], json!({"id": integer(), "ids": list(integer())})),
            object(&[], json!({"id": text(), "ids": list(text()), "total": integer()})),
        ),
        (
            of("next", json!({"$ref": "#/components/schemas/Node"})),
            more(of("next", json!({"$ref": "#/components/schemas/Other"})), "total", integer()),
        ),
    ];
    let told_apart = [
        // By a required member, its JSON type or its values, and by members that one has and the other would lose.
        (of("a", list(of("x", text()))), more(of("b", text()), "a", list(of("y", text())))),
        (
            object(&["kind", "v"], json!({"kind": {"type": "integer", "enum": [1]}, "v": of("x", text())})),
            more(
                object(&["kind", "v"], json!({"kind": {"type": "integer", "enum": [2]}, "v": of("y", text())})),
                "w",
                text(),
            ),
        ),
        (of("v", list(of("x", text()))), more(of("v", of("x", text())), "w", text())),
        (
            object(&["a", "login"], json!({"a": of("x", text()), "login": text()})),
            object(&["a", "title"], json!({"a": of("y", text()), "title": text()})),
        ),
        // Either branch keeps the values of the other.
        (of("a", of("x", text())), more(of("a", of("x", json!({"type": "string", "maxLength": 3}))), "b", text())),
        (of("at", text()), more(of("at", time()), "zone", text())),
        (of("meta", map(json!({}))), more(of("meta", of("n", text())), "v", text())),
        (
            of("next", json!({"$ref": "#/components/schemas/Node"})),
            more(of("next", json!({"$ref": "#/components/schemas/Node"})), "total", integer()),
        ),
    ];
    let node = |name: &str, own: &str| {
        object(&[own], json!({own: text(), "next": {"$ref": format!("#/components/schemas/{name}")}}))
    };
    let schemas = json!({"Node": node("Node", "x"), "Other": node("Other", "y")});
    let check = |(one, other): &(Value, Value), wanted: &[&str]| {
        for branches in [[one, other], [other, one]] {
            for method in ["get", "post"] {
                let union = json!({ "oneOf": branches });
                assert_eq!(lost(&of_schema(method, &union, &schemas)), wanted, "{method} {union}");
            }
        }
    };
    confused.iter().for_each(|pair| check(pair, &["overlapping-union"]));
    told_apart.iter().for_each(|pair| check(pair, &[]));
}

#[test]
fn many_branches_are_compared_in_time() {
    let branch = |n: usize| {
        let name = format!("k{n}");
        let deep = (0..20).fold(json!({"type": "string"}), |inner, _| {
            object(&[], json!({"a": inner, "b": {"type": "string", "format": name}}))
        });
        object(&[&name], json!({&name: {"type": "string"}, "all": deep}))
    };
    let began = std::time::Instant::now();
    let union = json!({"oneOf": (0..200).map(branch).collect::<Vec<_>>()});
    assert_eq!(lost(&of_schema("get", &union, &json!({}))), [""; 0]);
    assert!(began.elapsed().as_secs() < 40, "{:?}", began.elapsed());
}

#[test]
fn a_list_of_one_value_is_told_where_it_is_not_sent() {
    let either = json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    assert_eq!(lost(&of_schema("get", &either, &json!({}))), [""; 0]);
    assert_eq!(lost(&of_schema("post", &either, &json!({}))), ["list-of-one"]);
}

#[test]
fn an_alternative_that_only_limits_may_say_that_there_are_other_members() {
    let one = |keyword: &str, others: Value| {
        json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            keyword: [{"additionalProperties": others, "required": ["b"]}, {"required": ["a"]}]})
    };
    for keyword in ["anyOf", "oneOf"] {
        for (others, is_kept) in [(true, true), (false, false)] {
            let generated = of_schema("get", &one(keyword, json!(others)), &json!({}));
            assert_eq!(lost(&generated), [""; 0], "{keyword}");
            assert_eq!(generated.files["types.rs"].contains("pub extra:"), is_kept, "{keyword}");
        }
    }
}

fn part(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[test]
fn sets_of_alternatives_of_which_one_has_no_effect_lose_nothing() {
    let text = || json!({"type": "string"});
    let of = |name: &str| object(&[name], json!({name: text()}));
    let pair = json!({"type": "object", "properties": {"a": text(), "b": text()},
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
    let either = json!({"oneOf": [of("x"), of("y")]});
    let extends = |name: &str| json!({"allOf": [part(name)]});
    let schemas = json!({"Pair": pair, "Either": either, "One": extends("Either"), "Other": extends("Either")});
    for (schema, structs) in [
        // Alternatives that only list required members.
        (json!({"oneOf": [part("Pair"), text()]}), 1),
        (json!({"oneOf": [part("Pair"), of("c")]}), 2),
        // One set by two ways; those of `Either` are two more.
        (json!({"allOf": [part("One"), part("Other"), of("z")]}), 2 + 2),
        (json!({"oneOf": [{"allOf": [part("One"), part("Other"), of("w")]}, of("z")]}), 3 + 2),
    ] {
        let generated = of_schema("get", &schema, &schemas);
        assert_eq!(lost(&generated), [""; 0], "{schema}");
        assert_eq!(generated.files["types.rs"].matches("\npub struct ").count(), structs, "{schema}");
    }
}

#[test]
fn too_many_combinations_within_an_alternative_are_noted() {
    let one_of = |from: usize| {
        let branch = |n: usize| object(&[&format!("m{n}")], json!({format!("m{n}"): {"type": "string"}}));
        json!({"oneOf": (from..from + 9).map(branch).collect::<Vec<_>>()})
    };
    let schemas = json!({"Many": {"allOf": [one_of(0), one_of(9)]}});
    let schema = json!({"oneOf": [part("Many"), object(&["z"], json!({"z": {"type": "string"}}))]});
    assert_eq!(lost(&of_schema("get", &schema, &schemas)), ["combined-unions"; 2]);
}

/// Two schemas on each level, each of which leads to both of the next one.
#[test]
fn a_lattice_of_schemas_is_read_in_time() {
    let levels = 40;
    let lattice = |compose: fn(&str, &str) -> Value, last: Value| {
        let mut schemas = Map::new();
        for level in 0..levels {
            let next = compose(&format!("L{}", level + 1), &format!("M{}", level + 1));
            schemas.extend(["L", "M"].map(|side| (format!("{side}{level}"), next.clone())));
        }
        schemas.insert(format!("L{levels}"), last);
        schemas.insert(format!("M{levels}"), object(&["m"], json!({"m": {"type": "string"}})));
        Value::Object(schemas)
    };
    let end = || object(&["l"], json!({"l": {"type": "string"}}));
    let either = json!({"oneOf": [end(), object(&["k"], json!({"k": {"type": "string"}}))]});
    let documents = [
        lattice(|one, other| json!({"oneOf": [part(one), part(other)]}), end()),
        lattice(|one, other| json!({"anyOf": [part(one), {"allOf": [part(other)], "description": "o"}]}), end()),
        lattice(|one, other| json!({"allOf": [part(one), part(other)]}), either),
        lattice(
            |one, other| json!({"allOf": [{"oneOf": [part(one), part(other)]}, {"anyOf": [part(other), part(one)]}]}),
            end(),
        ),
    ];
    for schemas in documents {
        let began = Instant::now();
        for method in ["get", "post"] {
            of_schema(method, &part("L0"), &schemas);
        }
        let content = json!({"application/x-www-form-urlencoded": {"schema": part("L0")}});
        let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/things": {
            "get": {"parameters": [{"name": "q", "in": "query", "schema": part("L0")}], "responses": {}},
            "post": {"requestBody": {"content": content}, "responses": {}}}}, "components": {"schemas": schemas}});
        generate(&Inputs { document: &document.to_string(), overlay: "overlay: 1.0.0", names: "" }).unwrap();
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}

#[test]
fn wide_alternatives_with_large_members_are_compared_in_time() {
    let large = json!({"type": "string", "x-large": (0..300).collect::<Vec<_>>()});
    let branch = |own: usize| {
        let mut properties: Map<String, Value> = (0..10).map(|n| (format!("m{n}"), large.clone())).collect();
        properties.insert(format!("own{own}"), json!({"type": "string"}));
        object(&[], Value::Object(properties))
    };
    let began = Instant::now();
    let union = json!({"oneOf": (0..450).map(branch).collect::<Vec<_>>()});
    assert_eq!(lost(&of_schema("get", &union, &json!({}))), [""; 0]);
    assert!(began.elapsed().as_secs() < 50, "{:?}", began.elapsed());
}

#[test]
fn an_object_without_marks_is_no_variant_that_has_some() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let part = |name: &str| object(&[], json!({ name: {"type": "string"} }));
    let response = json!({"200": {"description": "ok", "content": {"application/json": {"schema": {"oneOf": [reference("A"), reference("B")]}}}}});
    let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "paths": {"/things": {"get": {"responses": response}}}, "components": {"schemas": {"A": part("a"), "B": part("b")}}});
    for (second, expected) in [(", when = [\"b\"]", "2usize"), ("", "1usize")] {
        let variants = format!("First = {{ type = \"A\", when = [\"a\"] }}\nSecond = {{ type = \"B\"{second} }}\n");
        let names = format!("[unions.AOrB]\nplace = \"get_things ->\"\n[unions.AOrB.variants]\n{variants}");
        let inputs = Inputs { document: &document.to_string(), overlay: "overlay: 1.0.0", names: &names };
        let source = generate(&inputs).unwrap().source();
        // The number of the branch, behind the marks of all.
        let (_, call) = source.split_once("best_branch(").unwrap();
        let last = call.split(')').next().unwrap().trim_end_matches(|end: char| end == ',' || end.is_whitespace());
        assert_eq!(last.rsplit(',').next().unwrap().trim(), expected);
    }
}
