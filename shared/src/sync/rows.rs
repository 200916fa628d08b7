//! What lists show, kept beside the records: a list of thousands is read without reading thousands of whole cases.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::engine::{Engine, SyncFault};
use super::ops::Op;
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

/// A record as this phone knows it. One that was begun here is known by what is not sent yet alone.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownRecord {
    /// `kind/id`.
    pub key: String,
    /// As the server told it last.
    pub body: Option<Value>,
    /// What was done to it here and is not sent, oldest first.
    pub unsent: Vec<Op>,
}

impl<S: Store> Engine<S> {
    /// Everything whose key begins with `prefix`, in the order of the keys: `kind/` for all of a kind, a whole key for one.
    pub async fn known(&self, prefix: &str) -> Result<Vec<KnownRecord>, SyncFault<S::Fault>> {
        let told: Vec<(String, Record)> = self.load_all(Shelf::Records, prefix).await?;
        let mut known: BTreeMap<String, KnownRecord> =
            told.into_iter().map(|(key, record)| (key.clone(), KnownRecord { key, body: record.body, unsent: Vec::new() })).collect();
        for (_, entry) in self.outbox().await? {
            for key in entry.about.iter().filter(|key| key.starts_with(prefix)) {
                let unknown = || KnownRecord { key: key.clone(), body: None, unsent: Vec::new() };
                known.entry(key.clone()).or_insert_with(unknown).unsent.push(entry.op.clone());
            }
        }
        Ok(known.into_values().collect())
    }

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
