//! Questions about code that the generator has written.

use syn::{GenericArgument, ItemImpl, PathArguments, Type};

/// `T` of `Option<T>`.
pub(super) fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    first_argument(&last.arguments)
}

/// The first type among some generic arguments.
pub(super) fn first_argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The type that a block of functions belongs to.
pub(super) fn target(block: &ItemImpl) -> String {
    name_of(&block.self_ty)
}

/// The last part of the path of a type; empty for what has none.
pub(super) fn name_of(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}
