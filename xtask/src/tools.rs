//! Independent tools that look at the running server: Spectral, Lighthouse, Schemathesis.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    npm,
    shell::{read, root, run, run_quietly, step, target, which, write},
};

pub use site::Site;

mod site;

/// The rules of OpenAPI and of OWASP on the API's description; `.spectral.yaml` says which are off and why.
pub fn spectral(site: &Site) -> Result<()> {
    let mut spectral = Command::new("node");
    spectral.current_dir(root()).arg(npm::file("@stoplight/spectral-cli/dist/index.js"));
    spectral.args(["lint", &site.address("/openapi.json"), "--ruleset", ".spectral.yaml", "--fail-severity=error"]);
    run(&mut spectral)
}

/// What Lighthouse has to find on a board, on a phone: scores from 0 to 1.
const SCORES: [(&str, f64); 3] = [("performance", 0.9), ("accessibility", 1.0), ("best-practices", 0.9)];

/// What a board may weigh in all, in bytes: everything its page loads.
const BOARD_BUDGET: u64 = 60_000;

/// Lighthouse on the first board of the list.
pub fn lighthouse(site: &Site) -> Result<()> {
    let boards = site.get("/boards")?;
    let (_, rest) = boards.split_once("href=\"/g/").context("/boards links to no board")?;
    let code = rest.split('"').next().unwrap_or_default();
    let report = target().join("lighthouse.json");
    let chromium = which("chromium").context("`chromium` is missing: `cargo xtask test --only packages` installs it")?;
    let mut node = Command::new("node");
    node.current_dir(root()).env("CHROME_PATH", chromium).arg(npm::file("lighthouse/cli/index.js"));
    node.arg(site.address(&format!("/g/{code}"))).args(["--quiet", "--form-factor=mobile", "--output=json"]);
    node.args(["--only-categories=performance,accessibility,best-practices", "--no-enable-error-reporting"]);
    node.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking --disable-component-update --disable-sync");
    node.arg(format!("--output-path={}", report.display()));
    run_quietly(&mut node)?;
    judge(&serde_json::from_str(&read(&report)?)?)
}

/// Compares a report with the scores and the weight that are asked for.
fn judge(report: &Value) -> Result<()> {
    let mut faults = Vec::new();
    for (category, least) in SCORES {
        let score = report["categories"][category]["score"].as_f64().unwrap_or(0.0);
        eprintln!("  {category:<15} {score:.2}");
        if score < least {
            faults.push(format!("{category} is {score:.2}, at least {least} is asked for"));
        }
    }
    let bytes = report["audits"]["total-byte-weight"]["numericValue"].as_f64().unwrap_or(f64::INFINITY);
    eprintln!("  {:<15} {:.1} KB", "weight", bytes / 1000.0);
    if bytes > BOARD_BUDGET as f64 {
        faults.push(format!("the board loads {:.1} KB, its budget is {} KB", bytes / 1000.0, BOARD_BUDGET / 1000));
    }
    if !faults.is_empty() {
        bail!("{}\nThe whole report is in target/lighthouse.json", faults.join("\n"));
    }
    Ok(())
}

const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Requests made from the API's description, as an administrator; what they find is a fault of the server or of the description.
pub fn schemathesis(site: &Site) -> Result<()> {
    let programs = environment()?;
    let password = site.account()?;
    let mut st = Command::new(programs.join("schemathesis"));
    // In the folder it runs in it keeps what it found, to try that again first; here every run begins anew.
    let kept = target().join(".schemathesis");
    if kept.exists() {
        fs::remove_dir_all(kept)?;
    }
    st.current_dir(target()).arg("--config-file").arg(own("schemathesis.toml"));
    st.args(["run", &site.address("/openapi.json"), "--origin", &site.address("")]);
    // One worker: two of them trip over each other inside Schemathesis now and then.
    st.args(["--checks", "all", "--max-examples", "20", "--seed", "1", "--workers", "1", "--no-color"]);
    st.args(["--report", "junit", "--report-dir"]).arg(target().join("schemathesis-report"));
    st.env("SCHEMATHESIS_HOOKS", own("sign_in.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    st.env("WANGGE_ADDRESS", site.address("")).env("WANGGE_PHONE", site::PHONE).env("WANGGE_INITIAL_PASSWORD", password);
    run(&mut st)
}

/// A file beside this one.
fn own(name: &str) -> PathBuf {
    root().join("xtask/src/tools").join(name)
}

/// A Python environment with Schemathesis, made once.
fn environment() -> Result<PathBuf> {
    let folder = target().join("schemathesis");
    let (programs, mark) = (folder.join("bin"), folder.join("installed"));
    if read(&mark).ok().as_deref() != Some(SCHEMATHESIS) {
        step(SCHEMATHESIS, || make(&folder, &programs))?;
        write(&mark, SCHEMATHESIS)?;
    }
    Ok(programs)
}

fn make(folder: &Path, programs: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    run_quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    run_quietly(Command::new(programs.join("pip")).args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]))?;
    Ok(())
}
