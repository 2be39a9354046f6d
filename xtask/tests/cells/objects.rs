//! Objects that extend others, that are several alternatives at once, or that have members of any name.

use serde_json::{Value, json};

use super::Cell;
use super::findings::{cell, debug, property};

fn text() -> Value {
    json!({"type": "string"})
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn extends(base: &str, properties: Value) -> Value {
    json!({"allOf": [reference(base), object(properties, &[])]})
}

/// A property, a list and a map of pets.
fn pets() -> Value {
    let pet = reference("Pet");
    object(
        json!({"p": pet, "list": {"type": "array", "items": pet}, "map": {"type": "object", "additionalProperties": pet},
            "cat": reference("Cat")}),
        &[],
    )
}

fn pet(discriminator: Value) -> Value {
    let mut pet = object(json!({"petType": text(), "name": text()}), &["petType"]);
    pet["discriminator"] = discriminator;
    pet
}

fn everywhere(value: &Value) -> Value {
    json!({"p": value, "list": [value], "map": {"a": value}})
}

fn inheritance() -> Vec<Cell> {
    let family = |mut base: Value, tag: &str| {
        base["description"] = json!("An animal");
        json!({"Thing": pets(), "Pet": base, "Cat": extends("Pet", json!({"claws": {"type": "integer"}})),
            "Dog": extends("Pet", json!({"bark": text(), tag: text()}))})
    };
    let mapped = json!({"propertyName": "petType", "mapping": {"c": "#/components/schemas/Cat", "d": "Dog"}});
    let implicit = json!({"propertyName": "petType"});
    let cat = |tag: &str| everywhere(&json!({"petType": tag, "name": "a", "claws": 4}));
    let dog = |tag: &str| everywhere(&json!({"petType": tag, "name": "b", "bark": "loud"}));
    let own = everywhere(&json!({"petType": "Pet", "name": "c"}));
    let other = everywhere(&json!({"petType": "lizard", "name": "d", "tail": [1]}));
    let mut listing = pet(implicit.clone());
    listing["oneOf"] = json!([reference("Cat"), reference("Dog")]);
    let mut unlisted = listing.clone();
    unlisted.as_object_mut().unwrap().shift_remove("discriminator");
    let mut indirect = unlisted.clone();
    indirect["oneOf"] = json!([reference("Felines"), {"description": "d", "allOf": [reference("Dog")]}]);
    let mut renamed = family(indirect, "x");
    renamed["Felines"] = json!({"oneOf": [reference("Cat")]});
    let mut enumerated = pet(implicit.clone());
    enumerated["properties"]["petType"] = json!({"type": "string", "enum": ["CAT", "DOG", "FISH"]});
    let constant = |base: &str, tag: &str, more: &str| extends(base, json!({"petType": {"enum": [tag]}, more: text()}));
    vec![
        cell(
            "what extends a base is a variant of it, by the mapping",
            family(pet(mapped), "x"),
            &[cat("c"), dog("d"), own.clone(), other.clone(), json!({"cat": {"petType": "c", "claws": 1}})],
            &debug(
                &json!({"p": {"petType": "c", "claws": 4}}),
                "Ok(Thing { cat: None, list: None, map: None, p: Some(C(Cat { claws: Some(4), name: None, pet_type: Some(\"c\") })) })",
            ),
        ),
        cell(
            "what extends a base is a variant of it, by its name",
            family(pet(implicit.clone()), "x"),
            &[cat("Cat"), dog("Dog"), own, other.clone()],
            "is(\"base\", matches!(serde_json::from_str::<t::Thing>(r#\"{\"p\":{\"petType\":\"Pet\"}}\"#).unwrap().p, Some(t::Pet::Pet(_))).to_string(), \"true\");",
        ),
        cell(
            "a base lists what extends it, and has a tag",
            family(listing, "x"),
            &[cat("Cat"), dog("Dog"), other.clone()],
            "",
        ),
        cell("a base lists what extends it, without a tag", family(unlisted, "x"), &[cat("Cat"), dog("Dog")], ""),
        cell("a base lists what extends it, described and in another list", renamed, &[cat("Cat"), dog("Dog")], ""),
        cell(
            "the base has the values of its tag that nothing that extends it has",
            family(enumerated, "x"),
            &[cat("CAT"), dog("DOG"), everywhere(&json!({"petType": "FISH", "name": "f"})), other],
            "is(\"fish\", matches!(serde_json::from_str::<t::Thing>(r#\"{\"p\":{\"petType\":\"FISH\"}}\"#).unwrap().p, Some(t::Pet::Fish(_))).to_string(), \"true\");",
        ),
        cell(
            "a tag that is a constant of what extends the base",
            json!({"Thing": pets(), "Pet": pet(implicit.clone()), "Cat": constant("Pet", "cat-1", "claw"), "Dog": constant("Pet", "dog-1", "bark")}),
            &[
                everywhere(&json!({"petType": "cat-1", "claw": "x"})),
                everywhere(&json!({"petType": "dog-1", "bark": "x", "name": "a"})),
            ],
            "",
        ),
        cell(
            "what extends a base is a base itself",
            json!({"Thing": object(json!({"p": reference("Pet"), "cat": reference("Cat")}), &[]), "Pet": pet(implicit.clone()),
                "Cat": extends("Pet", json!({"claws": text()})), "Lion": extends("Cat", json!({"mane": text()})), "Dog": extends("Pet", json!({"bark": text()}))}),
            &[
                json!({"p": {"petType": "Lion", "mane": "m", "claws": "c", "name": "n"}}),
                json!({"p": {"petType": "Cat", "claws": "c"}, "cat": {"petType": "Lion", "mane": "m"}}),
            ],
            "",
        ),
        cell(
            "what extends a base has a tag of its own",
            json!({"Thing": property(reference("Pet")), "Pet": pet(implicit.clone()),
                "Cat": {"allOf": [reference("Pet"), {"type": "object", "required": ["breed"], "properties": {"breed": text()}, "discriminator": {"propertyName": "breed"}}]},
                "Lion": extends("Cat", json!({"mane": text()})), "Dog": extends("Pet", json!({"bark": text()}))}),
            &[
                json!({"p": {"petType": "Cat", "breed": "Lion", "mane": "m", "name": "n"}}),
                json!({"p": {"petType": "Dog", "bark": "Lion"}}),
                json!({"p": {"petType": "Cat", "breed": "tabby", "new": 1}}),
            ],
            "",
        ),
        cell(
            "a base that nothing but its mapping refers to, and a tag that is not described",
            json!({"Thing": property(reference("Event")),
                "Event": {"type": "object", "properties": {"id": text()}, "discriminator": {"propertyName": "@type", "mapping": {"a": "Opened", "b": "Opened", "z": {"$ref": "#/components/schemas/Closed"}}}},
                "Opened": object(json!({"by": text()}), &[]), "Closed": object(json!({"why": text()}), &[])}),
            &[
                json!({"p": {"@type": "a", "id": "1", "by": "x"}}),
                json!({"p": {"@type": "b", "id": "1", "by": "x"}}),
                json!({"p": {"@type": "z", "id": "1", "why": "x"}}),
                json!({"p": {"@type": "Event", "id": "1"}}),
            ],
            "",
        ),
        cell(
            "a base that may be null, and says in parts what must be there",
            json!({"Thing": object(json!({"p": reference("Pet"), "q": {"type": "array", "items": reference("Pet")}}), &["p"]),
                "Pet": {"nullable": true, "allOf": [{"type": "object", "properties": {"t": text(), "a": text(), "b": text()}}, {"discriminator": {"propertyName": "t"}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}]},
                "Cat": extends("Pet", json!({"claws": text()}))}),
            &[
                json!({"p": {"t": "Cat", "a": "1", "claws": "c"}, "q": [{"t": "Cat", "b": "1", "claws": "c"}, null]}),
                json!({"p": null}),
            ],
            "",
        ),
        cell(
            "what extends a union has the members of each of its alternatives",
            json!({"Thing": object(json!({"p": reference("Full"), "q": reference("Fuller")}), &[]), "Any": {"oneOf": [reference("A"), reference("B")], "discriminator": {"propertyName": "t"}},
                "A": object(json!({"t": text(), "a": text()}), &["t"]), "B": object(json!({"t": text(), "b": text()}), &["t"]),
                "Full": extends("Any", json!({"id": text()})), "Fuller": extends("Full", json!({"more": text()}))}),
            &[
                json!({"p": {"t": "A", "a": "1", "id": "2"}, "q": {"t": "B", "b": "1", "id": "2", "more": "3"}}),
                json!({"q": {"t": "C", "c": "1"}}),
            ],
            "",
        ),
        cell(
            "schemas whose names need escapes are extended, and mapped to",
            json!({"Thing": object(json!({"p": reference("Ext"), "u": {"oneOf": [reference("a~1b"), reference("c%20d")],
                "discriminator": {"propertyName": "k", "mapping": {"m1": "#/components/schemas/a~1b", "m2": "#/components/schemas/c%20d"}}}}), &[]),
                "a/b": object(json!({"k": text(), "x": text()}), &["k"]), "c d": object(json!({"k": text(), "x": {"type": "integer"}}), &["k"]),
                "Ext": extends("a~1b", json!({"z": text()}))}),
            &[
                json!({"p": {"k": "1", "x": "2", "z": "3"}, "u": {"k": "m1", "x": "1"}}),
                json!({"u": {"k": "m2", "x": 3}}),
            ],
            "is(\"m2\", matches!(serde_json::from_str::<t::Thing>(r#\"{\"u\":{\"k\":\"m2\",\"x\":3}}\"#).unwrap().u, Some(t::ThingU::M2(_))).to_string(), \"true\");",
        ),
        cell(
            "another name of a base is the same union",
            json!({"Thing": property(reference("Animal")), "Dog": extends("Animal", json!({"bark": text()})), "Animal": {"allOf": [reference("Pet")], "description": "d"}, "Pet": pet(implicit),
                "Cat": extends("Pet", json!({"claws": text()})), "PetBase": object(json!({"taken": text()}), &[])}),
            &[
                json!({"p": {"petType": "Cat", "claws": "c"}}),
                json!({"p": {"petType": "Dog", "bark": "c", "name": "d"}}),
                json!({"p": {"petType": "Animal", "name": "c"}}),
            ],
            "",
        ),
    ]
}

fn at_once() -> Vec<Cell> {
    let a = object(json!({"a": text(), "both": text()}), &["a"]);
    let b = object(json!({"b": {"type": "integer"}, "both": text()}), &["b"]);
    let all = json!({"p": {"a": "x", "b": 1, "both": "y"}});
    let one = json!({"p": {"b": 1}});
    let any = |branches: Value| property(json!({ "anyOf": branches }));
    vec![
        cell(
            "a value is several inline alternatives at once",
            json!({"Thing": any(json!([a, b]))}),
            &[all.clone(), one.clone()],
            "",
        ),
        cell(
            "a value is several named alternatives at once, in several places",
            json!({"Thing": object(json!({"p": {"anyOf": [reference("A"), reference("B")]}, "q": {"type": "array", "items": {"anyOf": [reference("A"), reference("B")]}}}), &[]),
                "A": a, "B": object(json!({"b": {"type": "integer"}, "next": {"anyOf": [reference("A"), reference("B")]}}), &[])}),
            &[all.clone(), json!({"q": [{"a": "x", "b": 1, "next": {"a": "y", "next": {"b": 2}}}]})],
            "",
        ),
        cell(
            "members of the same name and other types",
            json!({"Thing": any(json!([
                object(json!({"v": text(), "w": object(json!({"x": text()}), &[]), "e": {"enum": ["a", "c"]}}), &[]),
                object(json!({"v": {"type": "array", "items": text()}, "w": object(json!({"y": text()}), &[]), "e": {"enum": ["b", "c"]}}), &[])]))}),
            &[json!({"p": {"v": "1", "w": {"x": "1", "y": "2"}, "e": "c"}}), json!({"p": {"v": ["1", "2"]}})],
            "",
        ),
        cell(
            "alternatives at once next to members that all have, and next to a text",
            json!({"Thing": {"type": "object", "properties": {
                "p": {"type": "object", "properties": {"id": text()}, "anyOf": [a, b]}, "q": {"anyOf": [text(), a, b]}, "r": {"oneOf": [{"anyOf": [a, b]}, object(json!({"c": text()}), &["c"])]}, "s": {"oneOf": [a, {"anyOf": [a, b]}]}}}}),
            &[
                json!({"p": {"id": "1", "a": "x", "b": 1}, "q": {"a": "x", "b": 1}, "r": {"a": "x", "b": 1}}),
                json!({"q": "x", "r": {"c": "x"}, "s": {"a": "x", "b": 1}}),
            ],
            "",
        ),
        cell(
            "alternatives of which one takes members of any name",
            json!({"Thing": object(json!({
                "p": {"anyOf": [a, {"type": "object", "additionalProperties": {"type": "integer"}}]},
                "q": {"anyOf": [a, {"type": "object"}]}, "r": {"anyOf": [{"type": "object", "additionalProperties": text()}, {"type": "object", "additionalProperties": {"type": "integer"}}]}}), &[])}),
            &[
                json!({"p": {"a": "x", "n": 1}, "q": {"a": 5, "other": [1]}, "r": {"x": "1", "y": 2}}),
                json!({"p": {"a": 1, "m": 2}}),
            ],
            "",
        ),
        cell(
            "alternatives with a tag exclude each other",
            json!({"Thing": any(json!([object(json!({"kind": {"enum": ["a"]}, "x": text()}), &["kind"]), object(json!({"kind": {"enum": ["b"]}, "y": text()}), &["kind"])]))}),
            &[json!({"p": {"kind": "b", "y": "1"}}), json!({"p": {"kind": "c", "z": 1}})],
            &debug(&json!({"p": {"kind": "b", "y": "1"}}), "Ok(Thing { p: Some(B(ThingPb { y: Some(\"1\") })) })"),
        ),
        cell(
            "a tag of several values that a branch does not describe is kept",
            json!({"Thing": property(json!({"oneOf": [reference("A"), reference("B")], "discriminator": {"propertyName": "k", "mapping": {"a1": "A", "a2": "A", "b": "B"}}})),
                "A": object(json!({"x": text()}), &[]), "B": object(json!({"y": text()}), &[])}),
            &[json!({"p": {"k": "a2", "x": "1"}}), json!({"p": {"k": "b", "y": "1"}})],
            "",
        ),
        cell(
            "of alternatives that fit as well the one that keeps more is taken",
            json!({"Thing": property(json!({"oneOf": [
                object(json!({"a": text()}), &[]), {"type": "object", "properties": {"b": text(), "c": text()}, "additionalProperties": true}]}))}),
            &[json!({"p": {"d": 1}}), json!({"p": {"a": "1"}}), json!({"p": {"b": "1", "d": [2]}})],
            "",
        ),
        cell(
            "an alternative that is any object keeps its members",
            json!({"Thing": property(json!({"oneOf": [object(json!({"x": text()}), &["x"]), {"type": "object", "title": "Other"}]}))}),
            &[json!({"p": {"y": 1}}), json!({"p": {"x": "1"}})],
            "",
        ),
    ]
}

/// Decodes a value as the client does, and compares what it writes again and what was left out.
fn decoded(value: &str, written: &str, skipped: usize) -> String {
    format!(
        "let (thing, skipped) = runtime::decode::<t::Thing>(br##\"{value}\"##).unwrap();\
         is(r##\"{value}\"##, serde_json::to_string(&thing).unwrap(), r##\"{written}\"##);\
         is(\"skipped\", skipped.len().to_string(), \"{skipped}\");"
    )
}

fn others() -> Vec<Cell> {
    let open = |rest: Value| {
        let mut thing = object(json!({"id": text()}), &[]);
        thing.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        json!({ "Thing": thing })
    };
    let mixed = json!({"id": "1", "x-a": [1], "other": {"b": null}});
    let written = |name: &str, rest: Value, value: &Value, again: Value| Cell {
        values: vec![(value.clone(), Some(again))],
        ..cell(name, open(rest), &[], "")
    };
    vec![
        cell(
            "members of any name are kept",
            open(json!({"additionalProperties": true})),
            std::slice::from_ref(&mixed),
            "",
        ),
        cell(
            "members whose names match a pattern are kept",
            open(json!({"patternProperties": {"^x-": {}}})),
            std::slice::from_ref(&mixed),
            "",
        ),
        cell(
            "members whose names match a pattern have its type, where there are no others",
            open(json!({"patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false})),
            &[json!({"id": "1", "x-a": 2})],
            "is(\"extra\", serde_json::from_str::<t::Thing>(r#\"{\"x-a\":2}\"#).unwrap().extra[\"x-a\"].to_string(), \"2\");",
        ),
        cell(
            "members of patterns of several types, and others, are kept",
            open(
                json!({"patternProperties": {"^x-": {"type": "array"}, "^o": {"type": "object"}}, "additionalProperties": {"type": "integer"}}),
            ),
            &[json!({"id": "1", "x-a": [1], "other": {"b": null}, "n": 3})],
            "",
        ),
        written("members that nothing speaks of are ignored", json!({}), &mixed, json!({"id": "1"})),
        written(
            "so are members that are not allowed",
            json!({"additionalProperties": false}),
            &mixed,
            json!({"id": "1"}),
        ),
        cell(
            "members of any name next to a reference, and in a part of an allOf",
            json!({"Thing": object(json!({"p": {"allOf": [reference("A")], "additionalProperties": true}, "q": {"allOf": [reference("A"), {"type": "object", "additionalProperties": true}]}}), &[]),
                "A": object(json!({"a": text()}), &[])}),
            &[json!({"p": {"a": "1", "b": 2}, "q": {"a": "1", "b": 2}})],
            "",
        ),
        cell(
            "members of any name of what extends a base, and of branches",
            json!({"Thing": property(reference("Pet")), "Pet": {"type": "object", "required": ["t"], "properties": {"t": text()}, "additionalProperties": true, "discriminator": {"propertyName": "t"}},
                "Cat": extends("Pet", json!({"claws": text(), "in": {"oneOf": [
                    {"type": "object", "properties": {"kind": {"enum": ["a"]}}, "additionalProperties": true}, {"type": "object", "properties": {"kind": {"enum": ["b"]}}, "additionalProperties": text()}]}}))}),
            &[
                json!({"p": {"t": "Cat", "claws": "c", "more": 1, "in": {"kind": "a", "x": 1}}}),
                json!({"p": {"t": "Cat", "in": {"kind": "b", "x": "1"}}}),
            ],
            "",
        ),
        cell(
            "one odd member of any name costs no other",
            open(json!({"additionalProperties": {"type": "integer"}})),
            &[],
            &decoded(r#"{"id":"1","a":1.0,"b":"x","c":2}"#, r#"{"id":"1","a":1,"c":2}"#, 1),
        ),
        cell(
            "nor does one with an odd name",
            open(json!({"additionalProperties": {"type": "integer"}})),
            &[],
            &["cpu.load", "a: b", "x[0]", "[0]", "", r#"q\"q"#, "n at line 1 column 2", &"long".repeat(20)]
                .map(|name| decoded(&format!(r#"{{"id":"1","{name}":"high","c":2}}"#), r#"{"id":"1","c":2}"#, 1))
                .concat(),
        ),
        cell(
            "what is required and not described is kept",
            json!({"Thing": object(json!({"p": {"allOf": [{"type": "object", "required": ["id", "gone", "a"]}, reference("A")]}, "q": {"type": "object", "required": ["only"]}}), &["p"]),
                "A": object(json!({"a": text(), "id": text()}), &[])}),
            &[json!({"p": {"id": "1", "a": "2", "gone": {"x": [1]}}, "q": {"only": 1, "more": 2}})],
            "",
        ),
    ]
}

fn integers() -> Vec<Cell> {
    let number = json!({"type": "integer"});
    let all = object(
        json!({"n": number, "small": {"type": "integer", "format": "int32"}, "unsigned": {"type": "integer", "minimum": 0},
            "list": {"type": "array", "items": number}, "map": {"type": "object", "additionalProperties": number},
            "u": {"oneOf": [number, text()]}, "o": {"oneOf": [object(json!({"v": number}), &["v"]), object(json!({"v": text()}), &["v"])]}}),
        &[],
    );
    vec![
        cell(
            "integers are written with fractions and exponents",
            json!({ "Thing": all }),
            &[json!({"unsigned": u64::MAX, "u": u64::MAX}), json!({"u": 1.0, "o": {"v": 3}})],
            &[
                decoded(
                    r#"{"n":1.0,"small":1e3,"unsigned":1e19,"list":[2.0,3],"map":{"a":4.0},"u":5.0,"o":{"v":6.0}}"#,
                    r#"{"list":[2,3],"map":{"a":4},"n":1,"o":{"v":6},"small":1000,"u":5,"unsigned":10000000000000000000}"#,
                    0,
                ),
                decoded(r#"{"n":1.5e17,"small":1}"#, r#"{"n":150000000000000000,"small":1}"#, 0),
                "let (thing, skipped) = runtime::decode::<t::Thing>(br#\"{\"n\":18446744073709551615,\"small\":1}\"#).unwrap();\
                 is(\"rest\", serde_json::to_string(&thing).unwrap(), r#\"{\"small\":1}\"#);\
                 is(\"kept\", format!(\"{} {}\", skipped[0].path, skipped[0].json), \"n 18446744073709551615\");"
                    .to_owned(),
            ]
            .concat(),
        ),
        cell(
            "a list of integers with fractions is a list of integers",
            json!({"Thing": property(json!({"type": "array", "items": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]}}))}),
            &[json!({"p": [1.0, 2, true]})],
            "",
        ),
    ]
}

/// A tag next to members of any name is none of these.
fn tagged_others() -> Vec<Cell> {
    let branch = |name: &str, more: Value| {
        let mut branch = object(json!({"kind": text(), name: text()}), &["kind"]);
        branch["additionalProperties"] = more;
        branch
    };
    let union = json!({"oneOf": [reference("A"), reference("B")], "discriminator": {"propertyName": "kind"}});
    let values = [json!({"p": {"kind": "A", "a": "x", "n": 4}}), json!({"p": {"kind": "B", "b": "y", "m": [1]}})];
    let undescribed = |name: &str| {
        let mut branch = branch(name, json!({"type": "integer"}));
        branch["properties"].as_object_mut().unwrap().shift_remove("kind");
        branch["required"] = json!([]);
        branch
    };
    vec![
        cell(
            "tagged-and-others",
            json!({"Thing": property(union.clone()), "A": branch("a", json!({"type": "integer"})), "B": branch("b", json!(true))}),
            &values,
            "",
        ),
        cell(
            "tagged-by-what-is-not-described",
            json!({"Thing": property(union), "A": undescribed("a"), "B": undescribed("b")}),
            &[json!({"p": {"kind": "A", "a": "x", "n": 4}})],
            "",
        ),
    ]
}

/// What is sent of objects that contain themselves: nothing that was not set, whichever name comes first.
fn circular() -> Vec<Cell> {
    let sent = |values: &[Value]| -> String {
        values.iter().map(|value| format!("sent::<t::Thing>(\"circular\", r###\"{value}\"###);")).collect()
    };
    let member = |name: &str| object(json!({"next": reference(name), "v": text()}), &[]);
    let once = json!({"p": {"v": "x"}});
    let twice = json!({"p": {"next": {"v": "y"}, "v": "x"}});
    let through = |middle: Value| json!({"Thing": property(reference("Zed")), "Zed": object(json!({"y": middle, "v": text()}), &[])});
    let mut mutual = through(reference("Yak"));
    mutual["Yak"] = object(json!({"z": reference("Zed")}), &[]);
    let mut maybe = json!({"Thing": property(reference("Zed")), "Zed": member("Zed")});
    maybe["Zed"]["properties"]["next"] = json!({"nullable": true, "allOf": [reference("Zed")]});
    let place = json!({"Thing": property(object(json!({"next": {"$ref": "#/components/schemas/Thing/properties/p"}, "v": text()}), &[]))});
    let mut required = json!({"Thing": property(reference("Zed")), "Zed": member("Yak")});
    required["Yak"] = object(json!({"zed": reference("Zed"), "more": reference("Yak")}), &["zed"]);
    let both = [once.clone(), twice.clone()];
    let cases = [
        ("after", json!({"Thing": property(reference("Zed")), "Zed": member("Zed")}), both.to_vec()),
        ("before", json!({"Thing": property(reference("Ape")), "Ape": member("Ape")}), both.to_vec()),
        ("itself", json!({"Thing": object(json!({"p": reference("Thing"), "v": text()}), &[])}), vec![once.clone()]),
        ("mutual", mutual, vec![json!({"p": {"y": {}}}), json!({"p": {"y": {"z": {"v": "x"}}}})]),
        ("inline", through(object(json!({"q": reference("Zed")}), &[])), vec![json!({"p": {"y": {"q": {"v": "x"}}}})]),
        ("place", place, both.to_vec()),
        ("required", required, vec![once, json!({"p": {"next": {"zed": {}}}})]),
    ];
    let mut cells: Vec<Cell> = cases
        .into_iter()
        .map(|(name, schemas, values)| cell(&format!("circular-{name}"), schemas, &values, &sent(&values)))
        .collect();
    let values = [twice, json!({"p": {"next": null}})];
    cells.push(cell("circular-nullable", maybe, &values, &sent(&values[..1])));
    cells
}

pub(crate) fn all() -> Vec<Cell> {
    [inheritance(), at_once(), others(), tagged_others(), integers(), circular()].into_iter().flatten().collect()
}
