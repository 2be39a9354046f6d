//! The types of a client, between reading a document and writing code: what a type is, and what each refers to.
//!
//! Only what the model can say is ever written, so that no schema reaches the generator that it makes another type of.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::Cursor;
use crate::shape::SCHEMAS;

/// What stands in the place of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypeRef {
    /// Any JSON.
    Any,
    Bool,
    /// An integer, by its format: `int32`, `uint64`, ….
    Integer(&'static str),
    Number,
    Text,
    Decimal,
    Time,
    Date,
    Secret,
    /// A type of the model.
    Named(String),
    List(Box<TypeRef>),
    Map(Box<TypeRef>),
    OneOrMany(Box<TypeRef>),
    /// A value or null.
    Nullable(Box<TypeRef>),
    /// A value, or null that is sent: a member of an update which may be cleared.
    Clearable(Box<TypeRef>),
}

impl TypeRef {
    pub(crate) fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }

    /// Null is not said twice.
    pub(crate) fn nullable(self) -> Self {
        match self {
            Self::Any | Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The type as generated code writes it.
    pub(crate) fn rust(&self) -> String {
        match self {
            Self::Any => "::serde_json::Value".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::Integer(format) => format.replacen("uint", "u", 1).replacen("int", "i", 1),
            Self::Number => "f64".to_owned(),
            Self::Text => "::std::string::String".to_owned(),
            Self::Decimal => "::rust_decimal::Decimal".to_owned(),
            Self::Time => "::chrono::DateTime<::chrono::Utc>".to_owned(),
            Self::Date => "::chrono::NaiveDate".to_owned(),
            Self::Secret => "crate::SecretString".to_owned(),
            Self::Named(name) => format!("crate::types::{name}"),
            Self::List(inner) => format!("::std::vec::Vec<{}>", inner.rust()),
            Self::Map(inner) => match inner.as_ref() {
                Self::Any => "::serde_json::Map<::std::string::String, ::serde_json::Value>".to_owned(),
                inner => format!("::std::collections::BTreeMap<::std::string::String, {}>", inner.rust()),
            },
            Self::OneOrMany(inner) => format!("crate::OneOrMany<{}>", inner.rust()),
            Self::Nullable(inner) => format!("::std::option::Option<{}>", inner.rust()),
            Self::Clearable(inner) => format!("crate::Nullable<{}>", inner.rust()),
        }
    }

    /// The name of the type that a value of this one holds, in a list or not.
    pub(crate) fn names(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner)
            | Self::Map(inner)
            | Self::OneOrMany(inner)
            | Self::Nullable(inner)
            | Self::Clearable(inner) => inner.names(),
            _ => None,
        }
    }

    /// The name of the type that lies in a value of this one, and not behind a pointer.
    pub(crate) fn by_value(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Nullable(inner) | Self::Clearable(inner) => inner.by_value(),
            _ => None,
        }
    }
}

/// A type that is written.
#[derive(Clone, Debug)]
pub(crate) enum TypeDef {
    Struct(Struct),
    Enum(OpenEnum),
    Id,
    Union(Union),
    /// Any JSON, under a name: for what contains itself and nothing else.
    Json,
}

/// The field that the generator makes for members of any other name.
pub(crate) const REST: &str = "extra";

#[derive(Clone, Debug, Default)]
pub(crate) struct Struct {
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
    /// Members of any other name.
    pub(crate) rest: Option<TypeRef>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The name in Rust.
    pub(crate) ident: String,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    pub(crate) description: String,
    /// A value that the document gives.
    pub(crate) example: Option<Value>,
    /// Whether it is behind a pointer, because it is large or contains its owner.
    pub(crate) boxed: bool,
}

/// A string enum that keeps values which it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenEnum {
    /// What the document says of it; empty where it says nothing of the enum itself.
    pub(crate) description: String,
    /// Variant and value, in the order of the document.
    pub(crate) variants: Vec<(String, String)>,
}

