//! The browser's database of one person, behind a PIN or not. Behind one everything is sealed but what the engine remembers of itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use indexed_db_futures::{KeyRange, Result as DbResult};
use js_sys::Uint8Array;
use shared::staffing::PersonId;
use shared::sync::store::{Durability, Shelf, Write};
use wasm_bindgen::{JsCast, JsValue};

use super::disk::DiskFault;
use super::safe::{Lock, Safe};

/// The first version. Another one adds shelves in [`shelve`] and leaves what is there.
const VERSION: u8 = 1;
const FILES: &str = "files";
/// The last number given to what was put behind everything else, on the shelf of what has one of each.
const LAST_NUMBER: &str = "last_number";
/// How the PIN opens the safe, on the same shelf.
const LOCK: &str = "lock";

#[derive(Debug)]
pub struct Shelves {
    database: Database,
    safe: RefCell<Option<Rc<Safe>>>,
    /// Nothing is put on them any more: their owner has signed out.
    closed: Cell<bool>,
}

fn name(person: PersonId) -> String {
    format!("wangge-{person}")
}

/// Puts up the shelves that are missing.
fn shelve(database: &Database) {
    let there: Vec<String> = database.object_store_names().collect();
    for shelf in Shelf::ALL.map(Shelf::name).into_iter().chain([FILES]) {
        if !there.iter().any(|name| name == shelf) {
            // A shelf that cannot be put up shows with the first thing that is put on it.
            let _ = database.create_object_store(shelf).build();
        }
    }
}

/// Everything that begins with `prefix`.
fn beginning(prefix: &str) -> KeyRange<String> {
    KeyRange::Bound(prefix.to_owned(), false, format!("{prefix}\u{ffff}"), false)
}

impl Shelves {
    /// Opens the database of a person; `None` where the browser forbids it.
    pub async fn open(person: PersonId) -> Option<Self> {
        let opening = Database::open(name(person)).with_version(VERSION).with_on_upgrade_needed(|_, database| {
            shelve(&database);
            Ok(())
        });
        let database = opening.build().ok()?.await.ok()?;
        Some(Self { database, safe: RefCell::default(), closed: Cell::new(false) })
    }

    /// Lets nothing be put on them any more, as what is on its way just now would be.
    pub fn close(&self) {
        self.closed.set(true);
    }

    /// Takes everything off, and the PIN with it. The shelves stay: a database that another window has open cannot be deleted.
    pub async fn clear(&self) -> Result<(), DiskFault> {
        let stores: Vec<&str> = Shelf::ALL.map(Shelf::name).into_iter().chain([FILES]).collect();
        let opening = self.database.transaction(stores.as_slice()).with_mode(TransactionMode::Readwrite);
        let transaction = opening.build()?;
        for store in stores {
            transaction.object_store(store)?.clear()?;
        }
        transaction.commit().await?;
        self.safe.replace(None);
        Ok(())
    }

    /// How what is kept is locked, where it is.
    pub async fn lock(&self) -> Option<Lock> {
        let text = self.read(Shelf::Meta, LOCK).await.ok()??;
        serde_json::from_slice(text.as_bytes()).ok()
    }

    /// Opens what is locked; `false` when it is another PIN.
    pub async fn unlock(&self, lock: &Lock, pin: &str) -> bool {
        let safe = Safe::opened(lock, pin).await.map(Rc::new);
        let opened = safe.is_some();
        *self.safe.borrow_mut() = safe;
        opened
    }

    /// Whether it is behind a PIN, and open.
    pub fn is_unlocked(&self) -> bool {
        self.safe.borrow().is_some()
    }

    /// Puts everything behind a PIN, or takes it out again, all or nothing.
    pub async fn put_behind(&self, pin: Option<&str>) -> Result<(), DiskFault> {
        let mut writes = self.everything().await?;
        let (safe, lock) = match pin {
            Some(pin) => {
                let (safe, lock) = Safe::new(pin).await.ok_or_else(|| DiskFault::new("this browser has no safe"))?;
                let value = serde_json::to_string(&lock).map_err(DiskFault::new)?;
                (Some(Rc::new(safe)), Write::Put { shelf: Shelf::Meta, key: LOCK.into(), value })
            }
            None => (None, Write::Remove { shelf: Shelf::Meta, key: LOCK.into() }),
        };
        writes.push(lock);
        let before = self.safe.replace(safe);
        let done = self.commit(writes, Durability::Strict).await;
        if done.is_err() {
            *self.safe.borrow_mut() = before;
        }
        done
    }

