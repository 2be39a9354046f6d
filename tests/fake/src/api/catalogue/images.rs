//! How the API shows images.

use serde_json::{Map, Value, json};

use crate::model::catalogue::images::{Image, image_id};

/// An image as the document has it; a hostile one leaves out the category of images for clusters, as the running API has.
pub(crate) fn to_value(image: &Image, index: usize, is_hostile: bool) -> Value {
    let mut value = Map::new();
    let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
    put("id", image_id(index).into());
    put("image_type", image.image_type.into());
    put("name", image.os_name.into());
    put("is_default", image.is_default.into());
    put("is_cluster", image.is_cluster.into());
    put("details", json!(image.details));
    if !(image.is_cluster && is_hostile) {
        let category = image.image_type.split('-').next().unwrap_or_default();
        put("category", category.into());
    }
    Value::Object(value)
}
