//! Operations: sent according to the document, or left out with a reason.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use verda_api_codegen::ledger::Fidelity;
use verda_api_codegen::{Error, Generated, Inputs, generate};

fn try_generate(document: &str) -> Result<Generated, Error> {
    generate(&Inputs { document, overlay: "overlay: 1.0.0", names: "" })
}

fn generated(paths: &str) -> Generated {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Reduced, version: '1' }}\n\
         servers: [{{ url: 'https://api.example.com/v1' }}]\npaths:\n{paths}"
    );
    try_generate(&document).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

/// One `post` on `/a` with these members, next to a valid operation.
fn with(members: &str) -> Generated {
    generated(&format!(
        "  /fine: {{ get: {{ responses: {{ '204': {{ description: ok }} }} }} }}\n\
         \x20 /a:\n    post: {{ {members}, responses: {{ '204': {{ description: ok }} }} }}\n"
    ))
}

fn ids(generated: &Generated) -> Vec<&str> {
    generated.operations.iter().map(|operation| operation.id.as_str()).collect()
}

fn losses(generated: &Generated) -> Vec<(String, String)> {
    generated.ledger.left_out().map(|entry| (entry.pointer.clone(), entry.message.clone())).collect()
}

/// The rules of all that is lost.
fn lossy(generated: &Generated) -> Vec<&str> {
    let entries = generated.ledger.entries().iter();
    entries.filter(|entry| entry.fidelity == Fidelity::Lossy).map(|entry| entry.rule).collect()
}

#[test]
fn a_success_without_a_body_next_to_one_with_a_body_is_a_loss_unless_it_is_listed() {
    let document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: { /a: { get: { responses: { '204': { description: none }, \
        '200': { description: ok, content: { application/json: { schema: { type: object } } } } } } } }";
    let with = |names: &str| generate(&Inputs { document, overlay: "overlay: 1.0.0", names }).unwrap();
    let unlisted = with("");
    assert_eq!(lossy(&unlisted), ["other-success-type"]);
    assert!(unlisted.ledger.entries().iter().any(|entry| entry.pointer == "/paths/~1a/get/responses/204"));
    assert!(lossy(&with("[operations]\n\"GET /a\" = { name = \"get_a\", no_body = [204] }")).is_empty());
}

#[test]
fn what_cannot_be_sent_is_left_out_by_itself() {
    let body = |media: &str| {
        format!(
            "requestBody: {{ content: {{ {media}: {{ schema: {{ type: object, properties: {{ a: {{}} }} }} }} }} }}"
        )
    };
    let parameter = |text: &str| format!("parameters: [{{ name: p, {text} }}]");
    for (members, pointer, reason) in [
        (body("multipart/form-data"), "/paths/~1a/post/requestBody/content", "`multipart/form-data`"),
        (body("'image/*'"), "/paths/~1a/post/requestBody/content", "`image/*`"),
        (body("multipart/mixed"), "/paths/~1a/post/requestBody/content", "`multipart/mixed`"),
        (parameter("in: cookie, required: true, schema: { type: string }"), "/paths/~1a/post/parameters/0", "cookie"),
        (
            parameter(
                "in: query, required: true, schema: { type: array, items: { type: object, properties: { a: {} } } }",
            ),
            "/paths/~1a/post/parameters/0",
            "list of objects",
        ),
        (
            parameter("in: header, required: true, schema: { type: object, properties: { a: { type: string } } }"),
            "/paths/~1a/post/parameters/0",
            "is an object",
        ),
        ("x-dropshot-websocket: {}".to_owned(), "/paths/~1a/post", "websocket"),
        ("servers: [{ url: 'wss://api.example.com' }]".to_owned(), "/paths/~1a/post", "wss://api.example.com"),
        ("servers: [{ url: 'https://{region}.example.com' }]".to_owned(), "/paths/~1a/post", "variable without"),
    ] {
        let generated = with(&members);
        assert_eq!(ids(&generated), ["get_fine"], "{members}");
        let losses = losses(&generated);
        assert_eq!(losses.len(), 1, "{losses:?}");
        assert_eq!(losses[0].0, pointer, "{losses:?}");
        assert!(losses[0].1.contains(reason), "{losses:?}");
    }
}

