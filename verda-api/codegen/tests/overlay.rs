//! Corrections fitted to a changed document.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use verda_api_codegen::overlay::{Adapted, Outcome, adapt, apply};

/// An overlay of one action on the schema `Thing`, or of none.
fn overlay(action: &str) -> String {
    let actions = if action.is_empty() { "actions: []" } else { "actions:" };
    format!(
        "# A comment.\noverlay: 1.0.0\ninfo: {{ title: t, version: \"1\" }}\n\n{actions}\n\n  # About things.\n{action}\n  # The last one.\n"
    )
}

fn thing(properties: Value) -> Value {
    json!({"components": {"schemas": {"Thing": {"type": "object", "properties": properties}}}})
}

/// The outcomes, the new overlay, and the corrected document. Checks that the new overlay fits.
fn adapted(document: &Value, overlay: &str) -> (Vec<Outcome>, Adapted, Value) {
    let adapted = adapt(document.clone(), overlay).unwrap();
    let mut corrected = document.clone();
    apply(&mut corrected, &adapted.overlay).unwrap();
    let again = adapt(document.clone(), &adapted.overlay).unwrap();
    assert_eq!((again.overlay.as_str(), again.adaptations.len()), (adapted.overlay.as_str(), 0), "{again:?}");
    (adapted.adaptations.iter().map(|adaptation| adaptation.outcome).collect(), adapted, corrected)
}

const TIME: &str = "  - target: $.components.schemas.Thing.properties
    x-reason: >-
      A time that the document
      does not have.
    x-expect: { created_at: \"<absent>\" }
    update:
      created_at: { type: string, format: date-time, description: When it was made }
";

#[test]
fn a_correction_that_is_needed_stays_as_it_is() {
    let document = thing(json!({"id": {"type": "string"}}));
    let (outcomes, adapted, corrected) = adapted(&document, &overlay(TIME));
    assert_eq!((outcomes, adapted.overlay), (vec![], overlay(TIME)));
    assert_eq!(corrected["components"]["schemas"]["Thing"]["properties"]["created_at"]["format"], "date-time");
}

#[test]
fn a_correction_that_is_made_is_taken_out_and_the_rest_of_the_file_stays() {
    // Upstream has its own text.
    for made in [
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "string", "format": "date-time", "description": "Time of creation", "example": "x"}),
        json!({"type": ["string", "null"], "format": "date-time"}),
    ] {
        let (outcomes, adapted, _) = adapted(&thing(json!({"created_at": made})), &overlay(TIME));
        assert_eq!(outcomes, [Outcome::MadeUpstream], "{made}");
        assert_eq!(adapted.overlay, overlay(""));
        assert!(adapted.adaptations[0].reason.contains("A time that"));
    }
}

