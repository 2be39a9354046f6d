//! Reads schemas into types of the model: optional members, ids, money, times, secrets, enums and unions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::components::Usage;
use super::enums::Enums;
use super::identifiers::{self, Ids};
use super::places::{Place, PlaceTable};
use super::schema::{EXAMPLE, required, string_enum};
use super::whole::{Components, UNIONS, View};
use super::{docs, hints, naming, unions};
use crate::ledger::{Ledger, join};
use crate::model::{Field, Kind, Natives, REST, Struct, TypeDef, TypeRef, Types, Union};
use crate::names::Names;

/// Reads schemas.
pub(crate) struct Reader<'a> {
    pub(crate) names: &'a Names,
    pub(crate) components: Components,
    /// Where each named schema is used.
    pub(crate) usage: BTreeMap<String, Usage>,
    /// The name of each named schema in the document.
    pub(crate) in_document: BTreeMap<String, String>,
    pub(crate) enums: Enums,
    pub(crate) union_places: PlaceTable,
    pub(crate) ids: Ids,
    pub(crate) taken: BTreeSet<String>,
    pub(crate) types: Types,
    pub(crate) natives: Natives,
    /// Unions by their content, to reuse equal ones.
    pub(crate) known_unions: BTreeMap<Union, String>,
    /// Types of several named schemas, by these schemas.
    pub(crate) known_merged: BTreeMap<Vec<String>, String>,
    /// The types of named schemas; `None` while a schema is being read.
    pub(crate) read: BTreeMap<String, Option<TypeRef>>,
    /// Unnamed schemas that are being read, and their types.
    pub(crate) open: Vec<(Map<String, Value>, Option<String>)>,
    /// Named schemas that were referred to while they were being read.
    pub(crate) recursive: BTreeSet<String>,
    /// The types of arguments and responses of operations.
    pub(crate) roots: BTreeSet<String>,
    /// Places whose values the types hold in part, by the rule of their entry in the ledger.
    pub(crate) held_in_part: BTreeMap<&'static str, BTreeSet<String>>,
    pub(crate) ledger: &'a mut Ledger,
}

/// Rules for types that hold most values of a schema. Each has one entry in the ledger for all its places, since a document may
/// have thousands of them.
const HELD_IN_PART: [(&str, &str); 4] = [
    (
        "unlimited-integers",
        "an integer without a format and without limits is an `i64` or a `u64`: values beyond it cannot be read or sent",
    ),
    (
        "rounded-decimals",
        "the number is a `Decimal`: digits after the 28th are rounded, and values beyond 7.9e28 cannot be read",
    ),
    (
        "decimal-texts",
        "the text is a `Decimal`: digits after the 28th are rounded, larger values cannot be read, and zeros in front are not kept",
    ),
    (
        "times-by-description",
        "the text is a time because its description says so: without a zone it is read as UTC, and other forms of ISO 8601 than a date and a time are not read",
    ),
];

/// The number of places that such an entry names.
const NAMED_PLACES: usize = 5;

/// A schema at a place, with its documentation.
pub(crate) struct Described {
    pub(crate) ty: TypeRef,
    pub(crate) description: String,
    pub(crate) example: Option<Value>,
}

