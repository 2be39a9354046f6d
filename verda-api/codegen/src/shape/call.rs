//! The model of a request: what the `send` of an operation is written from.

use heck::ToSnakeCase;

/// The request of an operation, and how its response is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) path: Vec<PathPart>,
    /// Fields of the query that the path template itself has, such as `beta=true`.
    pub(crate) fixed_query: String,
    /// Those that are sent, sorted by place and name.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) response: Response,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Text(String),
    /// A variable, by the name that the document gives it.
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

/// How a list or an object is written into a query or a form, by the names of the runtime.
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
    /// A form, with the fields that have a style of their own.
    Form(Vec<(String, Style)>),
    /// Text or bytes, under this media type.
    Raw(String),
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) kind: ResponseKind,
    /// The media types that are asked for.
    pub(crate) accept: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    Empty,
    Json,
    Text,
    Bytes,
}

impl Style {
    /// The name of the runtime's variant.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::Each => "Each",
            Self::Comma => "Comma",
            Self::Space => "Space",
            Self::Pipe => "Pipe",
            Self::Deep => "Deep",
        }
    }
}

/// The identifier of an argument: in snake case, not a keyword, and not beginning with a digit. The generator makes the same
/// of it.
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
