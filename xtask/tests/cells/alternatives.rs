//! Alternatives that were taken for one another once, or lost what tells them apart.

use serde_json::{Value, json};

use super::findings::{cell, debug, property};
use super::{Cell, is_known};

fn part(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A union whose alternatives have another tag, of which each repeats the first one.
fn pets(cat: impl Fn(Value) -> Value, required: &[&str]) -> Value {
    let of =
        |title: &str, tags: Value| json!({"title": title, "type": "object", "required": required, "properties": tags});
    let one = |value: &str| json!({"type": "string", "enum": [value]});
    let cats = json!({"oneOf": [part("Black"), part("White")], "discriminator": {"propertyName": "color"}});
    let to = |name: &str| format!("#/components/schemas/{name}");
    json!({
        "Thing": property(part("Pet")),
        "Pet": {"oneOf": [cat(cats.clone()), part("Dog")],
            "discriminator": {"propertyName": "pet", "mapping": {"cat": to("Cat"), "dog": to("Dog")}}},
        "Cat": cats,
        "Black": of("Black", json!({"pet": one("cat"), "color": one("black")})),
        "White": of("White", json!({"pet": one("cat"), "color": one("white"), "eyes": {"type": "string"}})),
        "Dog": of("Dog", json!({"pet": one("dog"), "color": {"type": "string"}, "name": {"type": "string"}})),
    })
}

fn nested_tags() -> Vec<Cell> {
    let black = json!({"p": {"pet": "cat", "color": "black"}});
    let white = json!({"p": {"pet": "cat", "color": "white", "eyes": "blue"}});
    let dog = json!({"p": {"pet": "dog", "color": "brown", "name": "x"}});
    let values = [black.clone(), white.clone(), dog.clone()];
    let mut told =
        values.iter().map(|value| format!("sent::<t::Thing>(\"nested\", r###\"{value}\"###);")).collect::<String>();
    told += &format!(
        "let of = |text: &str| serde_json::from_str::<t::Thing>(text).unwrap().p;\
         is(\"white\", matches!(of(r#\"{white}\"#), Some(t::Pet::Cat(t::Cat::White(_)))).to_string(), \"true\");\
         is(\"other\", matches!(of(r#\"{}\"#), Some(t::Pet::Cat(t::Cat::Unknown(_)))).to_string(), \"true\");",
        json!({"p": {"pet": "cat", "color": "red", "spots": 3}})
    );
    let inline = format!(
        "is(\"inline\", matches!(serde_json::from_str::<t::Thing>(r#\"{white}\"#).unwrap().p, Some(t::Pet::White(_))).to_string(), \"true\");"
    );
    let all = ["pet", "color"];
    vec![
        cell("a union with a tag within one with another tag", pets(|_| part("Cat"), &all), &values, &told),
        cell("the same with tags that may be absent", pets(|_| part("Cat"), &[]), &values, &told),
        cell("the same with a union that has no name", pets(|cats| cats, &all), &values, &inline),
    ]
}

/// Alternatives with a tag and something next to them: the tag's values are those of the mapping, or the names in the document.
fn tags_next_to_more() -> Vec<Cell> {
    let member =
        |name: &str| json!({"type": "object", "properties": {"k": {"type": "string"}, name: {"type": "string"}}});
    let tag = |mapping: bool| match mapping {
        true => json!({"propertyName": "k", "mapping": {"c": "#/components/schemas/snake_one", "d": "Other"}}),
        false => json!({"propertyName": "k"}),
    };
    let list = |mapping| json!({"oneOf": [part("snake_one"), part("Other")], "discriminator": tag(mapping)});
    let with = |mapping, key: &str, value: Value| {
        let mut schema = list(mapping);
        schema[key] = value;
        schema
    };
    let text = json!({"z": {"type": "string"}});
    let unions = [
        ("required names", with(true, "required", json!(["k"]))),
        ("properties", with(true, "properties", text.clone())),
        ("any other members", with(true, "additionalProperties", json!(true))),
        ("required names and no mapping", with(false, "required", json!(["k"]))),
        ("an object in an allOf", json!({"allOf": [{"type": "object", "properties": text.clone()}, list(true)]})),
        (
            "an object, behind a reference",
            json!({"allOf": [{"type": "object", "properties": text.clone()}, part("Listed")]}),
        ),
        (
            "a base that its schemas do not extend",
            json!({"type": "object", "properties": text, "discriminator": tag(true)}),
        ),
    ];
    let cells = unions.into_iter().flat_map(|(name, union)| {
        // With the same members as well: only the tag distinguishes them then.
        [("a", "b"), ("a", "a")].into_iter().map(move |(one, other)| {
            let tags = if name.ends_with("no mapping") { ["snake_one", "Other"] } else { ["c", "d"] };
            let mut titled = member(one);
            titled["title"] = json!("Some title");
            let schemas = json!({"Thing": property(part("Union")), "Union": union, "Listed": list(true),
                "snake_one": titled, "Other": member(other)});
            let values = [json!({"p": {"k": tags[0], one: "x"}}), json!({"p": {"k": tags[1], other: "y"}})];
            let known: String = values.iter().map(is_known).collect();
            cell(&format!("a tag next to {name}, members {one} and {other}"), schemas, &values, &known)
        })
    });
    cells.collect()
}

/// Tags of schemas that are not alternatives by themselves: one of several at once, and those of a union within another one.
fn tags_of_parts() -> Vec<Cell> {
    let object = |name: &str| json!({"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}, name: {"type": "integer"}}});
    let tag = |mapping: Value| json!({"propertyName": "k", "mapping": mapping});
    let several = json!({"Thing": property(part("Union")), "C": object("c"), "E": object("e"), "Union": {
        "oneOf": [{"anyOf": [part("C"), object("d")]}, part("E")], "discriminator": tag(json!({"c": "C", "e": "E"}))}});
    let nested = json!({"Thing": property(part("Union")), "c_one": object("c"), "e_one": object("e"), "D": object("d"),
        "G": {"oneOf": [part("c_one"), part("e_one")], "discriminator": tag(json!({"c": "c_one", "e": "e_one"}))},
        "Union": {"required": ["q"], "oneOf": [part("G"), part("D")],
            "discriminator": tag(json!({"c": "G", "e": "G", "d": "D"}))}});
    let values = [json!({"k": "c", "c": 1}), json!({"k": "x", "d": 1}), json!({"k": "e", "e": 1})];
    let values = values.map(|value| json!({ "p": value }));
    let nested_values =
        [json!({"k": "c", "c": 1, "q": 1}), json!({"k": "e", "e": 1, "q": 1}), json!({"k": "d", "d": 1, "q": 1})];
    let nested_values = nested_values.map(|value| json!({ "p": value }));
    vec![
        cell("a tag of one of several alternatives at once", several, &values, &known(&values)),
        cell("tags of a union within another one", nested, &nested_values, &known(&nested_values)),
    ]
}

fn combined() -> Vec<Cell> {
    let of = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "integer"}}});
    let either = |one: &str, other: &str| json!({"oneOf": [part(one), part(other)]});
    let mut schemas = json!({
        "Thing": property(either("Both", "E")),
        "Both": {"allOf": [either("A", "B"), either("C", "D")]},
    });
    for name in ["A", "B", "C", "D", "E"] {
        schemas[name] = of(&name.to_lowercase());
    }
    let values = [json!({"a": 1, "c": 1}), json!({"b": 1, "d": 1}), json!({"a": 1, "d": 2}), json!({"e": 1})];
    let values = values.map(|value| json!({ "p": value }));
    vec![cell("two sets of alternatives within an alternative", schemas, &values, "")]
}