#[test]
fn an_optional_parameter_that_cannot_be_sent_is_left_out_alone() {
    for parameter in [
        "in: cookie, schema: { type: string }",
        "in: query, style: deepObject, schema: { type: array, items: { type: string } }",
        "in: query, schema: { type: array, items: { type: object, properties: { a: { type: string } } } }",
        "in: header, schema: { type: object, properties: { a: { type: string } } }",
        "in: header, style: matrix, schema: { type: string }",
        "in: query, explode: false, schema: { type: object, properties: { a: { type: string } } }",
    ] {
        let generated = with(&format!(
            "parameters: [{{ name: p, {parameter} }}, {{ name: kept, in: query, schema: {{ type: string }} }}]"
        ));
        assert_eq!(ids(&generated), ["create_a", "get_fine"], "{parameter}");
        let losses = losses(&generated);
        assert!(losses.len() == 1 && losses[0].0 == "/paths/~1a/post/parameters/0", "{parameter}: {losses:?}");
        assert!(
            generated.source().contains("pub fn kept<Form>") && !generated.source().contains("pub fn p<"),
            "{parameter}"
        );
    }
}

#[test]
fn a_path_that_would_be_sent_as_another_one_is_left_out() {
    let operation = "get: { responses: { '204': { description: ok } } }";
    let paths = ["/a/../b", "/a/%2e", "/files/{+path}", "/files/{path*}", "/a{?x}", "/a/{x,y}"];
    let left_out: String = paths.iter().map(|path| format!("  '{path}':\n    {operation}\n")).collect();
    let generated = generated(&format!("{left_out}  '/a b\\c':\n    {operation}\n"));
    assert_eq!(ids(&generated), ["get_a_b_c"]);
    assert!(generated.source().contains(".path(\"/a%20b%5Cc\")"));
    assert_eq!(losses(&generated).len(), paths.len(), "{:?}", losses(&generated));
}

#[test]
fn a_body_that_cannot_be_left_out_or_be_null_is_noted() {
    let body = |required: &str, schema: &str| {
        let content = format!("content: {{ application/json: {{ schema: {{ {schema} }} }} }}");
        with(&format!("requestBody: {{ {required} {content} }}"))
    };
    let noted = |generated: &Generated| -> Vec<&str> {
        let entries = generated.ledger.entries().iter().filter(|entry| entry.pointer.contains("/requestBody/"));
        entries.map(|entry| entry.rule).collect()
    };
    let object = "type: object, properties: { a: { type: string } }";
    assert_eq!(noted(&body("", object)), Vec::<&str>::new(), "`{{}}` says the same");
    assert_eq!(noted(&body("", &format!("{object}, required: [a]"))), ["optional-body"]);
    assert_eq!(noted(&body("required: false,", "type: array, items: { type: string }")), ["optional-body"]);
    assert_eq!(noted(&body("required: true,", &format!("{object}, nullable: true"))), ["body-null"]);
    assert_eq!(noted(&body("required: true,", "type: array, items: { type: string }")), Vec::<&str>::new());
}

#[test]
fn a_base_url_that_is_no_address_is_noted() {
    for (server, is_noted) in [
        ("url: 'https://api.example.com'", false),
        ("url: 'https://{host}', variables: { host: { default: api.example.com } }", false),
        ("url: 'https://{host}', variables: { host: { default: '' } }", true),
        ("url: 'https://{host}/v1'", true),
        ("url: /v1", true),
    ] {
        let document =
            format!("openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\nservers: [{{ {server} }}]\npaths: {{}}");
        let generated = try_generate(&document).unwrap();
        let noted = generated.ledger.entries().iter().any(|entry| entry.rule == "server-without-address");
        assert_eq!(noted, is_noted, "{server}");
    }
}

#[test]
fn every_operation_that_is_left_out_is_noted() {
    let upload = "requestBody: { content: { multipart/form-data: { schema: { type: object } } } }, responses: { '204': { description: ok } }";
    let paths: String = (0..20).map(|index| format!("  /u{index}:\n    put: {{ {upload} }}\n")).collect();
    let generated = generated(&paths);
    assert!(generated.operations.is_empty());
    assert_eq!(losses(&generated).len(), 20);
}

#[test]
fn arguments_with_one_identifier_keep_their_names_on_the_wire() {
    let generated = with(
        "parameters: [{ name: page-size, in: query, required: true, schema: { type: integer } }, \
         { name: pageSize, in: query, required: true, schema: { type: integer } }, \
         { name: page_size, in: header, schema: { type: integer } }, \
         { name: body, in: query, schema: { type: string } }], \
         requestBody: { content: { application/json: { schema: { type: object } } } }",
    );
    let source = generated.source();
    for call in [
        ".query(\"page-size\", &page_size_in_query)",
        ".query(\"pageSize\", &page_size_in_query2)",
        ".header(\"page_size\", &page_size)",
        ".query(\"body\", &body_in_query)",
    ] {
        assert!(source.contains(call), "{call}: {source}");
    }
    assert_eq!(losses(&generated), []);
}

