//! Tells cargo which folders outside this crate end up in the binary.

use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    // An absent folder would count as changed each time.
    let page = Path::new("../target/page");
    fs::create_dir_all(page)?;
    println!("cargo::rerun-if-changed={}", page.display());
    println!("cargo::rerun-if-changed=../migrations");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