fn texts_and_nulls() -> Vec<Cell> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": "string", "nullable": true});
    let level = || json!({"type": "string", "enum": ["auto", "gpt-4o"]});
    let sent = |value: Value| format!("sent::<t::Thing>(\"null\", r###\"{}\"###);", json!({ "p": value }));
    vec![
        cell(
            "a text that differs from a known value by its case is another text",
            json!({"Thing": {"type": "object", "properties": {
                "p": {"anyOf": [text(), level()]}, "q": {"anyOf": [part("Named"), text()]}, "listed": level()}},
                "Named": {"type": "string", "enum": ["low", "high"]}}),
            &[json!({"p": "AUTO", "q": "Low"}), json!({"p": "auto", "q": "low"})],
            &debug(
                &json!({"p": "GPT-4O", "q": "high", "listed": "AUTO"}),
                "Ok(Thing { listed: Some(Auto), p: Some(Unknown(\"GPT-4O\")), q: Some(High) })",
            ),
        ),
        cell(
            "a value or several, of which each may be null",
            json!({"Thing": property(json!({"oneOf": [part("N"), {"type": "array", "items": part("N")}]})), "N": maybe()}),
            &[json!({"p": "x"})],
            &sent(json!(["x", null])),
        ),
        cell(
            "null is a value of one of two objects",
            json!({"Thing": property(json!({"oneOf": [
                {"type": "object", "properties": {"a": text()}},
                {"type": "object", "required": ["a"], "properties": {"a": maybe(), "b": text()}}]}))}),
            &[json!({"p": {"a": "x"}}), json!({"p": {"a": "x", "b": "y"}}), json!({"p": {}})],
            &sent(json!({"a": null})).replace("t::Thing", "t::CreateThing"),
        ),
        cell(
            "times as their description allows them",
            json!({"Thing": {"type": "object", "properties": {
                "started_at": {"type": "string", "description": "ISO 8601 timestamp"}, "until": {"type": "string", "format": "date-time"}}}}),
            &[],
            &[("2026-03-30", "2026-03-30T00:00:00Z"), ("2026-03-30T12:00:00", "2026-03-30T12:00:00Z")]
                .map(|(text, wanted)| format!(
                    "let (thing, _) = runtime::decode::<t::Thing>(br#\"{{\"started_at\":\"{text}\",\"until\":\"{text}\"}}\"#).unwrap();\
                     is(\"time\", serde_json::to_string(&thing).unwrap(), r#\"{{\"started_at\":\"{wanted}\",\"until\":\"{wanted}\"}}\"#);"
                ))
                .concat(),
        ),
    ]
}

