//! What an import would do, or did, in both languages.

use shared::imports::{ChangeKind, ImportChange, ImportKind, ImportOutcome};
use shared::lang::Lang;
use shared::problem::Code;

use crate::error::{Error, FieldFault, Words};
use crate::imports::sheet::MOST_FAULTS;
use crate::say;

/// The most changes that are told.
const MOST_CHANGES: usize = 500;

/// Counts what happens to each row, and keeps the first of what is worth telling.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    pub rows: u32,
    pub added: u32,
    pub changed: u32,
    pub kept: u32,
    pub removed: u32,
    changes: Vec<(Option<u32>, ChangeKind, String, Words)>,
    pub faults: Vec<FieldFault>,
    /// All faults, also those that are not told.
    fault_count: usize,
}

impl Outcome {
    /// A row of the file that adds or changes something: what it is about, and what happens. `row` counts from 1, as people do.
    pub fn count(&mut self, row: u32, kind: ChangeKind, telling: impl FnOnce() -> (String, Words)) {
        self.rows += 1;
        self.tell(Some(row), kind, telling);
    }

    /// Something that is there, but not in the file that replaces it.
    pub fn remove(&mut self, telling: impl FnOnce() -> (String, Words)) {
        self.tell(None, ChangeKind::Remove, telling);
    }

    fn tell(&mut self, row: Option<u32>, kind: ChangeKind, telling: impl FnOnce() -> (String, Words)) {
        match kind {
            ChangeKind::Add => self.added += 1,
            ChangeKind::Change => self.changed += 1,
            ChangeKind::Keep => self.kept += 1,
            ChangeKind::Remove => self.removed += 1,
        }
        if self.changes.len() < MOST_CHANGES {
            let (subject, words) = telling();
            self.changes.push((row, kind, subject, words));
        }
    }

    /// A row that says what is so already.
    pub const fn keep(&mut self) {
        self.rows += 1;
        self.kept += 1;
    }

    pub fn fault(&mut self, fault: FieldFault) {
        self.fault_count += 1;
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Fails with everything that is wrong, if anything is.
    pub fn faultless(&mut self) -> Result<(), Error> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let n = self.fault_count;
        let words = say!(
            "文件中有 {n} 处错误，没有导入任何内容，请更正后重新导入",
            "The file has {n} errors; nothing was imported. Correct them and import it again"
        );
        let mut error = Error::new(Code::ImportFaulty).saying(words);
        error.fields = std::mem::take(&mut self.faults);
        Err(error)
    }

    /// As the API tells it.
    pub fn told(self, kind: ImportKind, dry_run: bool, lang: Lang) -> ImportOutcome {
        let changes = self.changes.into_iter().map(|(row, kind, subject, words)| ImportChange {
            row,
            kind,
            subject: subject.chars().take(120).collect(),
            words: words.of(lang).chars().take(300).collect(),
        });
        ImportOutcome {
            kind,
            dry_run,
            rows: self.rows,
            added: self.added,
            changed: self.changed,
            kept: self.kept,
            removed: self.removed,
            changes: changes.collect(),
            errors: self.faults.iter().map(|fault| fault.told(lang)).collect(),
        }
    }
}

/// A table whose columns are not the ones we know.
pub fn wrong_header(faults: Vec<FieldFault>) -> Error {
    let mut error = Error::new(Code::ImportFaulty).saying(say!("表头不对，没有导入任何内容", "The header is wrong; nothing was imported"));
    error.fields = faults;
    error
}
