//! A new document adds members and values: no code counts on having seen all of them.

use verda_api_ext::types;

fn all(status: types::OnSpotDiscontinue) -> &'static str {
    match status {
        types::OnSpotDiscontinue::KeepDetached => "kept",
        types::OnSpotDiscontinue::MoveToTrash => "in the trash",
        types::OnSpotDiscontinue::DeletePermanently => "gone",
        types::OnSpotDiscontinue::Unknown(_) => "something else",
    }
}

fn literal() -> types::ComputeResource {
    types::ComputeResource { name: "H100".to_owned(), size: 1 }
}

fn main() {}
