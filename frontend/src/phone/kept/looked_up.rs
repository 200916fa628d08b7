//! The records that screens looked up since something last changed: a page that comes back is whole at once, without asking the browser.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use shared::sync::rows::KnownRecord;

/// Records by what their keys begin with.
#[derive(Default)]
pub struct LookedUp {
    all: RefCell<HashMap<String, Rc<Vec<KnownRecord>>>>,
    changes: Cell<u32>,
}

impl LookedUp {
    pub fn get(&self, prefix: &str) -> Option<Rc<Vec<KnownRecord>>> {
        self.all.borrow().get(prefix).cloned()
    }

    /// How often something has changed; what is looked up now is of this.
    pub fn changes(&self) -> u32 {
        self.changes.get()
    }

    /// Remembers what was looked up, unless something has changed since.
    pub fn put(&self, prefix: String, records: &Rc<Vec<KnownRecord>>, since: u32) {
        if since == self.changes.get() {
            self.all.borrow_mut().insert(prefix, records.clone());
        }
    }

    /// Something has changed.
    pub fn forget(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.all.borrow_mut().clear();
    }
}
