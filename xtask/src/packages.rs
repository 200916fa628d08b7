//! What the tests need of the system.

use std::{fs, process::Command};

use anyhow::{Result, bail};

use crate::{
    postgres,
    shell::{is_root, run_quietly, step, which},
};

/// Debian's package, what it is for, and whether it is there.
struct Need {
    package: &'static str,
    purpose: &'static str,
    there: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need { package: "postgresql", purpose: "the tests on PostgreSQL", there: || postgres::programs().is_some() },
    Need { package: "chromium", purpose: "the browser tests", there: || which("chromium").is_some() },
    Need { package: "chromium-driver", purpose: "the browser tests", there: || which("chromedriver").is_some() },
    Need { package: "fonts-noto-cjk", purpose: "Chinese letters in the browser and in PDFs", there: has_chinese_font },
    Need { package: "poppler-utils", purpose: "reading what was printed", there: || which("pdftotext").is_some() },
    Need { package: "python3-venv", purpose: "Schemathesis", there: has_venv },
];

/// Installs what is missing when this is Debian's root, else says what to install.
pub fn install() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if !is_root() || which("apt-get").is_none() {
        let list: Vec<String> = missing.iter().map(|need| format!("  {:<16} {}", need.package, need.purpose)).collect();
        bail!("please install what the tests need:\n{}\nDebian: sudo apt-get install {}", list.join("\n"), names.join(" "));
    }
    step(&format!("Debian packages {}", names.join(" ")), || {
        run_quietly(apt().arg("update"))?;
        run_quietly(apt().args(["install", "--yes", "--no-install-recommends"]).args(&names))?;
        Ok(())
    })?;
    match NEEDS.iter().find(|need| !(need.there)()) {
        Some(need) => bail!("{} was installed and is still not to be found", need.package),
        None => Ok(()),
    }
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.arg("--quiet").env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn has_chinese_font() -> bool {
    let files = fs::read_dir("/usr/share/fonts/opentype/noto").into_iter().flatten().flatten();
    files.into_iter().any(|file| file.file_name().to_string_lossy().contains("CJK"))
}

fn has_venv() -> bool {
    run_quietly(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok()
}