impl Reader<'_> {
    /// Reads a named schema, only once.
    pub(crate) fn named(&mut self, name: &str) -> TypeRef {
        match self.read.get(name) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                self.recursive.insert(name.to_owned());
                return TypeRef::named(name);
            }
            None => {}
        }
        let Some(schema) = self.components.schemas.get(name).cloned() else { return TypeRef::Any };
        self.read.insert(name.to_owned(), None);
        let pointer = join("/components/schemas", self.in_document.get(name).map_or(name, String::as_str));
        let place = Place::named(name, pointer.clone());
        let usage = self.usage.get(name).copied().unwrap_or_default();
        // A named schema is read once, so the recursion ends.
        let open = std::mem::take(&mut self.open);
        let mut ty = self.schema(&schema, &place, usage);
        self.open = open;
        if ty.names() == Some(name) && ty != TypeRef::named(name)
            || self.recursive.contains(name) && ty != TypeRef::named(name)
        {
            self.ledger.lossy(
                &pointer,
                "recursive-alias",
                "the schema contains itself without an object: it becomes any JSON",
            );
            self.types.defs.insert(name.to_owned(), TypeDef::Json);
            self.types.origins.insert(name.to_owned(), pointer);
            ty = TypeRef::named(name);
        }
        let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        if let TypeRef::Named(name) = &ty {
            self.enums.describe(name, text);
        }
        self.read.insert(name.to_owned(), Some(ty.clone()));
        ty
    }

    /// Reads a schema without null.
    pub(crate) fn schema(&mut self, schema: &Value, place: &Place, usage: Usage) -> TypeRef {
        match self.components.view(schema) {
            View::Reference(target) => match self.named(&target) {
                TypeRef::Text => self.text(place, None, ""),
                ty => ty,
            },
            View::Whole(whole) => self.whole(&whole, place, usage),
        }
    }

    /// Reads a schema that may be null.
    pub(crate) fn nullable(&mut self, schema: &Value, place: &Place, usage: Usage) -> TypeRef {
        let ty = self.schema(schema, place, usage);
        if self.components.is_nullable(schema) { ty.nullable() } else { ty }
    }

    pub(crate) fn whole(&mut self, whole: &Map<String, Value>, place: &Place, usage: Usage) -> TypeRef {
        // An `allOf` may contain itself in a property: use the type that is being read.
        if let Some((_, name)) = self.open.iter().find(|(open, _)| open == whole) {
            let known = name.clone().map(TypeRef::Named);
            return known.unwrap_or_else(|| {
                let message = "alternatives that contain themselves without a name become any JSON; give them a name";
                self.ledger.lossy(&place.pointer, "recursive-alternatives", message);
                TypeRef::Any
            });
        }
        if let Some(unions) = whole.get(UNIONS).and_then(Value::as_array) {
            self.open.push((whole.clone(), None));
            let read = unions::read(self, whole, unions, place, usage);
            self.open.pop();
            return read;
        }
        let mixed = whole.get("enum").and_then(Value::as_array).is_some_and(|values| kinds_of(values).len() > 1);
        if mixed && !whole.contains_key("type") {
            let values = whole.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
            let branches: Vec<Value> = kinds_of(&values)
                .into_iter()
                .map(|kind| {
                    let own = |value: &&Value| kind_of(value) == Some(kind);
                    json!({ "enum": values.iter().filter(own).collect::<Vec<_>>() })
                })
                .collect();
            self.open.push((whole.clone(), None));
            let read = unions::read(self, &Map::new(), &[json!({ "branches": branches })], place, usage);
            self.open.pop();
            return read;
        }
        let format = hints::format(whole, place, usage);
        match kind(whole) {
            None | Some(Kind::Null) => TypeRef::Any,
            Some(Kind::Bool) => TypeRef::Bool,
            Some(Kind::Integer) => {
                let name = integer(whole);
                // An `i64` holds the smaller ones.
                let has_format =
                    ["int8", "int16"].into_iter().chain(INTEGERS.map(|(name, ..)| name)).any(|name| name == format);
                let has_limits = whole.contains_key("minimum") && whole.contains_key("maximum");
                if !has_format && !has_limits && !whole.contains_key("enum") {
                    self.hold_in_part("unlimited-integers", place);
                }
                if exceeds(whole, name) {
                    let message = format!("the schema allows values that are no `{name}`: they cannot be read");
                    self.ledger.lossy(&place.pointer, "large-integer", message);
                }
                TypeRef::Integer(name)
            }
            // A decimal is serialized as text, so a number in a request stays a number.
            Some(Kind::Number) if format == "decimal" && usage.request && !usage.response => TypeRef::Number,
            Some(Kind::Number) if format == "decimal" => {
                if usage.request {
                    self.ledger.lossy(&place.pointer, "decimal-as-text", "the number is sent as a text");
                }
                self.hold_in_part("rounded-decimals", place);
                TypeRef::Decimal
            }
            Some(Kind::Number) => TypeRef::Number,
            Some(Kind::Text) => match (string_enum(&Value::Object(whole.clone())), format) {
                (None, "decimal") => {
                    self.hold_in_part("decimal-texts", place);
                    TypeRef::Decimal
                }
                (None, "date-time") => {
                    // An example shows the form.
                    if !["format", "example", EXAMPLE].iter().any(|key| whole.contains_key(*key)) {
                        self.hold_in_part("times-by-description", place);
                    }
                    TypeRef::Time
                }
                (None, "date") => TypeRef::Date,
                (None, "password") => TypeRef::Secret,
                (values, format) => self.text(place, values, format),
            },
            Some(Kind::List) => {
                let items = whole.get("items").unwrap_or(&Value::Null);
                TypeRef::List(Box::new(self.nullable(items, &place.part("items"), usage)))
            }
            Some(Kind::Object) => {
                let has_properties = whole.get("properties").and_then(Value::as_object).is_some_and(|p| !p.is_empty());
                match whole.get("additionalProperties").filter(|values| values.is_object()) {
                    _ if has_properties => {
                        let name = self.name(place, &place.object_name());
                        self.open.push((whole.clone(), Some(name.clone())));
                        self.structure(&name, whole, place, usage);
                        self.open.pop();
                        TypeRef::Named(name)
                    }
                    Some(values) => {
                        TypeRef::Map(Box::new(self.nullable(values, &place.part("additionalProperties"), usage)))
                    }
                    None => TypeRef::Map(Box::new(TypeRef::Any)),
                }
            }
        }
    }

    fn hold_in_part(&mut self, rule: &'static str, place: &Place) {
        self.held_in_part.entry(rule).or_default().insert(place.pointer.clone());
    }

    /// Notes the places whose values the types hold in part.
    pub(crate) fn note_held_in_part(&mut self) {
        for (rule, message) in HELD_IN_PART {
            let Some(places) = self.held_in_part.remove(rule) else { continue };
            let mut others: Vec<&str> = places.iter().skip(1).take(NAMED_PLACES - 1).map(String::as_str).collect();
            let more = format!("{} more", places.len().saturating_sub(NAMED_PLACES));
            if places.len() > NAMED_PLACES {
                others.push(&more);
            }
            let also =
                if others.is_empty() { String::new() } else { format!("; the same holds for {}", others.join(", ")) };
            self.ledger.lossy(places.first().map_or("", String::as_str), rule, format!("{message}{also}"));
        }
    }

    /// Records the type of the alternatives that are being read.
    pub(crate) fn becomes(&mut self, name: &str) {
        if let Some((_, open @ None)) = self.open.last_mut() {
            *open = Some(name.to_owned());
        }
    }

    /// A text, unless the place has an id or an enum.
    fn text(&mut self, place: &Place, values: Option<Vec<String>>, format: &str) -> TypeRef {
        if let Some(id) = self.ids.find(place, values.is_none() && !identifiers::is_other_format(format)) {
            if format.is_empty() && !self.types.defs.contains_key(&id) {
                let message = format!("`{id}` is the type of an id: an empty text is none, and is left out or refused");
                self.ledger.exact(&place.pointer, "empty-id", message);
            }
            self.define(&id, TypeDef::Id, place);
            return TypeRef::Named(id);
        }
        self.open_enum(place, values).unwrap_or(TypeRef::Text)
    }

    /// The enum of a place; its definition follows when all values are known.
    pub(crate) fn open_enum(&mut self, place: &Place, values: Option<Vec<String>>) -> Option<TypeRef> {
        let name = self.enums.find(place, values, &mut self.taken, self.ledger)?;
        self.types.origins.entry(name.clone()).or_insert_with(|| place.pointer.clone());
        Some(TypeRef::Named(name))
    }

    /// Reads the properties of an object into a named type.
    pub(crate) fn structure(&mut self, name: &str, whole: &Map<String, Value>, place: &Place, usage: Usage) {
        let description = description(whole);
        let object = Value::Object(whole.clone());
        let listed: BTreeSet<&str> = required(&object).collect();
        // Without a rule for other members, members of a later version are ignored.
        let rest = whole.get("additionalProperties").filter(|rest| **rest != Value::Bool(false));
        let mut idents = BTreeSet::new();
        if rest.is_some() {
            idents.insert(REST.to_owned());
        }
        let mut properties = whole.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        for name in listed.iter().filter(|_| rest.is_none()) {
            if !properties.contains_key(*name) {
                let message = format!("`{name}` is required but not described: it becomes any JSON");
                self.ledger.exact(&place.pointer, "required-without-property", message);
                properties.insert((*name).to_owned(), json!({}));
            }
        }
        // Unchanged names have precedence over changed ones.
        let mut order: Vec<(&String, &Value)> = properties.iter().collect();
        order.sort_by_key(|(wire, _)| (naming::field(wire) != **wire, (*wire).clone()));
        let mut fields = Vec::new();
        for (wire, property) in order {
            let inner = place.property(name, wire);
            let wanted = naming::field(wire);
            let ident = naming::unique(&wanted, &mut idents);
            if ident != wanted {
                let message = format!("another property is the field `{wanted}` already: `{wire}` is `{ident}`");
                self.ledger.exact(&inner.pointer, "field-renamed", message);
            }
            let described = self.member(property, wire, &inner, usage);
            let is = |key: &str| self.components.all(property).get(key) == Some(&Value::Bool(true));
            let listed = listed.contains(wire.as_str());
            let absent = (usage.request && is("readOnly"))
                || (usage.response && (is("writeOnly") || self.may_be_absent(place, wire)));
            let required = listed && !absent;
            let is_nullable = self.components.is_nullable(property);
            let ty = match described.ty {
                ty if required && is_nullable => ty.nullable(),
                ty if usage.update && !usage.response && is_nullable && ty != TypeRef::Any => {
                    TypeRef::Clearable(Box::new(ty))
                }
                // Any JSON may be null by itself.
                ty if usage.request && !required && is_nullable && ty != TypeRef::Any && !is("readOnly") => {
                    let message = format!("null cannot be sent for `{wire}`: the member has a value or is left out");
                    self.ledger.lossy(&inner.pointer, "null-not-sent", message);
                    ty
                }
                ty => ty,
            };
            let (description, example) = (described.description, described.example);
            let (wire, is_renamed) = (wire.clone(), ident != wanted);
            fields.push(Field { wire, ident, is_renamed, ty, required, description, example, boxed: false });
        }
        let place_of: BTreeMap<&str, usize> =
            properties.keys().enumerate().map(|(index, wire)| (wire.as_str(), index)).collect();
        fields.sort_by_key(|field: &Field| place_of.get(field.wire.as_str()).copied());
        let rest = rest.map(|rest| self.nullable(rest, &place.part("additionalProperties"), usage));
        self.define(name, TypeDef::Struct(Struct { description, fields, rest }), place);
    }

    /// Reads the schema of a property or a parameter, with its documentation.
    pub(crate) fn member(&mut self, schema: &Value, name: &str, place: &Place, usage: Usage) -> Described {
        let ty = self.schema(schema, place, usage);
        let mut schema = schema.clone();
        docs::describe_member(&mut schema, name, &self.components.schemas);
        let mut object = schema.as_object().cloned().unwrap_or_default();
        // The variants of an enum are its examples.
        let example = object.get("example").or(object.get(EXAMPLE)).cloned();
        if let TypeRef::Named(name) = &ty
            && self.enums.has(name)
        {
            object.remove("example");
            object.remove(EXAMPLE);
        }
        let description = description(&object);
        Described { ty, description, example }
    }

    fn may_be_absent(&self, place: &Place, property: &str) -> bool {
        !self.names.is_identity(&place.type_name(), property)
    }

    /// The name of a type for a place. A named schema keeps its name.
    pub(crate) fn name(&mut self, place: &Place, wanted: &str) -> String {
        if place.is_named() {
            return wanted.to_owned();
        }
        naming::made(wanted, &place.pointer, &mut self.taken, self.ledger)
    }

    pub(crate) fn define(&mut self, name: &str, def: TypeDef, place: &Place) {
        self.types.origins.entry(name.to_owned()).or_insert_with(|| place.pointer.clone());
        self.types.defs.insert(name.to_owned(), def);
    }
}

