//! What the generated client does decides what breaks: which body it sends and decodes, what its types hold, and what its unions
//! keep.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod findings;

use serde_json::{Value, json};
use xtask::diff::compare;

use crate::findings::summary;

/// The findings of one operation whose request or response changes.
fn changed(is_request: bool, old: &Value, new: &Value) -> Vec<String> {
    let document = |content: &Value| {
        let operation = match is_request {
            true => {
                json!({"requestBody": {"required": true, "content": content}, "responses": {"204": {"description": "ok"}}})
            }
            false => json!({"responses": {"200": {"description": "ok", "content": content}}}),
        };
        json!({"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": {"/things": {"post": operation}}})
    };
    summary(&compare(&document(old), &document(new), &Default::default()))
}

fn schema(is_request: bool, old: &Value, new: &Value) -> Vec<String> {
    let content = |schema: &Value| json!({"application/json": {"schema": schema}});
    changed(is_request, &content(old), &content(new))
}

fn object(name: &str, kind: &str) -> Value {
    json!({"type": "object", "required": [name], "properties": {name: {"type": kind}}})
}

#[test]
fn the_media_type_that_the_client_uses_is_the_one_that_is_compared() {
    let of = |media: &[(&str, &Value)]| -> Value {
        media.iter().map(|(media, schema)| ((*media).to_owned(), json!({ "schema": schema }))).collect()
    };
    let (text, number) = (object("a", "string"), object("a", "integer"));
    // As ASP.NET writes them.
    let all = of(&[("application/json", &text), ("text/json", &text), ("application/*+json", &text)]);
    let fewer = of(&[("application/json", &text), ("text/json", &text)]);
    assert_eq!(changed(true, &all, &fewer), ["request-media-type-removed B N"]);
    assert_eq!(changed(false, &fewer, &all), ["response-media-type-added C N"]);
    let (plain, hal) =
        (of(&[("application/json", &text)]), of(&[("application/hal+json", &number), ("application/json", &text)]));
    assert_eq!(changed(false, &plain, &hal), ["response-media-type-added C N"]);
    let other = of(&[("application/hal+json", &number), ("application/json", &number)]);
    assert_eq!(changed(false, &hal, &other), ["response-type-changed B B"]);
    assert_eq!(changed(true, &hal, &other), ["request-type-changed B B"]);
}

#[test]
fn an_integer_that_holds_more_takes_all_that_was_sent() {
    let of = |format: &str| json!({"type": "integer", "format": format});
    let unsigned = json!({"type": "integer", "minimum": 0});
    for (narrow, wide) in [
        (of("uint32"), of("uint64")),
        (of("uint8"), of("int32")),
        (of("uint16"), of("int32")),
        (of("uint32"), of("int64")),
        (of("int32"), of("int64")),
        (of("uint32"), unsigned),
    ] {
        let wire = |is_request: bool, old: &Value, new: &Value| {
            schema(is_request, old, new).iter().any(|finding| finding.ends_with("B B"))
        };
        assert!(!wire(true, &narrow, &wide) && !wire(false, &wide, &narrow), "{narrow} {wide}");
        assert!(wire(true, &wide, &narrow) && wire(false, &narrow, &wide), "{wide} {narrow}");
    }
    assert!(schema(true, &of("int32"), &of("uint64"))[0].ends_with("B B"));
    assert!(schema(true, &of("uint32"), &of("int32"))[0].ends_with("B B"));
}