/// One of several types, each variant with what tells it from the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Union {
    /// By the value of one property, of which each variant has its own.
    Tagged { tag: String, variants: Vec<(Variant, Vec<String>)> },
    /// By properties of which one must be there and tell something; names.toml lists them.
    Marked(Vec<(Variant, Vec<String>)>),
    /// By the properties that each variant may have, and by their types.
    ByMembers(Vec<(Variant, Shape)>),
    /// By the JSON types that a value can have.
    ByKind(Vec<(Variant, Vec<Kind>)>),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) boxed: bool,
}

/// What is known of the members of an object where unions are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape {
    pub(crate) members: Vec<Member>,
    pub(crate) rest: Rest,
}

/// Members that have no name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rest {
    /// There may be some, of which nothing is kept.
    Ignored,
    Nothing,
    /// They are kept, and of these types; empty where they may be anything.
    Of(Vec<Kind>),
}

/// What is known of a property where unions are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Empty where it may be anything.
    pub(crate) kinds: Vec<Kind>,
    /// The values that it may have, as JSON; empty where it is no constant.
    pub(crate) values: Vec<String>,
}

/// The types of JSON values, with integers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Null,
    Bool,
    Integer,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The letter by which generated code tells the runtime of it.
    pub(crate) fn letter(self) -> char {
        match self {
            Self::Null => '0',
            Self::Bool => 'b',
            Self::Integer => 'i',
            Self::Number => 'n',
            Self::Text => 's',
            Self::List => 'a',
            Self::Object => 'o',
        }
    }

    /// The name of a variant that holds nothing else.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Bool => "Boolean",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::Text => "Text",
            Self::List => "List",
            Self::Object => "Object",
        }
    }
}

impl Union {
    pub(crate) fn variants(&self) -> Vec<&Variant> {
        match self {
            Self::Tagged { variants, .. } | Self::Marked(variants) => variants.iter().map(|(v, _)| v).collect(),
            Self::ByMembers(variants) => variants.iter().map(|(variant, _)| variant).collect(),
            Self::ByKind(variants) => variants.iter().map(|(variant, _)| variant).collect(),
        }
    }

    pub(crate) fn variants_mut(&mut self) -> Vec<&mut Variant> {
        match self {
            Self::Tagged { variants, .. } | Self::Marked(variants) => variants.iter_mut().map(|(v, _)| v).collect(),
            Self::ByMembers(variants) => variants.iter_mut().map(|(variant, _)| variant).collect(),
            Self::ByKind(variants) => variants.iter_mut().map(|(variant, _)| variant).collect(),
        }
    }
}

impl TypeDef {
    /// Every type that stands in this one.
    pub(crate) fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(structure) => structure.fields.iter().map(|field| &field.ty).chain(&structure.rest).collect(),
            Self::Union(union) => union.variants().into_iter().map(|variant| &variant.ty).collect(),
            Self::Enum(_) | Self::Id | Self::Json => Vec::new(),
        }
    }
}

/// All types that are written, by name, and the schema that each was made of, as a JSON pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    pub(crate) defs: BTreeMap<String, TypeDef>,
    pub(crate) origins: BTreeMap<String, String>,
    /// Structs that are pages of a list with the cursor of the next.
    pub(crate) pages: BTreeMap<String, CursorPage>,
}

/// Where a struct that is a page has its elements, and the cursor of the next page.
#[derive(Clone, Debug)]
pub(crate) struct CursorPage {
    pub(crate) cursor: Cursor,
    /// The type of the elements, as generated code writes it.
    pub(crate) item: String,
    /// The field of the list, and whether it is an `Option`.
    pub(crate) items: (String, bool),
    /// The field of the cursor, in the same way, behind that of the object that it is in.
    pub(crate) next: Vec<(String, bool)>,
}

impl Types {
    pub(crate) fn structure(&self, name: &str) -> Option<&Struct> {
        match self.defs.get(name)? {
            TypeDef::Struct(structure) => Some(structure),
            _ => None,
        }
    }
}

/// Types of the model as schemas of which the generator makes the types that are meant.
///
/// A type that it does not make stands behind a reference to a name of its own, and the generator is told what to write
/// for the name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Natives {
    names: BTreeMap<String, String>,
}

