//! `cargo xtask dist`: the one file that is delivered.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    page, run,
    shell::{files_below, step, target},
};

/// Builds the release binary with the page inside, puts it into `target/dist` and prints the sizes.
pub fn dist() -> Result<()> {
    let report = page::build(page::Build::Release)?;
    let binary = run::server(true)?;
    let delivered = target().join("dist/wangge");
    step("copy", || {
        fs::create_dir_all(target().join("dist"))?;
        fs::copy(&binary, &delivered).with_context(|| format!("could not write {}", delivered.display()))?;
        Ok(())
    })?;
    let mut embedded = 0;
    for file in files_below(&target().join("page"))? {
        embedded += fs::metadata(&file)?.len();
    }
    println!("{report}");
    println!("  page, in all its forms   {:>6.1} MB", embedded as f64 / 1e6);
    println!("  target/dist/wangge       {:>6.1} MB", fs::metadata(&delivered)?.len() as f64 / 1e6);
    Ok(())
}
