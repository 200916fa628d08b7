//! A short hash of what a step reads, so that the step is skipped when nothing changed.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::shell::files_below;

/// Collects the inputs of a step.
pub struct Stamp(Sha256);

impl Stamp {
    /// Of nothing yet.
    pub fn new() -> Self {
        Stamp(Sha256::new())
    }

    /// Adds bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a file's name and content.
    pub fn file(self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
        Ok(self.bytes(path.to_string_lossy().as_bytes()).bytes(&content))
    }

    /// Adds every file below a folder.
    pub fn folder(mut self, folder: &Path) -> Result<Self> {
        for file in files_below(folder)? {
            self = self.file(&file)?;
        }
        Ok(self)
    }

    /// The hash: 16 hexadecimal digits.
    pub fn done(self) -> String {
        self.0.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