/// How the names begin that the generator is given for them.
pub(crate) const NATIVE: &str = "Native";

impl Natives {
    /// Each name with the type to write for it.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|(rust, name)| (name.as_str(), rust.as_str()))
    }

    /// The schema of a type.
    pub(crate) fn schema(&mut self, types: &Types, ty: &TypeRef) -> Value {
        match ty {
            TypeRef::Any => json!({}),
            TypeRef::Bool => json!({"type": "boolean"}),
            TypeRef::Integer(format) => json!({"type": "integer", "format": format}),
            TypeRef::Number => json!({"type": "number"}),
            TypeRef::Text => json!({"type": "string"}),
            TypeRef::List(inner) => json!({"type": "array", "items": self.schema(types, inner)}),
            TypeRef::Map(inner) if **inner == TypeRef::Any => json!({"type": "object"}),
            TypeRef::Map(inner) => json!({"type": "object", "additionalProperties": self.schema(types, inner)}),
            TypeRef::Nullable(inner) => {
                let mut schema = in_all_of(self.schema(types, inner));
                if let Some(schema) = schema.as_object_mut() {
                    schema.insert("nullable".to_owned(), json!(true));
                }
                schema
            }
            TypeRef::Named(name) if types.structure(name).is_some() => json!({"$ref": format!("{SCHEMAS}{name}")}),
            TypeRef::Named(_)
            | TypeRef::OneOrMany(_)
            | TypeRef::Clearable(_)
            | TypeRef::Decimal
            | TypeRef::Time
            | TypeRef::Date
            | TypeRef::Secret => {
                let number = self.names.len();
                let name = self.names.entry(ty.rust()).or_insert_with(|| format!("{NATIVE}{number}"));
                json!({"$ref": format!("{SCHEMAS}{name}")})
            }
        }
    }

    /// The schema of a type with a description.
    pub(crate) fn described(&mut self, types: &Types, ty: &TypeRef, description: &str) -> Value {
        let schema = self.schema(types, ty);
        if description.is_empty() {
            return schema;
        }
        let mut schema = in_all_of(schema);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), json!(description));
        }
        schema
    }

    /// All schemas that the generator is given.
    pub(crate) fn components(&mut self, types: &Types) -> Map<String, Value> {
        let mut schemas = Map::new();
        for (name, def) in &types.defs {
            if let TypeDef::Struct(structure) = def {
                schemas.insert(name.clone(), self.structure(types, structure));
            }
        }
        schemas.extend(self.names.values().map(|name| (name.clone(), json!({"type": "string"}))));
        schemas.sort_keys();
        schemas
    }

    fn structure(&mut self, types: &Types, structure: &Struct) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in &structure.fields {
            let mut schema = self.described(types, &field.ty, &field.description);
            // An optional list is an `Option`: the generator would send no empty one.
            if !field.required
                && matches!(field.ty, TypeRef::List(_) | TypeRef::Map(_))
                && let Some(schema) = schema.as_object_mut()
            {
                schema.insert("nullable".to_owned(), json!(true));
            }
            if field.required {
                required.push(field.property());
            }
            properties.insert(field.property().to_owned(), schema);
        }
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if !structure.description.is_empty() {
            schema["description"] = json!(structure.description);
        }
        if let Some(rest) = &structure.rest {
            schema["additionalProperties"] = self.schema(types, rest);
        }
        schema
    }
}

impl Field {
    /// The property that the generator is given: the one that becomes the field.
    fn property(&self) -> &str {
        if self.is_renamed() { &self.ident } else { &self.wire }
    }

    /// Whether the generator would have given the field another name.
    pub(crate) fn is_renamed(&self) -> bool {
        crate::shape::field_name(&self.wire) != self.ident
    }
}

/// A reference in a form that takes other keywords beside it.
fn in_all_of(schema: Value) -> Value {
    if schema.get("$ref").is_some() { json!({"allOf": [schema]}) } else { schema }
}
