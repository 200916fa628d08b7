//! What lists show, kept beside the records: a list of thousands is read without reading thousands of whole cases.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::engine::{Engine, SyncFault};
use super::pulling::RecordKind;
use super::records::Record;
use super::store::{Shelf, Store, Write};
use crate::cases::{CarriedCase, Case};
use crate::holidays::Holiday;

/// The write that puts the row of a record beside it; `None` where no list shows such records.
pub(super) fn row(key: &str, body: &Value) -> Option<Write> {
    match key.split_once('/')?.0.parse() {
        Ok(RecordKind::Case) => {
            let value = serde_json::to_string(&CarriedCase::from(&whole::<Case>(body)?)).ok()?;
            Some(Write::Put { shelf: Shelf::Rows, key: key.to_owned(), value })
        }
        _ => None,
    }
}

/// A record's body as what it is; `None` when it is of a release that wrote it otherwise.
pub fn whole<T: DeserializeOwned>(body: &Value) -> Option<T> {
    serde_json::from_slice(&serde_json::to_vec(body).ok()?).ok()
}

impl<S: Store> Engine<S> {
    /// All cases on the phone, as lists show them.
    pub async fn carried_cases(&self) -> Result<Vec<CarriedCase>, SyncFault<S::Fault>> {
        let all = self.load_all(Shelf::Rows, &format!("{}/", RecordKind::Case)).await?;
        Ok(all.into_iter().map(|(_, case)| case).collect())
    }

    /// The office's holidays, once they have come.
    pub async fn holidays(&self) -> Result<Option<Vec<Holiday>>, SyncFault<S::Fault>> {
        let all: Vec<(String, Record)> = self.load_all(Shelf::Records, &format!("{}/", RecordKind::Holidays)).await?;
        Ok(all.into_iter().find_map(|(_, record)| record.body).and_then(|body| whole(&body)))
    }
}