/// Discriminators of which a union may lose something: of alternatives by references that describe themselves, of unions within
/// others, of some alternatives alone, and of properties that are no texts.
fn tags_that_were_lost() -> Vec<Cell> {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let integer = || json!({"type": "integer"});
    let tag = json!({"propertyName": "k", "mapping": {"cat": "C", "dog": "D"}});
    let described = json!({"Thing": property(part("Union")), "C": object(json!({"c": integer()})), "D": object(json!({"d": integer()})),
        "Union": {"oneOf": [part("C"), {"allOf": [part("D")], "description": "A dog"}], "discriminator": {"propertyName": "k"}}});
    let named = ["C", "D"].map(|name| json!({"p": {"k": name, name.to_lowercase(): 1}}));
    let mut cells = vec![cell("a tag of a reference with a description", described, &named, &known(&named))];
    // Without the tag, with it as a text, and with the same members.
    let texts = [json!({}), json!({"k": {"type": "string"}})];
    for (kind, with) in texts.iter().enumerate() {
        for same in [false, true] {
            let member = |name: &str| {
                let mut properties = with.clone();
                properties[if same { "c" } else { name }] = integer();
                object(properties)
            };
            for (place, outer, other) in [
                ("a text", json!({"oneOf": [part("U"), {"type": "string"}]}), json!("x")),
                (
                    "a list of it",
                    json!({"oneOf": [part("U"), {"type": "array", "items": part("U")}]}),
                    json!([{"k": "dog"}]),
                ),
                ("another object", json!({"oneOf": [part("U"), part("O")]}), json!({"o": 1})),
                ("the same alternative", json!({"anyOf": [part("C"), part("U"), {"type": "string"}]}), json!("x")),
            ] {
                let schemas = json!({"Thing": property(outer), "C": member("c"), "D": member("d"), "O": object(json!({"o": integer()})),
                    "U": {"oneOf": [part("C"), part("D")], "discriminator": tag}});
                let dog = json!({"p": {"k": "dog", if same { "c" } else { "d" }: 1}});
                let values =
                    [json!({"p": {"k": "cat", "c": 1}}), dog, json!({"p": {"k": "dog"}}), json!({ "p": other })];
                let name = format!("a union with a tag next to {place}, {kind}, {same}");
                cells.push(cell(&name, schemas, &values, &known(&values)));
            }
        }
    }
    let some = json!({"Thing": property(json!({"oneOf": [part("C"), object(json!({"k": {"type": "string"}, "c": integer(), "x": integer()}))],
        "discriminator": {"propertyName": "k", "mapping": {"cat": "C"}}})), "C": object(json!({"c": integer()}))});
    let values = [json!({"p": {"k": "cat", "c": 1}}), json!({"p": {"k": "other", "c": 1}}), json!({"p": {"x": 1}})];
    cells.push(cell("a tag of some alternatives", some, &values, &known(&values)));
    for (kind, one, other) in [("integer", json!(1), json!(2)), ("boolean", json!(true), json!(false))] {
        let of = |name: &str, value: &Value| json!({"type": "object", "required": ["v"], "properties": {"v": {"type": kind, "enum": [value]}, name: integer()}});
        let mapping = json!({one.to_string(): "A", other.to_string(): "B"});
        let schemas = json!({"Thing": property(json!({"oneOf": [part("A"), part("B")],
            "discriminator": {"propertyName": "v", "mapping": mapping}})), "A": of("x", &one), "B": of("x", &other)});
        let values = [json!({"p": {"v": one, "x": 1}}), json!({"p": {"v": other, "x": 1}})];
        cells.push(cell(&format!("a tag that is a {kind}"), schemas, &values, &known(&values)));
    }
    cells
}

