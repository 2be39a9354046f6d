//! One of the two documents, with what was worked out of it so far: each schema is read once.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::rc::Rc;

use super::shape::Look;
use super::tags::Mapped;
use super::uses::{Tail, Use};
use super::view::View;
use crate::document::{Document, Node};

/// One of the two documents.
#[derive(Debug)]
pub(crate) struct Side<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) tails: RefCell<HashMap<usize, Rc<Tail<'a>>>>,
    uses: RefCell<HashMap<usize, Rc<Use<'a>>>>,
    views: RefCell<HashMap<usize, Rc<View<'a>>>>,
    flat: RefCell<HashMap<usize, Rc<View<'a>>>>,
    pub(crate) shapes: RefCell<HashMap<(usize, Look), u64>>,
    /// The schemas that extend each schema by `allOf`, by its pointer.
    extending: OnceCell<HashMap<String, Vec<Node<'a>>>>,
    /// What discriminators map, by where they stand: all schemas of a family have that of their base.
    mappings: RefCell<HashMap<usize, Rc<Mapped>>>,
    /// Whether schemas allow null, as far as that was asked.
    pub(crate) nullable: RefCell<HashMap<usize, bool>>,
    /// References that lead nowhere, by their pointers.
    pub(crate) unresolved: RefCell<BTreeMap<String, String>>,
    /// The steps of work that were taken.
    work: Cell<usize>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(document: Document<'a>) -> Self {
        let (tails, uses, views, flat, shapes, mappings, nullable, unresolved, work) = Default::default();
        let extending = OnceCell::new();
        Self { document, tails, uses, views, flat, shapes, extending, mappings, nullable, unresolved, work }
    }

    /// What a reference points at, one step. The only place where schemas are looked up.
    pub(crate) fn follow(&self, node: &Node<'a>) -> Option<Node<'a>> {
        let target = self.document.follow(node);
        if target.is_none()
            && self.document.is_dangling(node)
            && let Some(reference) = node.text("$ref").or_else(|| node.text("$dynamicRef"))
        {
            self.unresolved.borrow_mut().insert(node.pointer.clone(), reference.to_owned());
        }
        target
    }

    /// What a schema stands for, for what does not ask for its place.
    pub(crate) fn used(&self, node: &Node<'a>) -> Rc<Use<'a>> {
        self.once(&self.uses, node, || Use::of(self, node))
    }

    /// What a schema says in the end, for what does not ask for its place.
    pub(crate) fn meaning(&self, node: &Node<'a>) -> Rc<View<'a>> {
        self.view(&self.used(node).node)
    }

    /// The same without the alternatives that only name types or list values.
    pub(crate) fn flat(&self, node: &Node<'a>) -> Rc<View<'a>> {
        let view = self.view(node);
        if view.unions.is_empty() { view } else { self.once(&self.flat, node, || view.flat(self)) }
    }

    fn once<T>(&self, known: &RefCell<HashMap<usize, Rc<T>>>, node: &Node<'a>, make: impl FnOnce() -> T) -> Rc<T> {
        if let Some(found) = known.borrow().get(&address(node)) {
            return Rc::clone(found);
        }
        let made = Rc::new(make());
        known.borrow_mut().insert(address(node), Rc::clone(&made));
        made
    }

    /// A schema in one spelling, for what does not ask for its place.
    pub(crate) fn view(&self, node: &Node<'a>) -> Rc<View<'a>> {
        self.once(&self.views, node, || View::of(self, node, &[]))
    }

    /// What the discriminator of a schema maps.
    pub(crate) fn mapping(&self, view: &View<'a>) -> Rc<Mapped> {
        let at = view.discriminator.map_or(0, |found| std::ptr::from_ref(found).addr());
        let known = self.mappings.borrow().get(&at).cloned();
        known.unwrap_or_else(|| {
            let made = Rc::new(Mapped::of(self, view.discriminator));
            self.mappings.borrow_mut().insert(at, Rc::clone(&made));
            made
        })
    }

    /// The schemas that extend a schema by `allOf`, directly or not, and those that its tag maps: a reference to a schema with a
    /// tag means any of them.
    pub(crate) fn family(&self, base: &Node<'a>) -> Vec<Node<'a>> {
        let extending = self.extending.get_or_init(|| self.document.extending());
        let (mut family, mut seen, mut todo) = (Vec::new(), BTreeSet::new(), vec![base.pointer.clone()]);
        while let Some(pointer) = todo.pop() {
            for child in extending.get(&pointer).into_iter().flatten() {
                self.step();
                if child.pointer != base.pointer && seen.insert(child.pointer.clone()) {
                    todo.push(child.pointer.clone());
                    family.push(child.clone());
                }
            }
        }
        let mut mapped = self.document.mapped(base.value);
        mapped.retain(|target| target.pointer != base.pointer && seen.insert(target.pointer.clone()));
        family.extend(mapped);
        family
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
