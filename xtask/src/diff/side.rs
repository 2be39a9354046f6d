//! One of the two documents, with what was worked out of it so far: each schema is read once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::rc::Rc;

use super::uses::Tail;
use super::view::View;
use crate::document::{Document, Node};

/// One of the two documents.
#[derive(Debug)]
pub(crate) struct Side<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) tails: RefCell<HashMap<usize, Rc<Tail<'a>>>>,
    views: RefCell<HashMap<usize, Rc<View<'a>>>>,
    pub(crate) shapes: RefCell<HashMap<(usize, u8), u64>>,
    /// References that lead nowhere, by their pointers.
    pub(crate) unresolved: RefCell<BTreeMap<String, String>>,
    /// The steps of work that were taken.
    work: Cell<usize>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(document: Document<'a>) -> Self {
        let (tails, views, shapes, unresolved, work) = Default::default();
        Self { document, tails, views, shapes, unresolved, work }
    }

    /// What a reference points at, one step. The only place where schemas are looked up.
    pub(crate) fn follow(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let target = self.document.follow(node);
        if target.is_none()
            && let Some(reference) = node.text("$ref").or_else(|| node.text("$dynamicRef"))
        {
            self.unresolved.borrow_mut().insert(node.pointer.clone(), reference.to_owned());
        }
        target
    }

    /// A schema in one spelling, for what does not ask for its place.
    pub(crate) fn view(&self, node: &Node<'a>) -> Rc<View<'a>> {
        if let Some(known) = self.views.borrow().get(&address(node)) {
            return Rc::clone(known);
        }
        let view = Rc::new(View::of(self, node, &[]));
        self.views.borrow_mut().insert(address(node), Rc::clone(&view));
        view
    }

    /// Counts a step of work.
    pub(crate) fn step(&self) {
        self.steps(1);
    }

    pub(crate) fn steps(&self, count: usize) {
        self.work.set(self.work.get() + count);
    }

    pub(crate) fn work(&self) -> usize {
        self.work.get()
    }
}

impl<'a> Deref for Side<'a> {
    type Target = Document<'a>;

    fn deref(&self) -> &Document<'a> {
        &self.document
    }
}

/// What identifies the schema that stands somewhere in a document.
pub(crate) fn address(node: &Node<'_>) -> usize {
    std::ptr::from_ref(node.value).addr()
}