#[test]
fn a_correction_that_is_partly_made_is_rewritten_to_the_rest() {
    let (outcomes, adapted, corrected) = adapted(&thing(json!({"created_at": {"type": "string"}})), &overlay(TIME));
    assert_eq!(outcomes, [Outcome::PartlyMade]);
    assert_eq!(
        adapted.overlay,
        overlay(
            "  - target: $['components']['schemas']['Thing']['properties']
    x-reason: >-
      A time that the document
      does not have.
    x-expect: { created_at: { format: \"<absent>\", description: \"<absent>\" } }
    update: { created_at: { format: date-time, description: \"When it was made\" } }
"
        )
    );
    let property = &corrected["components"]["schemas"]["Thing"]["properties"]["created_at"];
    assert_eq!(*property, json!({"type": "string", "format": "date-time", "description": "When it was made"}));
}

#[test]
fn an_enum_that_gained_one_value_still_gets_the_others() {
    let action = "  - target: $.components.schemas.Thing.properties.status.enum
    x-reason: The API has more.
    update: [paused, lost, found]
";
    let status = |values: Value| thing(json!({"status": {"type": "string", "enum": values}}));
    let (outcomes, _, corrected) = adapted(&status(json!(["a", "lost", "new"])), &overlay(action));
    assert_eq!(outcomes, [Outcome::PartlyMade]);
    let values = &corrected["components"]["schemas"]["Thing"]["properties"]["status"]["enum"];
    assert_eq!(*values, json!(["a", "lost", "new", "paused", "found"]));
    // An additional unrelated value has no effect.
    assert_eq!(adapted(&status(json!(["a", "new"])), &overlay(action)).0, []);
    assert_eq!(adapted(&status(json!(["found", "lost", "paused"])), &overlay(action)).0, [Outcome::MadeUpstream]);
}

#[test]
fn what_upstream_says_otherwise_wins_where_ours_may_not_decode() {
    let number = "  - target: $.components.schemas.Thing.properties.size
    x-reason: Whole GB.
    x-expect: { type: number }
    update: { type: integer, minimum: 0 }
";
    for (size, outcome, corrected_size) in [
        (json!({"type": "number"}), None, json!({"type": "integer", "minimum": 0})),
        (json!({"type": "integer", "minimum": 0}), Some(Outcome::MadeUpstream), Value::Null),
        (json!({"type": "integer"}), Some(Outcome::PartlyMade), json!({"type": "integer", "minimum": 0})),
        (json!({"type": "string"}), Some(Outcome::Contradicted), Value::Null),
        (json!({"$ref": "#/x"}), Some(Outcome::Contradicted), Value::Null),
    ] {
        let document = thing(json!({"size": size}));
        let (outcomes, adapted, corrected) = adapted(&document, &overlay(number));
        assert_eq!(outcomes, outcome.into_iter().collect::<Vec<_>>(), "{size}");
        let expected = if corrected_size.is_null() { &size } else { &corrected_size };
        assert_eq!(corrected["components"]["schemas"]["Thing"]["properties"]["size"], *expected, "{adapted:?}");
        if outcome == Some(Outcome::Contradicted) {
            assert!(adapted.adaptations[0].findings[0].contains("/components/schemas/Thing/properties/size"));
        }
    }
}

#[test]
fn a_guard_that_does_not_hold_elsewhere_is_rewritten_and_noted() {
    let number = "  - target: $.components.schemas.Thing.properties.size
    x-reason: Whole GB.
    x-expect: { type: number, minimum: 600 }
    update: { type: integer }
";
    let document = thing(json!({"size": {"type": "number", "minimum": 60}}));
    let (outcomes, adapted, corrected) = adapted(&document, &overlay(number));
    assert_eq!(outcomes, [Outcome::Contradicted]);
    assert!(adapted.adaptations[0].findings[0].contains("stays"), "{adapted:?}");
    assert_eq!(
        corrected["components"]["schemas"]["Thing"]["properties"]["size"],
        json!({"type": "integer", "minimum": 60})
    );
}

#[test]
fn a_place_that_is_gone_drops_its_correction() {
    let described = "  - target: $.components.schemas.Thing.properties
    x-reason: Not described.
    x-expect: { price: { description: Price } }
    update: { price: { description: Price of an hour } }
";
    let (outcomes, _, corrected) = adapted(&thing(json!({"cost": {"type": "number"}})), &overlay(described));
    assert_eq!(outcomes, [Outcome::Contradicted]);
    assert!(corrected["components"]["schemas"]["Thing"]["properties"].get("price").is_none());
    let nothing = json!({"components": {"schemas": {}}});
    assert_eq!(adapted(&nothing, &overlay(described)).0, [Outcome::Contradicted]);
    assert_eq!(
        adapted(&nothing, &overlay(&described.replace("Thing.properties", "Thing[?@.price]"))).0,
        [Outcome::Contradicted]
    );
    // Upstream's own text replaces ours.
    let said = thing(json!({"price": {"type": "number", "description": "Price of one hour"}}));
    assert_eq!(adapted(&said, &overlay(described)).0, [Outcome::MadeUpstream]);
}

#[test]
fn what_is_replaced_by_two_actions_goes_or_stays_node_by_node() {
    let actions = "  - target: $.components.schemas['A','B'].properties['cpu','gpu']
    x-reason: Objects without properties.
    x-expect: { type: object, properties: \"<absent>\" }
    remove: true
  - target: $.components.schemas['A','B'].properties
    x-reason: See above.
    x-expect: { cpu: \"<absent>\", gpu: \"<absent>\" }
    update:
      cpu: { $ref: \"#/components/schemas/Cpu\" }
      gpu: { $ref: \"#/components/schemas/Gpu\" }
";
    let bare = json!({"type": "object"});
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let schemas =
        |a: Value, b: Value| json!({"components": {"schemas": {"A": {"properties": a}, "B": {"properties": b}}}});
    let both = json!({"cpu": reference("Cpu"), "gpu": reference("Gpu")});
    // Upstream fixed one of two schemas with our text.
    let document = schemas(json!({"cpu": bare, "gpu": bare}), both.clone());
    let (outcomes, adapted_overlay, corrected) = adapted(&document, &overlay(actions));
    assert_eq!((outcomes, adapted_overlay.overlay.as_str()), (vec![], overlay(actions).as_str()));
    assert_eq!(corrected["components"]["schemas"]["A"]["properties"], both);
    // Upstream fixed one of two members with another text, which stays.
    let document = schemas(json!({"cpu": bare, "gpu": reference("Accelerator")}), json!({"cpu": bare, "gpu": bare}));
    let (outcomes, adapted_overlay, corrected) = adapted(&document, &overlay(actions));
    assert_eq!(outcomes, [Outcome::Contradicted], "{adapted_overlay:?}");
    let a = &corrected["components"]["schemas"]["A"]["properties"];
    assert_eq!(*a, json!({"gpu": reference("Accelerator"), "cpu": reference("Cpu")}));
    assert_eq!(corrected["components"]["schemas"]["B"]["properties"], both);
    // Upstream fixed everything.
    assert_eq!(adapted(&schemas(both.clone(), both), &overlay(actions)).0, [Outcome::MadeUpstream; 2]);
}

/// Upstream mends something else than the defect.
#[test]
fn a_correction_stays_where_its_place_may_be_null_from_now_on() {
    let action = "  - target: $.components.schemas.Thing.properties.created_at
    x-reason: A time.
    x-expect: { type: string, format: \"<absent>\" }
    update: { format: date-time }
";
    let nullable = thing(json!({"created_at": {"type": ["string", "null"]}}));
    let (outcomes, _, corrected) = adapted(&nullable, &overlay(action));
    assert_eq!(outcomes, [Outcome::Contradicted]);
    assert_eq!(corrected["components"]["schemas"]["Thing"]["properties"]["created_at"]["format"], "date-time");
    let number = thing(json!({"created_at": {"type": ["integer", "null"]}}));
    let (outcomes, _, corrected) = adapted(&number, &overlay(action));
    assert_eq!((outcomes, corrected), (vec![Outcome::Contradicted], number));
}

/// What an action makes of a document: the document, or the problems.
fn applied(mut document: Value, actions: &str) -> Result<(Value, Vec<(usize, usize)>), String> {
    match apply(&mut document, &format!("overlay: 1.0.0\nactions:\n{actions}")) {
        Ok(applied) => Ok((document, applied.iter().map(|applied| (applied.number, applied.nodes)).collect())),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

#[test]
fn an_action_changes_its_nodes_and_nothing_else() {
    let flow = |target: &str, rest: &str| format!("  - {{ target: \"{target}\", x-reason: r, {rest} }}\n");
    let list = || json!({"list": ["a", "b", "c"], "other": {"list": ["a"]}});
    for (action, list_is, nodes) in [
        (flow("$.list", "update: [c, d]"), json!(["a", "b", "c", "d"]), 1),
        (flow("$.list", "update: d"), json!(["a", "b", "c", "d"]), 1),
        (flow("$.list[1]", "remove: true"), json!(["a", "c"]), 1),
        // Whatever the order in which a target names its nodes.
        (flow("$.list[2, 0, 0]", "remove: true"), json!(["b"]), 2),
        (flow("$.list[?@ == 'b' || @ == 'c']", "update: d"), json!(["a", "d", "d"]), 2),
        (flow("$.list[1, 2]", "x-expect: b, update: c"), json!(["a", "c", "c"]), 1),
    ] {
        let (document, applied) = applied(list(), &action).unwrap();
        assert_eq!(document, json!({"list": list_is, "other": {"list": ["a"]}}), "{action}");
        assert_eq!(applied, [(1, nodes)], "{action}");
    }
    let two = flow("$.list[0]", "remove: true") + &flow("$.list[0]", "remove: true");
    assert_eq!(applied(list(), &two).unwrap().1, [(1, 1), (2, 1)]);
    let long = "m".repeat(200);
    for (action, problem) in [
        (flow("$.list", "update: a"), "overlay action 1 is stale: the action changes nothing"),
        (flow("$.nothing", "remove: true"), "overlay action 1 is stale: the document no longer has this defect"),
        (
            flow("$.list[0]", "x-expect: z, update: y"),
            "is conflict: the document changed here: expected \"z\", found \"a\";",
        ),
        (flow("$", &format!("x-expect: {{ m: {long} }}, update: {{ a: b }}")), "`m` is missing, expected \"mmm"),
        (
            flow("$.list", "x-reason: \"\", update: a").replace("x-reason: r, ", ""),
            "`x-reason` is missing (target $.list)",
        ),
        (two.clone() + &flow("$.list[5]", "remove: true"), "overlay action 3 is stale"),
    ] {
        let problems = applied(list(), &action).unwrap_err();
        assert!(problems.contains(problem) && problems.len() < 300, "{action} {problems}");
    }
    let mut document = list();
    let problems = apply(&mut document, "overlay: 2.0.0\nactions: []\n").unwrap_err();
    assert_eq!(problems[0].to_string(), "overlay invalid: `overlay: 2.0.0` is not a version 1 overlay");
}

/// What becomes of a correction of the member `it`, by what upstream has there now. `None` for the last is what was there.
#[test]
fn what_is_left_of_a_correction_is_decided_member_by_member() {
    use Outcome::{Contradicted, MadeUpstream, Needed, PartlyMade};
    let string = json!({"type": "string"});
    let rows = [
        ("\"<absent>\"", "{ type: string }", json!({"$ref": "#/x"}), Contradicted, None),
        ("\"<absent>\"", "{ $ref: \"#/x\" }", string.clone(), Contradicted, None),
        (
            "\"<absent>\"",
            "{ $ref: \"#/x\" }",
            json!({"format": "x"}),
            Contradicted,
            Some(json!({"format": "x", "$ref": "#/x"})),
        ),
        (
            "\"<absent>\"",
            "{ nullable: true }",
            json!({"$ref": "#/x"}),
            Contradicted,
            Some(json!({"$ref": "#/x", "nullable": true})),
        ),
        (
            "\"<absent>\"",
            "{ format: date }",
            string.clone(),
            Contradicted,
            Some(json!({"type": "string", "format": "date"})),
        ),
        (
            "\"<absent>\"",
            "{ type: string, nullable: true }",
            json!({"type": "string", "format": "date"}),
            PartlyMade,
            Some(json!({"type": "string", "format": "date", "nullable": true})),
        ),
        (
            "{ description: Price }",
            "{ type: string }",
            json!({"$ref": "#/x", "description": "Price"}),
            Needed,
            Some(json!({"$ref": "#/x", "description": "Price", "type": "string"})),
        ),
        (
            "{ additionalProperties: false }",
            "{ additionalProperties: { type: string } }",
            json!({"additionalProperties": true}),
            Contradicted,
            None,
        ),
        // Neither what was expected nor what is wanted, and what is wanted says it more exactly, or more tolerantly.
        (
            "{ type: string }",
            "{ type: integer, minimum: 0 }",
            json!({"type": "number", "minimum": 0}),
            PartlyMade,
            Some(json!({"type": "integer", "minimum": 0})),
        ),
        (
            "{ type: integer }",
            "{ type: [string, \"null\"], maxLength: 9 }",
            json!({"type": "string", "maxLength": 9}),
            PartlyMade,
            Some(json!({"type": ["string", "null"], "maxLength": 9})),
        ),
        (
            "{ properties: { a: \"<absent>\", b: \"<absent>\" } }",
            "{ properties: { a: { type: string }, b: { type: string } } }",
            json!({"properties": {"a": string}}),
            PartlyMade,
            Some(json!({"properties": {"a": string, "b": string}})),
        ),
        // Texts for readers: those that a guard is about are needed; upstream's own replace the others.
        (
            "",
            "{ description: ours, type: string }",
            json!({"description": "theirs"}),
            Needed,
            Some(json!({"description": "ours", "type": "string"})),
        ),
        (
            "",
            "{ description: ours, type: string }",
            json!({"description": "ours"}),
            PartlyMade,
            Some(json!({"description": "ours", "type": "string"})),
        ),
        (
            "",
            "{ description: ours, type: string }",
            json!({"description": "theirs", "type": "string"}),
            MadeUpstream,
            None,
        ),
        (
            "{ a: { title: x }, b: { title: x } }",
            "{ a: { title: ours }, b: { title: ours } }",
            json!({"a": {"title": "ours"}, "b": {"title": "x"}}),
            PartlyMade,
            Some(json!({"a": {"title": "ours"}, "b": {"title": "ours"}})),
        ),
        (
            "",
            "{ a: { type: string }, b: { type: string } }",
            json!({"a": string}),
            PartlyMade,
            Some(json!({"a": string, "b": string})),
        ),
        ("", "{}", string.clone(), MadeUpstream, None),
    ];
    for (expect, update, found, outcome, left) in rows {
        let guard = if expect.is_empty() { String::new() } else { format!("    x-expect: {{ it: {expect} }}\n") };
        let target = "  - target: $.components.schemas.Thing.properties\n    x-reason: r.\n";
        let action = format!("{target}{guard}    update: {{ it: {update} }}\n");
        let (outcomes, adapted, corrected) = adapted(&thing(json!({"it": found})), &overlay(&action));
        let expected = if outcome == Needed { vec![] } else { vec![outcome] };
        assert_eq!(outcomes, expected, "{action} {found} {adapted:?}");
        let is_now = &corrected["components"]["schemas"]["Thing"]["properties"]["it"];
        assert_eq!(*is_now, left.unwrap_or(found), "{action} {adapted:?}");
    }
}

/// What is to be removed from one place may be there with another value: that is not what was asked of upstream.
#[test]
fn a_removal_that_meets_another_value_is_told() {
    let action = |target: &str| {
        let lines = "    x-reason: r.\n    x-expect: date-time\n    remove: true\n";
        format!("  - target: $.components.schemas.Thing.properties{target}\n{lines}")
    };
    let of = |format: &str| thing(json!({"it": {"format": format}, "other": {"format": "date-time"}}));
    let (outcomes, adapted, corrected) = adapted(&of("date"), &overlay(&action(".it.format")));
    assert_eq!(outcomes, [Outcome::Contradicted]);
    let told = "/components/schemas/Thing/properties/it/format: expected \"date-time\", found \"date\"; the correction is dropped";
    assert_eq!(adapted.adaptations[0].findings, [told]);
    assert_eq!(corrected, of("date"));
    // Of several places some are as they should be, also where there is one.
    let one = thing(json!({"it": {"format": "date"}}));
    assert_eq!(self::adapted(&one, &overlay(&action(".*.format"))).0, [Outcome::MadeUpstream]);
    assert_eq!(self::adapted(&of("date"), &overlay(&action(".*.format"))).0, []);
    assert_eq!(self::adapted(&of("date-time"), &overlay(&action(".it.format"))).0, []);
}

#[test]
fn outcomes_are_told_with_their_actions() {
    let of = |target: &str| format!("  - target: {target}\n    x-reason: Of {target}.\n    update: {{ a: 1, b: 1 }}\n");
    let text = ["$.x", "$['p', 'q']", "$.gone", "$[?@.gone]"].map(of).concat();
    let document = json!({"x": {}, "p": {"a": 1}, "q": {"a": 1, "b": 1}});
    let (_, adapted, corrected) = adapted(&document, &overlay(&text));
    let told: Vec<String> = adapted
        .adaptations
        .iter()
        .map(|it| format!("{} {} {:?}: {}", it.number, it.reason, it.outcome, it.findings.join(", ")))
        .collect();
    assert_eq!(
        told,
        [
            "2 Of $['p', 'q']. PartlyMade: ",
            "3 Of $.gone. Contradicted: the target $.gone matches nothing; the correction is dropped",
            "4 Of $[?@.gone]. MadeUpstream: ",
        ]
    );
    assert_eq!(corrected["p"], json!({"a": 1, "b": 1}));
}

#[test]
fn a_correction_of_what_is_gone_is_not_made_upstream() {
    let document = json!({
        "paths": {"/a": {"get": {"parameters": [{"name": "x"}]}}},
        "components": {"schemas": {"A": {"properties": {}}}},
    });
    for (target, outcome) in [
        // The defect is gone.
        ("$.paths['/a'].get.parameters[?@.name == 'y']", Outcome::MadeUpstream),
        ("$.paths['/a'].get.requestBody.content", Outcome::MadeUpstream),
        ("$.components.schemas.A.properties.x", Outcome::MadeUpstream),
        ("$.paths['/a'].put", Outcome::MadeUpstream),
        ("$.paths['/b']", Outcome::MadeUpstream),
        ("$.paths[*].get.parameters[?@.name == 'y']", Outcome::MadeUpstream),
        ("$..[?@.name == 'y']", Outcome::MadeUpstream),
        ("$.paths['/a'].parameters[?@.name == 'y']", Outcome::MadeUpstream),
        // The operation or the component is gone.
        ("$.paths['/b'].get.parameters[?@.name == 'y']", Outcome::Contradicted),
        ("$.paths['/a'].put.requestBody", Outcome::Contradicted),
        ("$.paths['/b'].parameters[?@.name == 'y']", Outcome::Contradicted),
        ("$[\"components\"]['schemas']['B'].properties.x", Outcome::Contradicted),
        ("$.components.schemas.B[?@.type]", Outcome::Contradicted),
    ] {
        let removal = format!("- target: {target}\n  x-reason: r\n  remove: true\n");
        let (outcomes, adapted, _) = self::adapted(&document, &overlay(&removal));
        assert_eq!(outcomes, [outcome], "{target}");
        let told = format!("the target {target} matches nothing; the correction is dropped");
        assert_eq!(adapted.adaptations[0].findings.contains(&told), outcome == Outcome::Contradicted, "{target}");
    }
}

/// The text of an overlay, fitted to a document that has `{"made": {"a": 1}}` already.
fn rewritten(overlay: &str) -> Result<String, String> {
    let document = json!({"made": {"a": 1}, "partly": {"a": 1}, "odd: it": {"a": 1}, "odd #it": {"a": 1}});
    adapt(document, overlay).map(|adapted| adapted.overlay).map_err(|problems| problems[0].to_string())
}

#[test]
fn what_is_rewritten_means_the_same_and_the_rest_of_the_text_stays() {
    let made = "- target: $.made\n  x-reason: r\n  update: { a: 1 }\n";
    let needed = "- target: $.partly\n  x-reason: r\n  update: { c: 1 }\n";
    let head = "overlay: 1.0.0\nnotes:\n- one\nactions:\n";
    let other = needed.replace("c: 1", "d: 1");
    assert_eq!(rewritten(&format!("{head}{needed}\n{made}\n{other}")), Ok(format!("{head}{needed}\n{other}")));
    assert_eq!(rewritten(&format!("{head}{needed}{made}")), Ok(format!("{head}{needed}")));
    let flow = "- { target: $.made, x-reason: r, update: { a: 1 } }\n";
    assert_eq!(rewritten(&format!("{head}{flow}{needed}")), Ok(format!("{head}{needed}")));
    // Its reason is in no line of its own.
    let flow = flow.replace("made", "partly").replace("a: 1", "a: 1, b: 1");
    assert!(rewritten(&format!("{head}{flow}{needed}")).unwrap_err().contains("write each action as a block"));
    // Values stay what they are, and lines are of a readable length.
    let of = |name: &str, update: &str| {
        format!("- target: '$[\"{name}\"]'\n  x-reason: r\n  update: {{ a: 1, {update} }}\n")
    };
    let line = |name: &str, absent: &str, update: &str| {
        format!("- target: {name}\n  x-reason: r\n  x-expect: {{ {absent}: \"<absent>\" }}\n  update:{update}\n")
    };
    let fits = "m".repeat(120 - "  update: { b: \"\" }".len());
    let odd = [("1.0", "\"1.0\""), ("$[x]", "\"$[x]\""), ("no", "\"no\""), ("$ref", "$ref"), ("a b", "\"a b\"")];
    let mut rows: Vec<(String, String)> = vec![
        (of("partly", "b: {}"), line("$['partly']", "b", " { b: {} }")),
        (of("odd: it", "b: x"), line("\"$['odd: it']\"", "b", " { b: x }")),
        (of("odd #it", "b: x"), line("\"$['odd #it']\"", "b", " { b: x }")),
        (
            of("partly", &format!("b: \"{} \"", &fits[1..])),
            line("$['partly']", "b", &format!(" {{ b: \"{} \" }}", &fits[1..])),
        ),
        (of("partly", &format!("b: \"{fits} \"")), line("$['partly']", "b", &format!("\n    b: \"{fits} \""))),
    ];
    rows.extend(odd.map(|(text, written)| {
        (of("partly", &format!("b: \"{text}\"")), line("$['partly']", "b", &format!(" {{ b: {written} }}")))
    }));
    for (action, expected) in rows {
        assert_eq!(rewritten(&format!("{head}{action}")), Ok(format!("{head}{expected}")), "{action}");
    }
}

#[test]
fn a_description_of_an_action_stays_and_a_member_that_is_unknown_is_refused() {
    let head = "overlay: 1.0.0\nactions:\n";
    let action = |update: &str, expect: &str| {
        format!("{head}- target: $['partly']\n  description: why\n  x-reason: r\n{expect}  update: {update}\n")
    };
    let left = action("{ b: 1 }", "  x-expect: { b: \"<absent>\" }\n");
    assert_eq!(rewritten(&action("{ a: 1, b: 1 }", "")), Ok(left.clone()));
    let after = format!("{head}- description: why\n  target: $['partly']\n  x-reason: r\n  update: {{ a: 1, b: 1 }}\n");
    assert_eq!(rewritten(&after), Ok(left));
    for member in ["x-expct: { a: 1 }", "expect: { a: 1 }", "Update: {}"] {
        let error = rewritten(&action("{ a: 1 }", &format!("  {member}\n"))).unwrap_err();
        let name = member.split(':').next().unwrap();
        assert!(error.contains(&format!("`{name}` is not a member of an action")), "{error}");
    }
}

#[test]
fn an_overlay_in_json_is_rewritten_as_json() {
    let action = |target: &str, update: Value| json!({"target": target, "x-reason": "r", "update": update});
    let made = action("$.made", json!({"a": 1}));
    let needed = action("$.partly", json!({"c": 1}));
    let mut partly = action("$.partly", json!({"a": 1, "b": 1}));
    partly["x-expect"] = json!({"a": "<absent>"});
    let text = json!({"overlay": "1.0.0", "actions": [made, needed, partly]}).to_string();
    let rest: Value = serde_json::from_str(&rewritten(&text).unwrap()).unwrap();
    let mut left = action("$['partly']", json!({"b": 1}));
    left["x-expect"] = json!({"b": "<absent>"});
    assert_eq!(rest, json!({"overlay": "1.0.0", "actions": [needed, left]}));
}
