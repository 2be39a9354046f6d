//! The model of a request, from which the `send` of an operation is written.

use heck::ToSnakeCase;

/// The request of an operation, and how its response is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) path: Vec<PathPart>,
    /// Fields of the query that the path template itself has, such as `beta=true`.
    pub(crate) fixed_query: String,
    /// The sent parameters, sorted by place and name.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) response: Response,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Text(String),
    /// A variable, by its name in the document.
    Variable(String),
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The name of the argument.
    pub(crate) argument: String,
    pub(crate) place: Place,
    pub(crate) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// The style of a list or an object in a query or a form, with the names of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Each,
    Comma,
    Space,
    Pipe,
    Deep,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// JSON, under this media type.
    Json(String),
    /// A form, with the fields that have another style than the default.
    Form(Vec<(String, Style)>),
    /// Text or bytes, under this media type.
    Raw(String),
}

impl Body {
    /// The media type in the document.
    pub(crate) fn media(&self) -> &str {
        match self {
            Self::Json(media) | Self::Raw(media) => media,
            Self::Form(_) => "application/x-www-form-urlencoded",
        }
    }
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) kind: ResponseKind,
    /// The accepted media types.
    pub(crate) accept: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    Empty,
    Json,
    Text,
    Bytes,
}

/// The identifier of an argument: in snake case, not a keyword, and not starting with a digit. The generator produces the same
/// identifier.
pub(crate) fn identifier(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii() || c.is_alphabetic() { c } else { '-' }).collect();
    let name = plain.replace('\'', "").to_snake_case();
    let name = match name.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("_{name}"),
    };
    match syn::parse_str::<syn::Ident>(&name) {
        Ok(_) => name,
        Err(_) => format!("{name}_"),
    }
}
