//! How large the page is, and the budget it has to keep.

use std::{collections::BTreeMap, fmt, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::shell::read;

/// What a phone may have to load before the app is there: bytes, as sent with brotli.
const BUDGET: u64 = 450_000;

/// What the browser loads first. The office's part of the program, the map library and the icons come later or never.
pub const FIRST_LOAD: [&str; 6] = ["index.html", "boot.js", "app.js", "parts.js", "app_bg.wasm", "app.css"];

/// The sizes of the first load in bytes: as it is, and as sent with brotli.
pub struct Report {
    files: Vec<(&'static str, u64, u64)>,
}

impl Report {
    /// Of a page that was built into this folder.
    pub fn of(page: &Path) -> Result<Self> {
        let names: BTreeMap<String, String> = serde_json::from_str(&read(&page.join("assets.json"))?)?;
        let mut files = Vec::new();
        for name in FIRST_LOAD {
            let path = names.get(name).map_or_else(|| page.join(name), |hashed| page.join("assets").join(hashed));
            let plain = fs::metadata(&path).with_context(|| format!("the page has no {name}"))?.len();
            let packed = fs::metadata(format!("{}.br", path.display())).map_or(plain, |file| file.len());
            files.push((name, plain, packed));
        }
        Ok(Report { files })
    }

    /// The bytes of the first load as sent with brotli.
    pub fn first_load(&self) -> u64 {
        self.files.iter().map(|(_, _, packed)| packed).sum()
    }

    /// Fails when the first load is over the budget.
    pub fn check(&self) -> Result<()> {
        if self.first_load() > BUDGET {
            bail!("the first load of the app is over its budget of {} KB\n{self}", BUDGET / 1000);
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, plain, packed) in &self.files {
            writeln!(f, "  {name:<12} {:>8.1} KB  {:>7.1} KB brotli", *plain as f64 / 1000.0, *packed as f64 / 1000.0)?;
        }
        write!(f, "  first load            {:>9.1} KB brotli of {} KB", self.first_load() as f64 / 1000.0, BUDGET / 1000)
    }
}
