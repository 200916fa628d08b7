//! Where a phone keeps things. The app stores in the browser's database, tests in memory; the engine asks for nothing more than this.
//! Everything is text, JSON; what it means is the engine's business.

use std::fmt::{Debug, Display};

/// One kind of thing that is kept, an object store in the browser's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// What the engine has to remember of itself, by name.
    Meta,
    /// Operations that are not sent yet, in the order they were saved; the store numbers them.
    Outbox,
    /// What the server has told, by `kind/id`.
    Records,
    /// What lists show of a record, by its key, so that a list is read without all the rest.
    Rows,
    /// Which bucket holds which record: `bucket|kind/id`.
    Holdings,
    /// Files that are not sent yet, by upload id.
    Uploads,
    /// What somebody is writing, by an id of its own.
    Drafts,
    /// What was sent, with the server's word for it, by operation id.
    Receipts,
    /// What was removed from this phone and why; the store numbers them.
    Deletions,
}

impl Shelf {
    pub const ALL: [Self; 9] =
        [Self::Meta, Self::Outbox, Self::Records, Self::Rows, Self::Holdings, Self::Uploads, Self::Drafts, Self::Receipts, Self::Deletions];

    /// What the browser's database calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Outbox => "outbox",
            Self::Records => "records",
            Self::Rows => "rows",
            Self::Holdings => "holdings",
            Self::Uploads => "uploads",
            Self::Drafts => "drafts",
            Self::Receipts => "receipts",
            Self::Deletions => "deletions",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    Put {
        shelf: Shelf,
        key: String,
        value: String,
    },
    /// Puts it behind everything that ever was on the shelf, under a number of 16 digits.
    Append {
        shelf: Shelf,
        value: String,
    },
    Remove {
        shelf: Shelf,
        key: String,
    },
    /// The content of a file, by upload id.
    PutFile {
        key: String,
        bytes: Vec<u8>,
    },
    RemoveFile {
        key: String,
    },
}

/// How sure a commit has to be before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: whatever a person was told is saved.
    Strict,
    /// What could be fetched once more.
    Relaxed,
}

/// The store.
pub trait Store {
    /// Why it could not: full, taken away, broken.
    type Fault: Debug + Display;

    fn read(&self, shelf: Shelf, key: &str) -> impl Future<Output = Result<Option<String>, Self::Fault>>;

    /// Everything whose key begins with `prefix`, in the order of the keys.
    fn scan(&self, shelf: Shelf, prefix: &str) -> impl Future<Output = Result<Vec<(String, String)>, Self::Fault>>;

    /// At most `most` bytes of a file beginning with byte `from`.
    fn piece(&self, file: &str, from: usize, most: usize) -> impl Future<Output = Result<Vec<u8>, Self::Fault>>;

    /// Does all of it or nothing, and answers when that is certain: a request that succeeds in a transaction that is aborted later is a
    /// failure.
    fn commit(&self, writes: Vec<Write>, durability: Durability) -> impl Future<Output = Result<(), Self::Fault>>;
}