#[test]
fn an_alternative_breaks_a_union_that_does_not_keep_it() {
    let either = |keyword: &str, branches: &[Value]| json!({ keyword: branches });
    let (a, b, c) = (object("a", "string"), object("b", "string"), object("c", "string"));
    let tagged = |kinds: &[&str], own: &str| {
        json!({"type": "object", "required": ["kind", own],
            "properties": {"kind": {"type": "string", "enum": kinds}, own: {"type": "string"}}})
    };
    for (keyword, old, new, wire) in [
        ("oneOf", [a.clone(), b.clone()], c.clone(), "B"),
        ("anyOf", [a.clone(), b.clone()], c.clone(), "C"),
        ("oneOf", [tagged(&["a"], "a"), tagged(&["b", "bb"], "b")], tagged(&["c"], "c"), "C"),
        // The tag is one of another alternative, or is absent.
        ("oneOf", [tagged(&["a"], "a"), tagged(&["b"], "b")], tagged(&["b", "c"], "c"), "B"),
        ("oneOf", [tagged(&["a"], "a"), tagged(&["b"], "b")], c.clone(), "B"),
    ] {
        let all = [old.to_vec(), vec![new]].concat();
        let found = schema(false, &either(keyword, &old), &either(keyword, &all));
        assert_eq!(found, [format!("response-union-branch-added {wire} C")], "{keyword} {all:?}");
        assert_eq!(schema(true, &either(keyword, &old), &either(keyword, &all)), ["request-union-branch-added C C"]);
    }
    let named = |kinds: &[&str]| {
        let mut union = either("oneOf", &kinds.iter().map(|kind| object(kind, "string")).collect::<Vec<_>>());
        union["discriminator"] = json!({"propertyName": "kind"});
        union
    };
    assert_eq!(schema(false, &named(&["a", "b"]), &named(&["a", "b", "c"])), ["response-union-branch-added C C"]);
}

/// A struct keeps others in `extra` where the document says that there are some.
#[test]
fn other_properties_that_are_no_longer_named_take_a_field_away() {
    let with = |others: Value| {
        let mut thing = object("a", "string");
        thing["additionalProperties"] = others;
        thing
    };
    let silent = object("a", "string");
    assert_eq!(schema(false, &with(json!(true)), &silent), ["response-additional-properties-changed N B"]);
    assert_eq!(
        schema(false, &with(json!(true)), &with(json!(false))),
        ["response-additional-properties-forbidden C B"]
    );
    assert_eq!(schema(false, &silent, &with(json!(true))), [""; 0]);
    let map = json!({"type": "object", "additionalProperties": true});
    assert_eq!(schema(false, &map, &json!({"type": "object"})), [""; 0]);
}

/// A schema with a tag stands for those that extend it.
#[test]
fn what_changes_in_a_schema_that_extends_a_base_with_a_tag_is_a_change_of_the_base() {
    let document = |is_request: bool, children: &Value| {
        let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}});
        let operation = match is_request {
            true => {
                json!({"requestBody": {"required": true, "content": content}, "responses": {"204": {"description": "ok"}}})
            }
            false => json!({"responses": {"200": {"description": "ok", "content": content}}}),
        };
        let mut schemas = json!({"Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind"}}});
        for (name, own) in children.as_object().unwrap() {
            schemas[name] = json!({"allOf": [{"$ref": "#/components/schemas/Pet"}, own]});
        }
        json!({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {"/pets": {"post": operation}},
            "components": {"schemas": schemas}})
    };
    let worst = |is_request, old: &Value, new: &Value| {
        let report = compare(&document(is_request, old), &document(is_request, new), &Default::default());
        let found = summary(&report);
        assert!(!found.is_empty(), "{old} {new}");
        found.iter().any(|finding| finding.split(' ').nth(1) == Some("B"))
    };
    let with = |claws: Value, required: bool| {
        let required: &[&str] = if required { &["claws"] } else { &[] };
        json!({"Cat": {"type": "object", "required": required, "properties": {"claws": claws}}, "Dog": object("bark", "string")})
    };
    let text = || json!({"type": "string"});
    let old = with(text(), false);
    assert!(worst(true, &old, &with(json!({"type": "string", "maxLength": 3}), false)));
    assert!(!worst(false, &old, &with(json!({"type": "string", "maxLength": 3}), false)));
    assert!(worst(false, &old, &with(json!({"type": "integer"}), false)));
    assert!(worst(true, &old, &with(text(), true)));
    assert!(worst(true, &old, &json!({"Dog": object("bark", "string")})));
    let more = json!({"Cat": old["Cat"], "Dog": old["Dog"], "Fox": object("tail", "string")});
    assert!(!worst(false, &old, &more));
    assert_eq!(summary(&compare(&document(true, &old), &document(true, &old), &Default::default())), [""; 0]);
}