    pub async fn read(&self, shelf: Shelf, key: &str) -> Result<Option<String>, DiskFault> {
        match self.raw(shelf.name(), key).await? {
            Some(value) => self.text(value).await.map(Some),
            None => Ok(None),
        }
    }

    pub async fn scan(&self, shelf: Shelf, prefix: &str) -> Result<Vec<(String, String)>, DiskFault> {
        let all = self.raw_all(shelf.name(), prefix).await?;
        let mut texts = Vec::with_capacity(all.len());
        for (key, value) in all {
            texts.push((key, self.text(value).await?));
        }
        Ok(texts)
    }

    /// The value under a key as the browser keeps it.
    async fn raw(&self, store: &str, key: &str) -> Result<Option<JsValue>, DiskFault> {
        let transaction = self.database.transaction(store).build()?;
        Ok(transaction.object_store(store)?.get(key.to_owned()).primitive()?.await?)
    }

    async fn raw_all(&self, store: &str, prefix: &str) -> Result<Vec<(String, JsValue)>, DiskFault> {
        let transaction = self.database.transaction(store).build()?;
        let store = transaction.object_store(store)?;
        // Both are asked for before either is waited for: a transaction that has nothing to do ends.
        let keys = store.get_all_keys::<String>().with_query::<String, _>(beginning(prefix)).primitive()?;
        let values = store.get_all::<JsValue>().with_query::<String, _>(beginning(prefix)).primitive()?;
        let (keys, values) = (keys.await?, values.await?);
        keys.zip(values).map(|(key, value)| Ok((key?, value?))).collect()
    }

    fn safe(&self) -> Option<Rc<Safe>> {
        self.safe.borrow().clone()
    }

    /// A text as it was before it was sealed.
    async fn text(&self, value: JsValue) -> Result<String, DiskFault> {
        if let Some(text) = value.as_string() {
            return Ok(text);
        }
        let sealed = value.dyn_into::<Uint8Array>().map_err(|_| DiskFault::new("not a text"))?.to_vec();
        let safe = self.safe().ok_or_else(|| DiskFault::new("it is locked"))?;
        let plain = safe.unseal(&sealed).await.ok_or_else(|| DiskFault::new("it cannot be unsealed"))?;
        String::from_utf8(plain).map_err(DiskFault::new)
    }

    /// A file; empty when there is none.
    pub async fn file(&self, key: &str) -> Result<Vec<u8>, DiskFault> {
        let found = self.raw(FILES, key).await?;
        let Some(bytes) = found.and_then(|found| found.dyn_into::<Uint8Array>().ok()) else { return Ok(Vec::new()) };
        let bytes = bytes.to_vec();
        match self.safe() {
            Some(safe) => Ok(safe.unseal(&bytes).await.unwrap_or(bytes)),
            None => Ok(bytes),
        }
    }

    /// Everything that a safe holds or would hold, as writes.
    async fn everything(&self) -> Result<Vec<Write>, DiskFault> {
        let mut writes = Vec::new();
        for shelf in Shelf::ALL.into_iter().filter(|shelf| is_sealed(*shelf)) {
            for (key, value) in self.raw_all(shelf.name(), "").await? {
                writes.push(Write::Put { shelf, key, value: self.text(value).await? });
            }
        }
        for (key, _) in self.raw_all(FILES, "").await? {
            let bytes = self.file(&key).await?;
            writes.push(Write::PutFile { key, bytes });
        }
        Ok(writes)
    }

    /// What is written for a text or a file.
    async fn sealed(&self, plain: Plain) -> Result<JsValue, DiskFault> {
        let bytes = match (self.safe(), plain) {
            (None, Plain::Text(text)) => return Ok(text.into()),
            (None, Plain::Bytes(bytes)) => bytes,
            (Some(safe), Plain::Text(text)) => safe.seal(text.as_bytes()).await.ok_or_else(unsealable)?,
            (Some(safe), Plain::Bytes(bytes)) => safe.seal(&bytes).await.ok_or_else(unsealable)?,
        };
        Ok(Uint8Array::from(bytes.as_slice()).into())
    }