#[test]
fn names_that_differ_in_signs_or_in_one_letter_are_parameters_of_their_own() {
    let query = |names: &[&str]| {
        let one = |name: &&str| format!("{{ name: '{name}', in: query, schema: {{ type: string }} }}");
        with(&format!("parameters: [{}]", names.iter().map(one).collect::<Vec<_>>().join(", ")))
    };
    let cases = [
        (&["q", "Q"][..], &[("q", "q"), ("Q", "q2")][..]),
        (&["filter[]", "filter"], &[("filter", "filter"), ("filter[]", "filter_list")]),
        (&["T>", "T", "T<="], &[("T", "t"), ("T>", "t_gt"), ("T<=", "t_lt_eq")]),
        (&["StartTime<", "StartTime>"], &[("StartTime<", "start_time_lt"), ("StartTime>", "start_time_gt")]),
        // One alone has the plain name, and what no word tells apart gets a number.
        (&["StartTime>"], &[("StartTime>", "start_time")]),
        (&["a.b", "a:b"], &[("a.b", "a_b"), ("a:b", "a_b2")]),
        (&["type", "Type"], &[("type", "type_"), ("Type", "type2")]),
        // Two names of one parameter.
        (&["startTime", "start_time"], &[("start_time", "start_time")]),
    ];
    for (names, calls) in cases {
        let generated = query(names);
        let source = generated.source();
        for (wire, argument) in calls {
            let call = format!(".query(\"{wire}\", &{argument})");
            assert!(source.contains(&call), "{names:?}: no {call}");
        }
        assert_eq!(source.matches(".query(").count(), calls.len(), "{names:?}");
        assert_eq!(lossy(&generated).len(), names.len() - calls.len(), "{names:?}");
    }
}

#[test]
fn what_a_client_does_not_do_as_documented_is_a_loss() {
    let body = |media: &str, schema: &str| {
        format!("'200': {{ description: ok, content: {{ {media}: {{ schema: {schema} }} }} }}")
    };
    let object = "{ type: object, properties: { a: { type: string } } }";
    for (responses, lost) in [
        (body("application/xml", object), Some("response-without-type")),
        (body("application/json-seq", object), Some("response-without-type")),
        (body("text/csv", "{ type: array, items: { type: string } }"), Some("response-without-type")),
        (body("application/xml", "{ type: string }"), None),
        (body("application/pdf", "{ type: string, format: binary }"), None),
        ("'302': { description: elsewhere }".to_owned(), Some("redirects-alone")),
        ("'302': { description: elsewhere }, default: { description: no }".to_owned(), Some("redirects-alone")),
        ("'302': { description: elsewhere }, '200': { description: ok }".to_owned(), None),
        ("'206': { description: a part, content: { application/octet-stream: {} } }".to_owned(), None),
        ("'206': { description: a part }, '200': { description: ok }".to_owned(), None),
    ] {
        let generated = generated(&format!("  /x:\n    get: {{ responses: {{ {responses} }} }}\n"));
        assert_eq!(lossy(&generated), lost.into_iter().collect::<Vec<_>>(), "{responses}");
    }
    let reserved = "parameters: [{ name: q, in: query, allowReserved: true, schema: { type: string } }]";
    assert_eq!(lossy(&with(reserved)), ["reserved-encoded"]);
}

#[test]
fn a_required_header_that_no_transport_sends_by_itself_is_a_loss() {
    let header = |name: &str, required: bool| {
        let one = with(&format!(
            "parameters: [{{ name: {name}, in: header, required: {required}, schema: {{ type: string }} }}]"
        ));
        assert!(!one.source().contains(".header("), "{name}");
        lossy(&one).len()
    };
    for name in ["X-Request-Id", "accept-language", "Traceparent", "CF-Ray"] {
        assert_eq!((header(name, true), header(name, false)), (1, 0), "{name}");
    }
    for name in ["Accept", "authorization", "Content-Type", "Host", "User-Agent"] {
        assert_eq!((header(name, true), header(name, false)), (0, 0), "{name}");
    }
}

