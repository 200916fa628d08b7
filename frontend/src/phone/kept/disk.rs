//! Where the app keeps things: the browser's database, one a person. A browser that forbids it keeps them in memory until it is closed,
//! and the page says so.

use std::fmt::Display;

use shared::staffing::PersonId;
use shared::sync::memory::Memory;
use shared::sync::store::{Durability, Shelf, Store, Write};

use super::safe::Lock;
use super::shelves::Shelves;

/// The store of one person on this device.
#[derive(Debug)]
pub enum Disk {
    Database(Shelves),
    Memory(Memory),
}

/// Why nothing was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DiskFault(String);

impl DiskFault {
    pub fn new(why: impl Display) -> Self {
        Self(why.to_string())
    }
}

impl From<indexed_db_futures::error::Error> for DiskFault {
    fn from(error: indexed_db_futures::error::Error) -> Self {
        Self::new(error)
    }
}

impl Disk {
    /// Opens the store of a person; a shared phone has one for each.
    pub async fn open(person: PersonId) -> Self {
        Shelves::open(person).await.map_or_else(Self::in_memory, Self::Database)
    }

    /// A store that ends with the page.
    pub fn in_memory() -> Self {
        Self::Memory(Memory::default())
    }

    /// What outlives the page.
    pub const fn lasting(&self) -> Option<&Shelves> {
        match self {
            Self::Database(shelves) => Some(shelves),
            Self::Memory(_) => None,
        }
    }

    /// How what is kept is locked, where it is.
    pub async fn lock(&self) -> Option<Lock> {
        self.lasting()?.lock().await
    }

    /// Whether it is behind a PIN, and open.
    pub fn is_unlocked(&self) -> bool {
        self.lasting().is_some_and(Shelves::is_unlocked)
    }
}

impl Store for Disk {
    type Fault = DiskFault;

    async fn read(&self, shelf: Shelf, key: &str) -> Result<Option<String>, DiskFault> {
        match self {
            Self::Database(shelves) => shelves.read(shelf, key).await,
            Self::Memory(memory) => memory.read(shelf, key).await.map_err(DiskFault::new),
        }
    }

    async fn scan(&self, shelf: Shelf, prefix: &str) -> Result<Vec<(String, String)>, DiskFault> {
        match self {
            Self::Database(shelves) => shelves.scan(shelf, prefix).await,
            Self::Memory(memory) => memory.scan(shelf, prefix).await.map_err(DiskFault::new),
        }
    }

    async fn piece(&self, file: &str, from: usize, most: usize) -> Result<Vec<u8>, DiskFault> {
        match self {
            Self::Database(shelves) => Ok(shelves.file(file).await?.into_iter().skip(from).take(most).collect()),
            Self::Memory(memory) => memory.piece(file, from, most).await.map_err(DiskFault::new),
        }
    }

    async fn commit(&self, writes: Vec<Write>, durability: Durability) -> Result<(), DiskFault> {
        match self {
            Self::Database(shelves) => shelves.commit(writes, durability).await,
            Self::Memory(memory) => memory.commit(writes, durability).await.map_err(DiskFault::new),
        }
    }
}