/// What only responses have is none of a request's business, and the other way round.
#[test]
fn who_may_write_a_member_matters_where_it_is_sent() {
    let of = |mark: &str| {
        let mut member = json!({"type": "string"});
        if !mark.is_empty() {
            member[mark] = json!(true);
        }
        json!({"type": "object", "properties": {"s": member}})
    };
    for (is_request, old, new, verdict) in [
        (true, "", "readOnly", "B"),
        (true, "readOnly", "", "C"),
        (true, "", "writeOnly", "N"),
        (false, "", "writeOnly", "B"),
        (false, "writeOnly", "", "C"),
        (false, "", "readOnly", "N"),
    ] {
        let found = schema(is_request, &of(old), &of(new));
        let all = found.iter().all(|finding| finding.split(' ').nth(1) == Some(verdict));
        assert!(all, "{is_request} {old} {new}: {found:?}");
    }
}

#[test]
fn a_value_that_may_be_several_of_the_alternatives_is_more_than_one_of_them() {
    let of = |keyword: &str| json!({keyword: [object("a", "string"), object("b", "string")]});
    assert_eq!(schema(false, &of("oneOf"), &of("anyOf")), ["response-union-kind-changed B N"]);
    assert_eq!(schema(false, &of("anyOf"), &of("oneOf"))[0].split(' ').nth(1), Some("C"));
}

/// What stands on the wire for an alternative is compared, and not how the document writes it.
#[test]
fn the_values_of_a_tag_are_compared() {
    let document = |names: &[&str], constants: bool, discriminator: &Value| {
        let reference = |name: &&str| json!({"$ref": format!("#/components/schemas/{name}")});
        let schema = |name: &&str| {
            let own = if **name == *"Kitty" { "cat" } else { name };
            let mut kind = json!({"type": "string"});
            if constants {
                kind["const"] = json!(own.to_lowercase());
            }
            let own = own.to_lowercase();
            let schema = json!({"type": "object", "required": ["kind", own], "properties": {"kind": kind, own: {"type": "string"}}});
            ((*name).to_owned(), schema)
        };
        let mut union = json!({"oneOf": names.iter().map(reference).collect::<Vec<_>>()});
        if !discriminator.is_null() {
            union["discriminator"] = discriminator.clone();
        }
        json!({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": union}}}}}}},
            "components": {"schemas": names.iter().map(schema).collect::<serde_json::Map<_, _>>()}})
    };
    let by_name = json!({"propertyName": "kind"});
    let mapped = |cat: &str, more: &[(&str, &str)]| {
        let mut mapping = json!({"cat": format!("#/components/schemas/{cat}"), "dog": "#/components/schemas/Dog"});
        more.iter().for_each(|(value, name)| mapping[*value] = json!(format!("#/components/schemas/{name}")));
        json!({"propertyName": "kind", "mapping": mapping})
    };
    let pets = ["Cat", "Dog"];
    for (old, new, breaks) in [
        // The name is the value.
        ((&pets[..], false, by_name.clone()), (&["Kitty", "Dog"][..], false, by_name.clone()), true),
        ((&pets, true, by_name.clone()), (&["Kitty", "Dog"], true, by_name.clone()), false),
        ((&pets, false, mapped("Cat", &[])), (&["Kitty", "Dog"], false, mapped("Kitty", &[])), false),
        ((&pets, false, mapped("Cat", &[])), (&["Cat", "Dog", "Fox"], false, mapped("Cat", &[("fox", "Fox")])), false),
        ((&pets, false, mapped("Cat", &[])), (&pets, false, mapped("Cat", &[("feline", "Cat")])), false),
        ((&pets, false, mapped("Cat", &[("feline", "Cat")])), (&pets, false, mapped("Cat", &[])), true),
        ((&pets, false, mapped("Cat", &[])), (&pets, false, mapped("Dog", &[])), true),
        ((&pets, true, Value::Null), (&pets, true, by_name.clone()), false),
        ((&pets, false, by_name.clone()), (&pets, false, json!({"propertyName": "type"})), true),
    ] {
        let [one, other] = [&old, &new].map(|(names, constants, tag)| document(names, *constants, tag));
        let found = summary(&compare(&one, &other, &Default::default()));
        let is_broken = found.iter().any(|finding| finding.split(' ').nth(1) == Some("B"));
        assert_eq!(is_broken, breaks, "{old:?} {new:?}: {found:?}");
    }
}