/// The vendor renames path variables, and the facts of their operations stay.
#[test]
fn what_is_listed_for_an_operation_stays_with_its_path() {
    let document = r#"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/v1/things/{id}/parts": {
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "put": {"responses": {"200": {"description": "D"}}}}}}"#;
    let names = "[operations]\n\"PUT /v1/things/{thingId}/parts\" = { name = \"act\", idempotent = false }\n";
    let generated = generate(&Inputs { document, overlay: "overlay: 1.0.0", names }).unwrap();
    assert!(!generated.operations[0].idempotent);
    assert_eq!((generated.operations[0].id.as_str(), generated.unused_names.len()), ("act", 0));
    let names = format!("{names}\"PUT /v1/things/{{id}}/parts\" = \"other\"\n");
    let generated = generate(&Inputs { document, overlay: "overlay: 1.0.0", names: &names }).unwrap();
    assert_eq!(generated.operations[0].id, "other");
    assert_eq!(generated.unused_names, ["[operations] PUT /v1/things/{thingId}/parts"]);
}

#[test]
fn operations_are_looked_up_among_many_names_in_time() {
    let listed: String = (0..6000).map(|n| format!("\"GET /things/{{id}}/{n}\" = \"get_{n}\"\n")).collect();
    let names = verda_api_codegen::names::Names::parse(&format!("[operations]\n{listed}")).unwrap();
    let began = std::time::Instant::now();
    let found = |n: usize| names.operation(&format!("GET /things/{{thing}}/{n}")).map(|one| one.name().to_owned());
    assert!((0..12000).all(|n| found(n) == (n < 6000).then(|| format!("get_{n}"))));
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

#[test]
fn operation_ids_may_be_there_twice_and_names_may_collide() {
    let fine = "responses: { '204': { description: ok } }";
    let generated = generated(&format!(
        "  /pods/{{id}}:\n    patch: {{ operationId: UpdatePod, {fine} }}\n\
         \x20 /pods/{{id}}/update:\n    post: {{ operationId: UpdatePod, {fine} }}\n\
         \x20 /_/info:\n    get: {{ operationId: getInfo, {fine} }}\n\
         \x20 /_info:\n    get: {{ operationId: getServerInfo, {fine} }}\n\
         \x20 /info/:\n    get: {{ operationId: getInfo, {fine} }}\n"
    ));
    assert_eq!(ids(&generated), ["get_info", "get_info_2", "get_server_info", "post_pods_update", "update_pod"]);
    for constant in ["GET_INFO", "GET_INFO_2", "GET_SERVER_INFO", "POST_PODS_UPDATE", "UPDATE_POD"] {
        assert!(generated.source().contains(&format!("pub static {constant}: Operation")), "{constant}");
        assert!(generated.source().contains(&format!("client.exec(request, &operations::{constant})")), "{constant}");
    }
}

#[test]
fn an_operation_knows_its_server() {
    let operation = |path: &str, server: &str| {
        format!(
            "  /{path}:\n    get: {{ servers: [{{ url: '{server}' }}], responses: {{ '204': {{ description: ok }} }} }}\n"
        )
    };
    let paths = [
        operation("a", "https://api.example.com/v1/"),
        operation("b", "https://upload.example.com"),
        operation("c", "/v2"),
        "  /d:\n    servers: [{ url: 'https://{r}.example.com/x', variables: { r: { default: eu } } }]\n    \
         get: { responses: { '204': { description: ok } } }\n"
            .to_owned(),
    ];
    let generated = generated(&paths.concat());
    let servers: Vec<Option<&str>> = generated.operations.iter().map(|operation| operation.server.as_deref()).collect();
    assert_eq!(servers, [None, Some("https://upload.example.com"), Some("/v2"), Some("https://eu.example.com/x")]);
    let source = generated.source();
    assert!(source.contains("/// The server is `https://upload.example.com`, independent of the base URL."));
    assert!(source.contains("/// The server is `/v2` on the origin of the base URL"));
}

/// References to parameters, responses and bodies may be percent-encoded, like those to schemas.
#[test]
fn percent_encoded_references_lead_where_plain_ones_do() {
    let document = |name: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n  \
             /a: {{ post: {{ parameters: [{{ $ref: '#/components/parameters/{name}' }}], \
             requestBody: {{ $ref: '#/components/requestBodies/{name}' }}, \
             responses: {{ '200': {{ $ref: '#/components/responses/{name}' }} }} }} }}\n\
             components:\n  parameters: {{ a-x: {{ name: px, in: query, required: true, schema: {{ type: string }} }} }}\n  \
             requestBodies: {{ a-x: {{ required: true, content: {{ application/json: {{ schema: {{ type: object, \
             required: [q], properties: {{ q: {{ type: string }} }} }} }} }} }} }}\n  \
             responses: {{ a-x: {{ description: ok, content: {{ application/json: {{ schema: {{ type: object, \
             properties: {{ x: {{ type: integer }} }} }} }} }} }} }}\n"
        )
    };
    let files = |name: &str| {
        let mut files = try_generate(&document(name)).unwrap_or_else(|error| panic!("{error}")).files;
        // The header of this file has a hash of the document.
        files.remove("mod.rs");
        files
    };
    assert_eq!(files("a%2Dx"), files("a-x"));
    assert!(files("a%2Dx")["builders.rs"].contains("px: impl crate::runtime::IntoArgument<"));
}

