//! The npm packages of `package.json`, at the versions of `package-lock.json`.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{
    shell::{read, root, run_quietly, step, target, which, write},
    stamp::Stamp,
};

/// Which packages a command needs.
#[derive(Clone, Copy, PartialEq)]
pub enum Packages {
    /// `dependencies`: what the page is built with.
    Page,
    /// `devDependencies` too: the independent tools of the tests.
    Tests,
}

/// Installs what is missing. Package scripts never run: none of the packages needs one.
pub fn install(packages: Packages) -> Result<()> {
    let lock = Stamp::new().file(&root().join("package-lock.json"))?.done();
    let stamp = target().join("npm.stamp");
    let have = read(&stamp).unwrap_or_default();
    let wanted = format!("{lock} {}", if packages == Packages::Page { "page" } else { "tests" });
    let enough = have == wanted || (packages == Packages::Page && have == format!("{lock} tests"));
    if enough && root().join("node_modules").is_dir() {
        return Ok(());
    }
    for program in ["node", "npm"] {
        if which(program).is_none() {
            bail!("`{program}` is missing. Install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm)");
        }
    }
    step("npm packages", || {
        let mut npm = Command::new("npm");
        npm.current_dir(root()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.env("PUPPETEER_SKIP_DOWNLOAD", "1");
        if packages == Packages::Page {
            npm.arg("--omit=dev");
        }
        run_quietly(&mut npm)?;
        write(&stamp, &wanted)
    })
}

/// A file of an installed package.
pub fn file(path: &str) -> PathBuf {
    root().join("node_modules").join(path)
}
