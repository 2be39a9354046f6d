//! Common parts of the builders of types. The type of a builder tracks which required members are set.

/// Marks a required member that is set. `build` of a builder requires this of each.
#[diagnostic::on_unimplemented(
    message = "a required member of this request is not set: `{Self}`",
    label = "call the setter of that member first"
)]
pub trait IsSet {}

/// The type argument of a builder for a required member that is set.
#[derive(Clone, Copy, Debug)]
pub enum Set {}

impl IsSet for Set {}

/// Completes the builder of a type, in the module `builder` next to the module `members`. The names after the type's name are
/// its required members. A type with a member `build` has no method `build`.
macro_rules! builder {
    ($name:ident [$($state:ident),*] build) => {
        impl<$($state),*> $name<$($state),*> {
            /// What was built.
            ///
            /// # Errors
            ///
            /// An invalid value, with the names of the type and of the member.
            #[inline]
            pub fn build(self) -> ::std::result::Result<super::$name, super::error::ConversionError>
            where
                $($state: crate::runtime::IsSet,)*
            {
                ::std::convert::TryFrom::try_from(self)
            }
        }
        crate::runtime::builder!($name [$($state),*]);
    };
    ($name:ident [$($state:ident),*]) => {
        impl<$($state: crate::runtime::IsSet),*> ::std::convert::TryFrom<$name<$($state),*>> for super::$name {
            type Error = super::error::ConversionError;

            #[inline]
            fn try_from(builder: $name<$($state),*>) -> ::std::result::Result<Self, super::error::ConversionError> {
                let built: ::std::result::Result<Self, super::error::ConversionError> = builder.members.try_into();
                built.map_err(|error| ::std::format!(concat!("`", stringify!($name), "`: {}"), error).into())
            }
        }
        impl ::std::convert::From<super::$name> for $name {
            #[inline]
            fn from(value: super::$name) -> Self {
                super::members::$name::from(value).into()
            }
        }
        #[doc(hidden)]
        impl<$($state),*> ::std::convert::From<super::members::$name> for $name<$($state),*> {
            #[inline]
            fn from(members: super::members::$name) -> Self {
                Self { members, set: ::std::marker::PhantomData }
            }
        }
    };
}
pub(crate) use builder;
