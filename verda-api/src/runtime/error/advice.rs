//! How to check the outcome of a request: a rule finds the operation that reads the resource which another one changes.

use reqwest::Method;

use crate::generated::OPERATIONS;
use crate::runtime::operation::Operation;

/// The operation that reads the resource which this one changes: the GET of the same path, or of the nearest parent path.
pub(super) fn reader_of(operation: &Operation) -> Option<&'static str> {
    let mut path = template(operation.path);
    loop {
        let mut readers =
            OPERATIONS.iter().filter(|reader| reader.method == Method::GET && template(reader.path) == path);
        if let Some(reader) = readers.clone().find(|reader| !reader.deprecated).or_else(|| readers.next()) {
            return Some(reader.id);
        }
        path.truncate(path.rfind('/')?);
    }
}

/// A path template without the names of its variables.
fn template(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_changes_something_has_the_nearest_reader_at_or_above_it() {
        let segments = |path: &'static str| template(path).split('/').map(str::to_owned).collect::<Vec<_>>();
        for operation in OPERATIONS.iter().filter(|operation| !operation.method.is_safe()) {
            let path = segments(operation.path);
            let length = |reader: &Operation| segments(reader.path).len();
            let is_at_or_above = |reader: &&&Operation| {
                reader.method == Method::GET && path.starts_with(&segments(reader.path)) && length(reader) > 1
            };
            let nearest = OPERATIONS.iter().filter(is_at_or_above).map(|reader| length(reader)).max();
            let reader = reader_of(operation).map(|id| OPERATIONS.iter().find(|reader| reader.id == id).unwrap());
            assert!(reader.is_none_or(|reader| is_at_or_above(&reader)), "{}: {reader:?}", operation.id);
            assert_eq!(reader.map(|reader| length(reader)), nearest, "{}: {reader:?}", operation.id);
        }
    }

    #[test]
    fn the_reader_is_the_list_for_what_makes_something_and_the_current_one_of_two() {
        let reader = |id: &str| OPERATIONS.iter().copied().find(|operation| operation.id == id).and_then(reader_of);
        assert_eq!(reader("deploy_instance"), Some("list_instances"));
        assert_eq!(reader("perform_cluster_node_action"), Some("get_cluster"));
        assert_eq!(reader("delete_secret"), Some("list_secrets"));
        assert_eq!(reader("delete_ssh_key"), Some("get_ssh_key"));
    }
}
