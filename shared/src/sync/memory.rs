//! A store in memory, for tests: of the engine, and of virtual phones against the real server.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::Value;

use super::store::{Durability, Shelf, Store, Write};

/// What a phone keeps while a test runs.
#[derive(Debug, Default)]
pub struct Memory {
    things: RefCell<BTreeMap<(Shelf, String), String>>,
    files: RefCell<BTreeMap<String, Vec<u8>>>,
    last: Cell<u64>,
    full: Cell<bool>,
    strict: Cell<usize>,
}

/// There is no room left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the store is full")]
pub struct Full;

impl Memory {
    /// From now on nothing can be stored, or again it can.
    pub fn set_full(&self, full: bool) {
        self.full.set(full);
    }

    /// How many strict commits there were.
    pub fn strict_commits(&self) -> usize {
        self.strict.get()
    }

    /// Everything on a shelf.
    pub fn all(&self, shelf: Shelf) -> Vec<(String, Value)> {
        let things = self.things.borrow();
        let these = things.iter().filter(|((on, _), _)| *on == shelf);
        these.map(|((_, key), text)| (key.clone(), serde_json::from_str(text).unwrap_or_default())).collect()
    }

    /// How many files are kept.
    pub fn files(&self) -> usize {
        self.files.borrow().len()
    }

    fn write(&self, write: Write) {
        let (mut things, mut files) = (self.things.borrow_mut(), self.files.borrow_mut());
        match write {
            Write::Put { shelf, key, value } => drop(things.insert((shelf, key), value)),
            Write::Append { shelf, value } => {
                self.last.set(self.last.get() + 1);
                things.insert((shelf, format!("{:016}", self.last.get())), value);
            }
            Write::Remove { shelf, key } => drop(things.remove(&(shelf, key))),
            Write::PutFile { key, bytes } => drop(files.insert(key, bytes)),
            Write::RemoveFile { key } => drop(files.remove(&key)),
        }
    }
}

impl Store for Memory {
    type Fault = Full;

    async fn read(&self, shelf: Shelf, key: &str) -> Result<Option<String>, Full> {
        Ok(self.things.borrow().get(&(shelf, key.to_owned())).cloned())
    }

    async fn scan(&self, shelf: Shelf, prefix: &str) -> Result<Vec<(String, String)>, Full> {
        let things = self.things.borrow();
        let from = things.range((shelf, prefix.to_owned())..);
        let these = from.take_while(|((on, key), _)| *on == shelf && key.starts_with(prefix));
        Ok(these.map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn piece(&self, file: &str, from: usize, most: usize) -> Result<Vec<u8>, Full> {
        let files = self.files.borrow();
        let rest = files.get(file).and_then(|bytes| bytes.get(from..)).unwrap_or_default();
        Ok(rest.iter().take(most).copied().collect())
    }

    async fn commit(&self, writes: Vec<Write>, durability: Durability) -> Result<(), Full> {
        if self.full.get() {
            return Err(Full);
        }
        self.strict.set(self.strict.get() + usize::from(durability == Durability::Strict));
        writes.into_iter().for_each(|write| self.write(write));
        Ok(())
    }
}
