//! The model: the types of a client, between reading a document and writing code.
//!
//! The generator gets only schemas that are written from the model, so that it never makes a different type of a schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::Cursor;
use crate::references::SCHEMAS;

/// A reference to a type.
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
    /// A value, or a null that is sent: a member of an update that may be cleared.
    Clearable(Box<TypeRef>),
}

impl TypeRef {
    /// Whether the value is a secret, or holds secrets alone.
    fn is_secret(&self) -> bool {
        match self {
            Self::Secret => true,
            Self::List(inner) | Self::Map(inner) | Self::OneOrMany(inner) => inner.is_secret(),
            Self::Nullable(inner) | Self::Clearable(inner) => inner.is_secret(),
            _ => false,
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::Named(name.to_owned())
    }

    /// Makes the type nullable, at most once.
    pub(crate) fn nullable(self) -> Self {
        match self {
            Self::Any | Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The type as Rust code.
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

    /// The name of the type of a value, or of the elements of a list.
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

    /// The name of the type that a value contains without a pointer.
    pub(crate) fn by_value(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Nullable(inner) | Self::Clearable(inner) => inner.by_value(),
            _ => None,
        }
    }
}

/// A type to write.
#[derive(Clone, Debug)]
pub(crate) enum TypeDef {
    Struct(Struct),
    Enum(OpenEnum),
    Id,
    Union(Union),
    /// A named type for any JSON: for a schema that only contains itself.
    Json,
}

/// The generator's field for members of any other name.
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
    /// Whether another property has the name by rule, so that the wire name is to be told.
    pub(crate) is_renamed: bool,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    pub(crate) description: String,
    /// An example in the document.
    pub(crate) example: Option<Value>,
    /// Whether the field is boxed, because it is large or contains its owner.
    pub(crate) boxed: bool,
}

/// A string enum that keeps unknown values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OpenEnum {
    /// The document's description of the enum; empty without one.
    pub(crate) description: String,
    /// Variant and value, in the order of the document.
    pub(crate) variants: Vec<(String, String)>,
    /// Whether the document allows any text, so that another spelling is another value.
    pub(crate) takes_any_text: bool,
}

/// A union of several types, with the rule that distinguishes its variants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Union {
    /// By the value of one property, which differs between variants.
    Tagged { tag: String, variants: Vec<(Variant, Vec<String>)> },
    /// By properties in names.toml, of which one must be present and not empty.
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

/// The members of an object, as far as they distinguish the variants of a union.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shape {
    pub(crate) members: Vec<Member>,
    pub(crate) rest: Rest,
}

/// Members of any other name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rest {
    /// They are allowed and dropped.
    Ignored,
    Nothing,
    /// They are kept and have these types; empty for any type.
    Of(Vec<Kind>),
}

/// A property, as far as it distinguishes the variants of a union.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Empty for any type.
    pub(crate) kinds: Vec<Kind>,
    /// The possible values, as JSON; empty if the property is no constant.
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
    /// The letter for this type in generated code, which the runtime reads.
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

    /// The name of a variant of only this type.
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
    /// All types inside this one.
    pub(crate) fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(structure) => structure.fields.iter().map(|field| &field.ty).chain(&structure.rest).collect(),
            Self::Union(union) => union.variants().into_iter().map(|variant| &variant.ty).collect(),
            Self::Enum(_) | Self::Id | Self::Json => Vec::new(),
        }
    }
}

/// All types to write, by name, and the schema of each, as a JSON pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    pub(crate) defs: BTreeMap<String, TypeDef>,
    pub(crate) origins: BTreeMap<String, String>,
    /// Structs that are pages of a list with the cursor of the next.
    pub(crate) pages: BTreeMap<String, CursorPage>,
}

/// The elements and the cursor in a struct that is a page.
#[derive(Clone, Debug)]
pub(crate) struct CursorPage {
    pub(crate) cursor: Cursor,
    /// The type of the elements, as generated code writes it.
    pub(crate) item: String,
    /// The field of the list, and whether it is an `Option`.
    pub(crate) items: (String, bool),
    /// The field of the cursor, in the same form, after the field of the object that contains the cursor.
    pub(crate) next: Vec<(String, bool)>,
}

