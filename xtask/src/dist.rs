//! `cargo xtask dist`: the one file that is delivered.

use std::fs;

use anyhow::Result;

use crate::{
    page, run,
    shell::{files_below, target},
};

/// Builds the release binary with the page inside, prints the sizes.
pub fn dist() -> Result<()> {
    let report = page::build(page::Build::Release)?;
    let binary = run::server(true)?;
    let mut embedded = 0;
    for file in files_below(&target().join("page"))? {
        embedded += fs::metadata(&file)?.len();
    }
    println!("{report}");
    println!("  page, in all its forms   {:>6.1} MB", embedded as f64 / 1e6);
    println!("  target/release/wangge    {:>6.1} MB", fs::metadata(&binary)?.len() as f64 / 1e6);
    Ok(())
}
