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
        [Outcome::MadeUpstream]
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
