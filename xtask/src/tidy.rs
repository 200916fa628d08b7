//! `cargo xtask tidy`: the house's rules that a search can check. docs/architecture.md says what they are for.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell::{root, run_quietly};

mod rules;

/// What is wrong, as `file:line: what`.
pub type Faults = Vec<String>;

/// A file that git knows.
pub struct Source {
    /// Below the workspace, with slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The lines that are code of the product: no comments, and nothing from the tests at the end on.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]").filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it is part of the product, in distinction to tests and tools.
    pub fn is_product(&self) -> bool {
        self.is_rust() && ["shared/src/", "backend/src/", "frontend/src/"].iter().any(|folder| self.path.starts_with(folder))
    }

    /// Whether it is the queries of a noun: `cases/rows.rs`, or below `cases/rows/`.
    pub fn is_rows(&self) -> bool {
        self.path.starts_with("backend/src/") && (self.path.ends_with("/rows.rs") || self.path.contains("/rows/"))
    }
}

/// Checks every rule on every file, and fails with all faults together.
pub fn tidy() -> Result<()> {
    let sources = sources()?;
    let faults: Faults = rules::ALL.iter().flat_map(|rule| rule(&sources)).collect();
    if !faults.is_empty() {
        bail!("{} against the house's rules:\n{}", faults.len(), faults.join("\n"));
    }
    eprintln!("  {} files keep {} rules", sources.len(), rules::ALL.len());
    Ok(())
}

/// The text files in the repository, also new ones that git does not ignore.
fn sources() -> Result<Vec<Source>> {
    let mut git = std::process::Command::new("git");
    git.current_dir(root()).args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    let list = run_quietly(&mut git)?;
    let paths = list.split('\0').filter(|path| !path.is_empty() && Path::new(&root().join(path)).is_file());
    Ok(paths.filter_map(|path| Some(Source { path: path.to_owned(), text: std::fs::read_to_string(root().join(path)).ok()? })).collect())
}