/// An alternative of itself has no effect, and neither has an extension next to alternatives.
#[test]
fn unions_of_themselves_are_refused_and_extensions_are_nothing() {
    let with = |schemas: &str| {
        try_generate(&format!(
            "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n  /a: {{ get: {{ responses: {{ '200': {{ description: ok, \
             content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/R0' }} }} }} }} }} }} }}\n\
             components:\n  schemas:\n{schemas}"
        ))
    };
    for schemas in [
        "    R0: { oneOf: [{ $ref: '#/components/schemas/R0' }, { type: string }] }\n",
        "    R0: { anyOf: [{ $ref: '#/components/schemas/R1' }, { type: string }] }\n    \
         R1: { oneOf: [{ $ref: '#/components/schemas/R0' }, { type: integer }] }\n",
    ] {
        assert!(matches!(with(schemas), Err(Error::Refused(_))), "{schemas}");
    }
    let circle: String = (0..8)
        .map(|one| {
            let properties: Vec<String> = (0..6)
                .map(|other| {
                    let target = (one + other + 1) % 8;
                    format!(
                        "e{other}: {{ anyOf: [{{ type: string }}, {{ $ref: '#/components/schemas/R{target}' }}], x-e: {{ q: 1 }} }}"
                    )
                })
                .collect();
            format!("    R{one}: {{ type: object, properties: {{ {} }} }}\n", properties.join(", "))
        })
        .collect();
    let generated = with(&circle).unwrap_or_else(|error| panic!("{error}"));
    // At most one for each place, not one for each path of references.
    assert!(generated.files["types.rs"].matches("pub enum ").count() <= 48);
}

/// Money is an exact decimal in responses, and a number in requests.
#[test]
fn a_decimal_number_is_sent_as_a_number_or_said_not_to_be() {
    let decimal = "{ type: object, properties: { p: { type: number, format: decimal } } }";
    let with = |request: &str, response: &str| {
        try_generate(&format!(
            "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n  /a: {{ post: {{ requestBody: {{ required: true, content: \
             {{ application/json: {{ schema: {request} }} }} }}, responses: {{ '200': {{ description: ok, content: \
             {{ application/json: {{ schema: {response} }} }} }} }} }} }}\ncomponents: {{ schemas: {{ Sent: {decimal}, Read: {decimal} }} }}\n"
        ))
        .unwrap_or_else(|error| panic!("{error}"))
    };
    let (sent, read) = ("{ $ref: '#/components/schemas/Sent' }", "{ $ref: '#/components/schemas/Read' }");
    let apart = with(sent, read);
    let types = &apart.files["types.rs"];
    let (one, other) = types.split_at(types.find("pub struct Sent ").unwrap());
    assert!(one.contains("Decimal") && other.split('}').next().unwrap().contains("f64"), "{types}");
    let is_noted =
        |generated: &Generated| generated.ledger.entries().iter().any(|entry| entry.rule == "decimal-as-text");
    assert_eq!((is_noted(&apart), is_noted(&with(sent, sent))), (false, true));
}

/// A `new` without it would send null.
#[test]
fn a_type_whose_required_member_may_be_null_is_made_by_its_builder() {
    let document = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    post:\n      \
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Move' } } } }\n      \
        responses: { '204': { description: ok } }\ncomponents:\n  schemas:\n    Move:\n      type: object\n      \
        required: [to, by]\n      properties: { to: { type: [string, 'null'] }, by: { type: integer } }\n";
    let files = try_generate(document).unwrap_or_else(|error| panic!("{error}")).files;
    let types = &files["types.rs"];
    assert!(types.contains("pub fn builder() -> builder::Move<") && types.contains("MissingTo"), "{types}");
    assert!(!types.contains("pub fn new("), "{types}");
}