impl Types {
    /// The names of the members that hold secrets, in a value of this type and in all that it holds.
    pub(crate) fn secrets_in(&self, ty: &TypeRef) -> BTreeSet<String> {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<&str> = ty.names().into_iter().collect();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            let Some(def) = self.defs.get(name) else { continue };
            if let TypeDef::Struct(structure) = def {
                let secret = structure.fields.iter().filter(|field| field.ty.is_secret());
                found.extend(secret.map(|field| field.wire.clone()));
            }
            open.extend(def.types().into_iter().filter_map(TypeRef::names));
        }
        found
    }

    /// Whether a text is converted into the type: into an id, an open enum, or a union with texts as well.
    pub(crate) fn takes_text(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Text | TypeRef::Secret => true,
            TypeRef::Named(name) => match self.defs.get(name) {
                Some(TypeDef::Id | TypeDef::Enum(_)) => true,
                Some(TypeDef::Union(union)) => union.variants().iter().any(|variant| variant.ty == TypeRef::Text),
                _ => false,
            },
            TypeRef::OneOrMany(inner) | TypeRef::Clearable(inner) => **inner == TypeRef::Text,
            _ => false,
        }
    }

    pub(crate) fn is_enum(&self, ty: &TypeRef) -> bool {
        matches!(ty, TypeRef::Named(name) if matches!(self.defs.get(name), Some(TypeDef::Enum(_))))
    }

    pub(crate) fn structure(&self, name: &str) -> Option<&Struct> {
        match self.defs.get(name)? {
            TypeDef::Struct(structure) => Some(structure),
            _ => None,
        }
    }
}

/// Converts types of the model into schemas that the generator turns into exactly these types.
///
/// A type that the generator does not support becomes a reference to a special name, and the generator gets a replacement for
/// this name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Natives {
    names: BTreeMap<String, String>,
}

/// The prefix of these names.
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
            TypeRef::Nullable(inner) => nullable(self.schema(types, inner)),
            TypeRef::Named(name) if types.structure(name).is_some() => json!({"$ref": format!("{SCHEMAS}{name}")}),
            TypeRef::Named(_)
            | TypeRef::OneOrMany(_)
            | TypeRef::Clearable(_)
            | TypeRef::Decimal
            | TypeRef::Time
            | TypeRef::Date
            | TypeRef::Secret => self.native(ty),
        }
    }

    fn native(&mut self, ty: &TypeRef) -> Value {
        let number = self.names.len();
        let name = self.names.entry(ty.rust()).or_insert_with(|| format!("{NATIVE}{number}"));
        json!({"$ref": format!("{SCHEMAS}{name}")})
    }

    /// The schema of a type with a description.
    pub(crate) fn described(&mut self, types: &Types, ty: &TypeRef, description: &str) -> Value {
        with_description(self.schema(types, ty), description)
    }

    /// The schema of a field. The generator must not look into one behind a pointer: it would put a pointer around the `Option`
    /// of a type that contains itself, which is then written as null.
    fn field(&mut self, types: &Types, field: &Field) -> Value {
        let schema = match &field.ty {
            ty @ TypeRef::Named(_) if field.boxed => self.native(ty),
            TypeRef::Nullable(inner) if field.boxed => nullable(self.native(inner)),
            ty => self.schema(types, ty),
        };
        with_description(schema, &field.description)
    }

    /// All schemas for the generator.
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
            let mut schema = self.field(types, field);
            // An optional list is an `Option`, because the generator would omit an empty list.
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
    /// The name of the property for the generator, which becomes the name of the field.
    fn property(&self) -> &str {
        if self.is_renamed { &self.ident } else { &self.wire }
    }
}

fn nullable(schema: Value) -> Value {
    let mut schema = in_all_of(schema);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("nullable".to_owned(), json!(true));
    }
    schema
}

fn with_description(schema: Value, description: &str) -> Value {
    if description.is_empty() {
        return schema;
    }
    let mut schema = in_all_of(schema);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(description));
    }
    schema
}

/// A reference in a form that allows other keywords next to it.
fn in_all_of(schema: Value) -> Value {
    if schema.get("$ref").is_some() { json!({"allOf": [schema]}) } else { schema }
}