/// The description of a schema with its limits in words.
pub(crate) fn description(object: &Map<String, Value>) -> String {
    let mut object = object.clone();
    let mut notes = docs::notes(&mut object);
    if let Some(Value::Object(items)) = object.get("items") {
        let each = docs::notes(&mut items.clone());
        if !each.is_empty() {
            notes.push(format!("Each: {}", each.join(" ")));
        }
    }
    let description = object.get("description").and_then(Value::as_str).unwrap_or_default();
    docs::compose(description, &notes)
}

fn format(whole: &Map<String, Value>) -> &str {
    whole.get("format").and_then(Value::as_str).unwrap_or_default()
}

/// The formats of integers, each with its least and its greatest value.
const INTEGERS: [(&str, f64, f64); 6] = [
    ("int32", i32::MIN as f64, i32::MAX as f64),
    ("int64", i64::MIN as f64, i64::MAX as f64),
    ("uint8", 0.0, u8::MAX as f64),
    ("uint16", 0.0, u16::MAX as f64),
    ("uint32", 0.0, u32::MAX as f64),
    ("uint64", 0.0, u64::MAX as f64),
];

/// The format, unless the limits or the values of the schema exceed it.
pub(crate) fn integer(whole: &Map<String, Value>) -> &'static str {
    let limit = |key: &str| whole.get(key).and_then(Value::as_f64);
    let values = whole.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64);
    let stated: Vec<f64> = values.chain(limit("minimum")).chain(limit("maximum")).collect();
    let fits = |least: f64, greatest: f64| stated.iter().all(|value| (least..=greatest).contains(value));
    let is_signed = match least(whole) {
        Some(least) => least < 0.0,
        None => stated.iter().any(|value| *value < 0.0) || fits(i64::MIN as f64, i64::MAX as f64),
    };
    let chosen = INTEGERS.into_iter().find(|(name, least, greatest)| *name == format(whole) && fits(*least, *greatest));
    chosen.map_or(if is_signed { "int64" } else { "uint64" }, |(name, ..)| name)
}