/// JSON has no number for NaN, which was left out of the query; a comma parted an element of a list in a header.
#[test]
fn arguments_that_would_be_sent_as_others_are_refused() {
    let parameter = |name: &str, place: &str, schema: &str| {
        format!("{{ name: {name}, in: {place}, required: {}, schema: {{ {schema} }} }}", name.starts_with("must"))
    };
    let list = |items: &str| format!("type: array, items: {{ {items} }}");
    let checks = |parameter: String| {
        let builders = &with(&format!("parameters: [{parameter}]")).files["builders.rs"];
        let builders: String = builders.split_whitespace().collect();
        (builders.matches("passanothervalue").count(), builders.matches("Ok(Some(value").count())
    };
    for (name, optional) in [("must_load", 0), ("load", 1)] {
        assert_eq!(checks(parameter(name, "query", "type: number")), (1, optional));
        assert_eq!(checks(parameter(name, "query", &list("type: number"))), (1, optional));
        assert_eq!(checks(parameter(name, "header", &list("type: string"))), (1, optional));
        assert_eq!(checks(parameter(name, "query", &list("type: string"))), (0, 0));
        assert_eq!(checks(parameter(name, "header", "type: string")), (0, 0));
    }
}

#[test]
fn a_field_of_a_form_in_another_way_than_the_documented_one_is_a_loss() {
    let field = |schema: &str, encoding: &str| {
        let schema = format!("type: object, properties: {{ a: {{ {schema} }} }}");
        let content = format!("{{ schema: {{ {schema} }}, encoding: {{ a: {{ {encoding} }} }} }}");
        let body = format!("content: {{ application/x-www-form-urlencoded: {content} }}");
        with(&format!("requestBody: {{ required: true, {body} }}"))
    };
    let list = |items: &str| format!("type: array, items: {{ {items} }}");
    let object = |member: &str| format!("type: object, properties: {{ m: {{ {member} }} }}");
    let (text, deep) = ("type: string", object(&object("type: string")));
    for (schema, encoding, lost) in [
        (text, "contentType: text/plain", None),
        (text, "contentType: application/json", Some("field-content-type")),
        (&list(text), "contentType: text/plain; charset=utf-8", None),
        (&object(text), "contentType: application/json", None),
        (&object(text), "contentType: text/xml", Some("field-content-type")),
        // With a style, the content type has no effect.
        (text, "contentType: application/json, style: form", None),
        (&object(text), "style: form, explode: false", None),
        (&object(&list(text)), "style: form, explode: true", None),
        (&object(&list(text)), "style: pipeDelimited", Some("unknown-encoding")),
        (&deep, "style: form, explode: false", Some("unknown-encoding")),
        (&deep, "style: deepObject", None),
        (&list(&object(text)), "style: spaceDelimited", Some("unknown-encoding")),
    ] {
        assert_eq!(lossy(&field(schema, encoding)), lost.into_iter().collect::<Vec<_>>(), "{schema}: {encoding}");
    }
}

/// Of media types that are alike.
#[test]
fn the_order_of_media_types_decides_nothing() {
    let sent = |names: [&str; 2]| {
        let content = names.map(|name| {
            let schema = format!("{{ type: object, properties: {{ {name}: {{ type: string }} }} }}");
            format!("application/{name}+json: {{ schema: {schema} }}")
        });
        let body = format!("requestBody: {{ required: true, content: {{ {} }} }}", content.join(", "));
        with(&body).files["types.rs"].contains("pub a:")
    };
    assert!(sent(["a", "b"]) && sent(["b", "a"]));
}

#[test]
fn losses_of_a_form_have_pointers_of_the_document() {
    let schema = "type: object, properties: { a: { oneOf: [{}, { type: string }] } }";
    let generated = with(&format!(
        "requestBody: {{ required: true, content: {{ application/x-www-form-urlencoded: {{ schema: {{ {schema} }} }} }} }}"
    ));
    let entries = generated.ledger.entries().iter().filter(|entry| entry.rule == "union-of-anything");
    let pointers: Vec<&str> = entries.map(|entry| entry.pointer.as_str()).collect();
    let content = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded";
    assert_eq!(pointers, [format!("{content}/schema/properties/a")]);
}