/// Discriminators that say something odd: of one alternative, against constants, of files, of a union by several values, and of
/// integers in a family.
fn odd_tags() -> Vec<Cell> {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let integer = || json!({"type": "integer"});
    let constant = |value: &str| json!({"type": "string", "enum": [value]});
    let thing = |union: Value, a: Value, b: Value| json!({"Thing": property(union), "A": object(a), "B": object(b)});
    let union = |names: &[&str], mapping: Value| {
        let parts: Vec<Value> = names.iter().map(|name| part(name)).collect();
        json!({"oneOf": parts, "discriminator": {"propertyName": "k", "mapping": mapping}})
    };
    let both = [json!({"p": {"k": "x", "a": 1}}), json!({"p": {"k": "y", "b": 1}})];
    let (a, b) = (json!({"a": integer()}), json!({"b": integer()}));
    let one = thing(union(&["A"], json!({"x": "A"})), a.clone(), b.clone());
    let mut maybe = one.clone();
    maybe["Thing"]["properties"]["p"]["nullable"] = json!(true);
    let files = thing(union(&["A", "B"], json!({"x": "./schemas/A.yaml", "y": "B.yaml#/B"})), a.clone(), b.clone());
    let against = thing(
        union(&["A", "B"], json!({"x": "A", "y": "B"})),
        json!({"k": constant("X"), "a": integer()}),
        json!({"k": constant("Y"), "b": integer()}),
    );
    let constants = [json!({"p": {"k": "X", "a": 1}}), json!({"p": {"k": "Y", "b": 1}})];
    let all: Vec<Value> = both.iter().chain(&constants).cloned().collect();
    let mut several = thing(union(&["Inner", "C"], json!({"x": "Inner", "y": "Inner", "z": "C"})), a, b);
    several["Inner"] = union(&["A", "B"], json!({"x": "A", "y": "B"}));
    several["C"] = object(json!({"c": integer()}));
    let mut base = json!({"type": "object", "required": ["v"], "properties": {"v": integer()}});
    base["discriminator"] = json!({"propertyName": "v", "mapping": {"1": "A", "2": "B"}});
    let extends = |name: &str, value: u8| json!({"allOf": [part("Base"), object(json!({"v": {"enum": [value]}, name: integer()}))]});
    let family = json!({"Thing": property(part("Base")), "Base": base, "A": extends("a", 1), "B": extends("b", 2)});
    let numbers = [json!({"p": {"v": 1, "a": 1}}), json!({"p": {"v": 2, "b": 1}})];
    vec![
        cell("a tag of one alternative", one, &both[..1], &known(&both[..1])),
        cell("a tag of one alternative or null", maybe, &both[..1], &known(&both[..1])),
        cell("a tag that maps files", files, &both, &known(&both)),
        cell("a tag against constants", against, &constants, &known(&all)),
        cell("a tag that maps a union by several values", several, &both, &known(&both)),
        cell("a tag of integers in a family", family, &numbers, &known(&numbers)),
    ]
}