    /// A write with what the browser is to keep.
    async fn ready(&self, write: Write) -> Result<Ready, DiskFault> {
        Ok(match write {
            Write::Put { shelf, key, value } if is_sealed(shelf) => Ready::Put(shelf.name(), key, self.sealed(Plain::Text(value)).await?),
            Write::Put { shelf, key, value } => Ready::Put(shelf.name(), key, value.into()),
            Write::Append { shelf, value } => Ready::Append(shelf.name(), self.sealed(Plain::Text(value)).await?),
            Write::Remove { shelf, key } => Ready::Remove(shelf.name(), key),
            Write::PutFile { key, bytes } => Ready::Put(FILES, key, self.sealed(Plain::Bytes(bytes)).await?),
            Write::RemoveFile { key } => Ready::Remove(FILES, key),
        })
    }

    pub async fn commit(&self, writes: Vec<Write>, durability: Durability) -> Result<(), DiskFault> {
        if self.closed.get() {
            return Err(DiskFault::new("its owner has signed out"));
        }
        let mut ready = Vec::with_capacity(writes.len());
        for write in writes {
            ready.push(self.ready(write).await?);
        }
        let sure = match durability {
            Durability::Strict => TransactionDurability::Strict,
            Durability::Relaxed => TransactionDurability::Relaxed,
        };
        let (options, stores) = (TransactionOptions::new().with_durability(sure), stores(&ready));
        let opening = self.database.transaction(stores.as_slice()).with_mode(TransactionMode::Readwrite).with_options(options);
        let transaction = opening.build()?;
        let mut last = match ready.iter().any(|write| matches!(write, Ready::Append(..))) {
            true => last_number(&transaction).await?,
            false => 0,
        };
        for write in ready {
            put(&transaction, write, &mut last)?;
        }
        // Only what it answers counts: a request may succeed in a transaction that is aborted afterwards.
        Ok(transaction.commit().await?)
    }
}

/// What the engine remembers of itself tells nothing of anybody, and the lock has to be read before the safe is open.
fn is_sealed(shelf: Shelf) -> bool {
    shelf != Shelf::Meta
}

fn unsealable() -> DiskFault {
    DiskFault::new("it cannot be sealed")
}

enum Plain {
    Text(String),
    Bytes(Vec<u8>),
}

/// A write as the browser takes it. Sealing takes a while, and a transaction that has nothing to do meanwhile ends: so all is ready before
/// it begins.
enum Ready {
    Put(&'static str, String, JsValue),
    Append(&'static str, JsValue),
    Remove(&'static str, String),
}

/// What a commit has to open.
fn stores(writes: &[Ready]) -> Vec<&'static str> {
    let mut stores = Vec::new();
    for write in writes {
        let (store, number) = match write {
            Ready::Put(store, ..) | Ready::Remove(store, _) => (*store, None),
            Ready::Append(store, _) => (*store, Some(Shelf::Meta.name())),
        };
        for name in [Some(store), number].into_iter().flatten() {
            if !stores.contains(&name) {
                stores.push(name);
            }
        }
    }
    stores
}

async fn last_number(transaction: &Transaction<'_>) -> Result<u64, DiskFault> {
    let found: Option<String> = transaction.object_store(Shelf::Meta.name())?.get(LAST_NUMBER.to_owned()).primitive()?.await?;
    Ok(found.and_then(|number| number.parse().ok()).unwrap_or_default())
}

/// Asks for one write; what becomes of it shows with the commit.
fn put(transaction: &Transaction<'_>, write: Ready, last: &mut u64) -> DbResult<()> {
    let keep = |store: &str, key: String, value: JsValue| -> DbResult<()> {
        transaction.object_store(store)?.put(value).with_key(key).primitive()?;
        Ok(())
    };
    match write {
        Ready::Put(store, key, value) => keep(store, key, value),
        Ready::Append(store, value) => {
            *last += 1;
            keep(Shelf::Meta.name(), LAST_NUMBER.into(), last.to_string().into())?;
            keep(store, format!("{last:016}"), value)
        }
        Ready::Remove(store, key) => {
            transaction.object_store(store)?.delete(key).primitive()?;
            Ok(())
        }
    }
}