/// The least integer that the schema allows: above -1 there is 0.
fn least(whole: &Map<String, Value>) -> Option<f64> {
    let is_exclusive = whole.get("exclusiveMinimum") == Some(&Value::Bool(true));
    let limit = whole.get("minimum")?.as_f64()?;
    Some(if is_exclusive { limit.floor() + 1.0 } else { limit.ceil() })
}

/// Whether the schema says that values may exceed this integer.
fn exceeds(whole: &Map<String, Value>, name: &str) -> bool {
    let Some((_, lower, greatest)) = INTEGERS.into_iter().find(|(known, ..)| *known == name) else { return false };
    let is_within = |value: f64| (lower..=greatest).contains(&value);
    let values = whole.get("enum").and_then(Value::as_array).into_iter().flatten();
    let limits = least(whole).into_iter().chain(whole.get("maximum").and_then(Value::as_f64));
    let mut stated = values.filter_map(Value::as_f64).chain(limits);
    let may_be_negative =
        name == "uint64" && format(whole) != name && !whole.contains_key("minimum") && !whole.contains_key("enum");
    may_be_negative || !stated.all(is_within)
}

/// The JSON type of a schema's values without null; `None` for several types.
pub(crate) fn kind(whole: &Map<String, Value>) -> Option<Kind> {
    match whole.get("type").and_then(Value::as_str) {
        Some("string") => Some(Kind::Text),
        Some("integer") => Some(Kind::Integer),
        Some("number") => Some(Kind::Number),
        Some("boolean") => Some(Kind::Bool),
        Some("array") => Some(Kind::List),
        Some("object") => Some(Kind::Object),
        Some(_) => None,
        None => match whole.get("enum").and_then(Value::as_array) {
            Some(values) => match kinds_of(values).as_slice() {
                [only] => Some(*only),
                _ => None,
            },
            None if whole.contains_key("properties") => Some(Kind::Object),
            None if whole.get("additionalProperties").is_some_and(Value::is_object) => Some(Kind::Object),
            None if whole.contains_key("items") => Some(Kind::List),
            None => None,
        },
    }
}

/// The JSON types of values, each once; integers count as numbers if there are other numbers.
fn kinds_of(values: &[Value]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = values.iter().filter_map(kind_of).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

pub(crate) fn kind_of(value: &Value) -> Option<Kind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(Kind::Bool),
        Value::Number(number) if number.is_f64() => Some(Kind::Number),
        Value::Number(_) => Some(Kind::Integer),
        Value::String(_) => Some(Kind::Text),
        Value::Array(_) => Some(Kind::List),
        Value::Object(_) => Some(Kind::Object),
    }
}