/// The same where a tag says less, or more, than which alternative it is.
fn partial_tags() -> Vec<Cell> {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let integer = || json!({"type": "integer"});
    let listed = |names: &[&str], mapping: Value| {
        let parts: Vec<Value> = names.iter().map(|name| part(name)).collect();
        json!({"oneOf": parts, "discriminator": {"propertyName": "k", "mapping": mapping}})
    };
    let either = |names: &[&str]| json!({"oneOf": names.iter().map(|name| part(name)).collect::<Vec<_>>()});
    let schemas = |union: Value, more: Value| {
        let mut schemas = json!({"Thing": property(union), "A": object(json!({"a": integer()})),
            "B": object(json!({"b": integer()})), "U": listed(&["A", "B"], json!({"x": "A", "y": "B"}))});
        schemas.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schemas
    };
    let a = |tag: &str| json!({"p": {"k": tag, "a": 1}});
    let b = |tag: &str| json!({"p": {"k": tag, "b": 1}});
    let files = json!({"A.v1": object(json!({"a": integer()})), "U": listed(&["A.v1", "B"], json!({"x": "./A.v1.yaml", "y": "B"}))});
    let twice = json!({"V": listed(&["A", "B"], json!({"v": "A", "w": "B"}))});
    let mut maybe = listed(&["A"], json!({"x": "A"}));
    maybe["oneOf"].as_array_mut().unwrap().push(json!({"enum": [null]}));
    let described = json!({"Alias": {"allOf": [part("A")], "description": "Another name"},
        "U": listed(&["A", "B"], json!({"x": "Alias", "y": "B"}))});
    let several = json!({"A": object(json!({"k": {"type": "string", "enum": ["x", "x2"]}, "a": integer()})),
        "B": object(json!({"k": {"type": "string"}, "b": integer()}))});
    let mut mixed =
        json!({"Mixed": listed(&["A", "C"], json!({"x": "A", "z": "C"})), "C": object(json!({"c": integer()}))});
    mixed["Mixed"]["oneOf"].as_array_mut().unwrap().push(json!({"type": "string"}));
    let some = [a("x"), json!({"p": {"k": "z", "c": 1}}), json!({"p": "text"}), json!({"p": {"b": 1}})];
    let alone = [a("x"), b("y"), json!({"p": {"a": 1}}), a("z")];
    let [both, values] = [[a("x"), b("y")], [a("x"), b("y")]];
    let all = [a("x"), b("y"), a("v"), b("w")];
    let more = [a("x"), a("x2"), b("y")];
    vec![
        cell("some tags of a union within another one", schemas(either(&["Mixed", "B"]), mixed), &some, &known(&some)),
        cell("a tag that maps a file with dots", schemas(part("U"), files), &both, &known(&both)),
        cell("unions that list one schema for other values", schemas(either(&["U", "V"]), twice), &all, &known(&all)),
        cell("an alternative with a tag, and alone", schemas(either(&["U", "A"]), json!({})), &alone, &known(&alone)),
        cell("a tag of one alternative, and null listed", schemas(maybe, json!({})), &both[..1], &known(&both[..1])),
        cell("a tag that maps a described name", schemas(part("U"), described), &values, &known(&values)),
        cell("a tag with more values than are mapped", schemas(part("U"), several), &more, &known(&more)),
    ]
}

fn known(values: &[Value]) -> String {
    values.iter().map(is_known).collect()
}

pub(crate) fn all() -> Vec<Cell> {
    [
        nested_tags(),
        tags_next_to_more(),
        tags_of_parts(),
        tags_under_other_names(),
        tags_that_were_lost(),
        odd_tags(),
        partial_tags(),
        combined(),
        texts_and_nulls(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Mappings that call a schema by another name than the alternatives do.
fn tags_under_other_names() -> Vec<Cell> {
    let object = |name: &str| json!({"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}, name: {"type": "integer"}}});
    let listed = |one: &str, mapped: &str| {
        json!({"Thing": property(part("Union")), "C": object("c"), "Alias": part("C"), "D": object("d"), "Union": {
            "oneOf": [part(one), part("D")], "discriminator": {"propertyName": "k", "mapping": {"c": mapped, "d": "D"}}}})
    };
    let extends =
        |name: &str| json!({"allOf": [part("Union"), {"type": "object", "properties": {name: {"type": "integer"}}}]});
    let mut union = object("b");
    union["discriminator"] = json!({"propertyName": "k", "mapping": {"c": "Alias", "d": "D"}});
    let family = json!({"Thing": property(part("Union")), "C": extends("c"), "Alias": part("C"), "D": extends("d"), "Union": union});
    let values = [json!({"p": {"k": "c", "c": 1}}), json!({"p": {"k": "d", "d": 1}})];
    let known: String = values.iter().map(is_known).collect();
    vec![
        cell("a tag that maps another name of an alternative", listed("C", "Alias"), &values, &known),
        cell("a tag of an alternative that has another name", listed("Alias", "C"), &values, &known),
        cell("a tag that maps another name of an extending schema", family, &values, &known),
    ]
}
