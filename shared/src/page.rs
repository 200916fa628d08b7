//! Pages of a long list.

use serde::{Deserialize, Serialize};

/// A stretch of a list, and where the next one begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque; `null` on the last page.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that fits one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// How many items a list answers with when nobody says.
pub const DEFAULT_LIMIT: u16 = 20;
/// The most items a list answers with.
pub const MAX_LIMIT: u16 = 100;
