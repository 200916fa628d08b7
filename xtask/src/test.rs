//! `cargo xtask test`: everything that has to hold, one step after the other.

use std::{process::Command, time::Instant};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::{
    npm, packages, page,
    postgres::Postgres,
    shell::{self, run, target, which},
    tidy, tools,
};

/// The steps, in their order.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Step {
    /// The house's rules that a search can check
    Tidy,
    /// What the tests need of Debian and of npm
    Packages,
    /// The page as it is delivered, within its size budget
    Page,
    /// All tests and the server
    Build,
    /// The tests beside the code of `shared` and `backend`
    Units,
    /// The examples in the documentation of `shared` and `backend`
    Docs,
    /// The API's tests on SQLite
    Sqlite,
    /// The tests of `backend` and the API's on PostgreSQL
    Postgres,
    /// What must hold when the server is killed or the line fails
    Faults,
    /// The journeys in a browser
    Browser,
    /// Spectral and OWASP rules on the API's description
    Spectral,
    /// Speed and access of a board, as Lighthouse measures them
    Lighthouse,
    /// Schemathesis: thousands of requests made from the API's description
    Schemathesis,
}

/// Which steps.
#[derive(Args)]
pub struct Options {
    /// Only these steps.
    #[arg(long, value_delimiter = ',', value_name = "STEP,…")]
    only: Vec<Step>,
}

/// A step, how long it took, and whether it held.
struct Outcome {
    name: String,
    seconds: f32,
    ok: bool,
}

/// Does the steps until one fails; the last line counts them.
pub fn test(options: &Options) -> Result<()> {
    let steps: Vec<Step> =
        Step::value_variants().iter().copied().filter(|step| options.only.is_empty() || options.only.contains(step)).collect();
    let mut outcomes = Vec::new();
    let mut site = None;
    for step in steps {
        let name = step.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        eprintln!("\n── {name}");
        let start = Instant::now();
        let result = perform(step, &mut site);
        if let Err(error) = &result {
            shell::explain(error);
        }
        outcomes.push(Outcome { name, seconds: start.elapsed().as_secs_f32(), ok: result.is_ok() });
        if result.is_err() {
            break;
        }
    }
    drop(site);
    conclude(&outcomes)
}

/// Prints the table and the count.
fn conclude(outcomes: &[Outcome]) -> Result<()> {
    println!("\nstep           seconds");
    for Outcome { name, seconds, ok } in outcomes {
        println!("{name:<14} {seconds:>7.1}  {}", if *ok { "ok" } else { "failed" });
    }
    let passed = outcomes.iter().filter(|outcome| outcome.ok).count();
    let failed = outcomes.len() - passed;
    println!("\n{passed} passed, {failed} failed");
    if failed > 0 {
        bail!(shell::Told);
    }
    Ok(())
}

fn perform(step: Step, site: &mut Option<tools::Site>) -> Result<()> {
    match step {
        Step::Tidy => tidy::tidy(),
        Step::Packages => {
            packages::install()?;
            npm::install(npm::Packages::Tests)
        }
        Step::Page => {
            eprintln!("{}", page::build(page::Build::Release)?);
            Ok(())
        }
        Step::Build => run(&mut build()),
        Step::Units => run(cargo("test").args(["--lib", "--bins"])),
        Step::Docs => run(cargo("test").arg("--doc")),
        Step::Sqlite => run(cargo("test").args(["--test", "api"]).env_remove("TEST_DATABASE_URL")),
        Step::Postgres => {
            let postgres = Postgres::start()?;
            run(cargo("test").args(["--lib", "--bins", "--test", "api"]).env("TEST_DATABASE_URL", &postgres.url))
        }
        Step::Faults => run(with_server(&mut cargo("test")).args(["--test", "faults", "--", "--show-output"])),
        Step::Browser => browser(),
        Step::Spectral => tools::spectral(tools::Site::ready(site)?),
        Step::Lighthouse => tools::lighthouse(tools::Site::ready(site)?),
        Step::Schemathesis => tools::schemathesis(tools::Site::ready(site)?),
    }
}

/// A cargo command on the three crates together. Always the same three: with another selection cargo would choose other
/// features of the dependencies and compile them again.
pub fn cargo(command: &str) -> Command {
    let mut cargo = shell::cargo();
    cargo.args([command, "--quiet", "--package", "shared", "--package", "backend", "--package", "tests"]);
    cargo
}

/// Builds the server and all tests, but no benchmarks.
pub fn build() -> Command {
    let mut cargo = cargo("build");
    cargo.args(["--lib", "--bins", "--tests"]);
    cargo
}

/// Tells tests where the server is that they start.
fn with_server(cargo: &mut Command) -> &mut Command {
    cargo.env("WANGGE_BIN", target().join("debug/wangge"))
}

fn browser() -> Result<()> {
    let mut cargo = cargo("test");
    with_server(&mut cargo).args(["--test", "browser"]).env("AXE_PATH", npm::file("axe-core/axe.min.js"));
    for (name, program) in [("CHROMEDRIVER", "chromedriver"), ("CHROMIUM", "chromium")] {
        match which(program) {
            Some(path) => cargo.env(name, path),
            None => bail!("`{program}` is missing: `cargo xtask test --only packages` installs it"),
        };
    }
    run(&mut cargo)
}
