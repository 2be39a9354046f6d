//! Documents in JSON and in YAML 1.2 are equal, and constructs without an equivalent in JSON are errors with their line.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use verda_api_codegen::document::parse;

fn value(yaml: &str) -> Value {
    parse(&format!("a: {yaml}\n")).unwrap()["a"].clone()
}

fn errors(text: &str) -> Vec<String> {
    parse(text).unwrap_err().to_string().lines().map(str::to_owned).collect()
}

#[test]
fn words_that_are_booleans_in_yaml_1_1_are_text() {
    for word in ["y", "Y", "n", "N", "yes", "Yes", "no", "NO", "on", "On", "OFF", "off", "tRUE", "nUll"] {
        assert_eq!(value(word), word);
        assert_eq!(parse(&format!("{word}: 1")).unwrap(), json!({ word: 1 }));
    }
    assert_eq!(value("[true, True, TRUE]"), json!([true, true, true]));
    assert_eq!(value("[false, False, FALSE]"), json!([false, false, false]));
    assert_eq!(value("[null, Null, NULL, ~, ]"), json!([null, null, null, null]));
    assert_eq!(value(""), Value::Null);
    assert_eq!(value("\"true\""), "true");
}

#[test]
fn numbers_are_those_of_the_core_schema() {
    for (text, number) in [
        ("012", json!(12)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("+7", json!(7)),
        ("-0", json!(0)),
        ("1e3", json!(1000.0)),
        (".5", json!(0.5)),
        ("1.", json!(1.0)),
        ("-1.5E-2", json!(-0.015)),
        ("18446744073709551615", json!(u64::MAX)),
        ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
    ] {
        assert_eq!(value(text), number, "{text}");
    }
    for text in
        ["1_000", "0b11", "0O17", "0o8", "0x", "1:30", "2026-01-01", "2026-01-01T00:00:00Z", "1e", ".", "e3", "inf"]
    {
        assert_eq!(value(text), text);
    }
}

#[test]
fn numbers_that_json_does_not_have_are_refused_with_their_lines() {
    assert_eq!(
        errors("a: .inf\nb: [1,\n -.INF, .nan]\nc: 1e999\nd: 0xFFFFFFFFFFFFFFFFF\n"),
        [
            "line 1: JSON has no number `.inf`; write a finite number, or use quotes",
            "line 3: JSON has no number `-.INF`; write a finite number, or use quotes",
            "line 3: JSON has no number `.nan`; write a finite number, or use quotes",
            "line 4: JSON has no number `1e999`; write a finite number, or use quotes",
            "line 5: JSON has no number `0xFFFFFFFFFFFFFFFFF`; write a finite number, or use quotes",
        ]
    );
}

#[test]
fn keys_are_text() {
    assert_eq!(
        parse("on: 1\n404: 2\nnull: 3\n1.0: 4\n2026-01-01: 5\ntrue: 6\n? long\n: 7\n").unwrap(),
        json!({"on": 1, "404": 2, "null": 3, "1.0": 4, "2026-01-01": 5, "true": 6, "long": 7})
    );
    assert_eq!(
        errors("? [a]\n: 1\nb: &x {}\n? *x\n: 2\n"),
        [
            "line 1: a list or a mapping is a key here; write a text as the key",
            "line 4: the alias is no text; write a text as the key",
        ]
    );
}

#[test]
fn a_key_that_is_there_twice_is_an_error_with_both_lines_in_yaml_and_in_json() {
    let yaml = "paths:\n  /a: 1\n  /b: { c: 1, c: 2 }\n  /a: 2\n'200': 1\n200: 2\n";
    assert_eq!(
        errors(yaml),
        [
            "line 3: duplicate key `c` in this mapping, first at line 3; remove one",
            "line 4: duplicate key `/a` in this mapping, first at line 2; remove one",
            "line 6: duplicate key `200` in this mapping, first at line 5; remove one",
        ]
    );
    assert_eq!(
        errors("{\n\t\"a\": {\"b\": 1,\n\t\"b\": 2},\n\t\"c\": [{\"d\": 1, \"\\u0064\": 2}]\n}"),
        [
            "line 3: duplicate key `b` in this mapping, first at line 2; remove one",
            "line 4: duplicate key `d` in this mapping, first at line 4; remove one",
        ]
    );
    assert_eq!(errors("{\"a\": 1,}").len(), 1, "invalid JSON is reported as JSON");
    assert!(errors("{\"a\": 1,}")[0].starts_with("not valid JSON: "));
}

#[test]
fn aliases_and_merge_keys_mean_what_people_expect() {
    let text = "
base: &base { a: 1, b: 2 }
more: &more { b: 3, c: 4 }
one: { a: 0, <<: *base, b: 5 }
two: { <<: [*base, *more], d: 6 }
list: [&x text, *x, *base]
quoted: { \"<<\": 1 }
";
    let read = parse(text).unwrap();
    assert_eq!(read["one"], json!({"a": 0, "b": 5}));
    assert_eq!(read["two"], json!({"a": 1, "b": 2, "c": 4, "d": 6}));
    assert_eq!(read["list"], json!(["text", "text", {"a": 1, "b": 2}]));
    assert_eq!(read["quoted"], json!({"<<": 1}));
    assert_eq!(
        errors("a: { <<: 1 }\nb:\n  <<: [{}, 2]\n"),
        [
            "line 1: `<<` merges mappings, but its value is no mapping; write a mapping, or the key as \"<<\"",
            "line 3: `<<` merges mappings, but its value is no mapping; write a mapping, or the key as \"<<\"",
        ]
    );
}

#[test]
fn aliases_are_bounded() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    assert_eq!(errors(&bomb).len(), 1);
    assert!(errors(&bomb)[0].contains("aliases add more than 16 MiB"), "{:?}", errors(&bomb));
    let mut deep = "a0: &a0 x\n".to_owned();
    for level in 1..50 {
        deep.push_str(&format!("a{level}: &a{level} {}*a{}{}\n", "[".repeat(20), level - 1, "]".repeat(20)));
    }
    assert!(errors(&deep)[0].contains("256 levels of nesting"), "{:?}", errors(&deep));
    assert!(errors("a: &a [1, *a]\n")[0].contains("is inside its own anchor"));
    assert!(errors(&format!("a: {}", "[".repeat(100_000)))[0].starts_with("line 1: "));
    assert!(!errors(&format!("{{\"a\": {}", "[".repeat(100_000))).is_empty());
}

#[test]
fn tags_of_the_core_schema_hold_and_others_are_refused() {
    assert_eq!(
        value("[!!str 1, !!int \"3\", !!float 2, !!bool 'true', !!null '', ! 12, !!map {}, !!seq []]"),
        json!(["1", 3, 2, true, null, "12", {}, []])
    );
    assert_eq!(
        errors("a: !thing 1\nb: !!binary aGk=\nc: !!int x\nd: !!int 1.5\ne: !!set {}\n"),
        [
            "line 1: JSON has no equivalent of the tag `!thing`; remove the tag",
            "line 2: JSON has no equivalent of the tag `!!binary`; remove the tag",
            "line 3: `x` does not fit the tag `!!int`; correct one of them",
            "line 4: `1.5` does not fit the tag `!!int`; correct one of them",
            "line 5: JSON has no equivalent of the tag `!!set`; remove the tag",
        ]
    );
}

#[test]
fn a_stream_holds_one_document() {
    assert_eq!(parse("---\na: 1\n...\n").unwrap(), json!({"a": 1}));
    assert_eq!(errors("a: 1\n---\nb: 2\n"), ["line 2: a second document starts here; write one document per file"]);
    assert!(errors("a: 1\n...\n--- {}\n")[0].starts_with("line 3: a second document"));
    assert!(errors("")[0].contains("write an object") && errors("- a\n")[0].contains("write an object"));
    assert!(errors("a: [1\nb: 2\n")[0].starts_with("line 2: neither JSON"), "{:?}", errors("a: [1\nb: 2\n"));
}

#[test]
fn the_overlay_is_read_by_the_same_rules() {
    let mut document = json!({"openapi": "3.1.0", "mode": "on"});
    let overlay =
        "overlay: 1.0.0\nactions:\n  - { target: $, x-reason: r, x-expect: { mode: on }, update: { mode: no } }\n";
    verda_api_codegen::overlay::apply(&mut document, overlay).unwrap();
    assert_eq!(document["mode"], "no");
}
