//! `cargo xtask bench`: how fast the server is, beside the fastest thing this machine can do.

use anyhow::Result;
use clap::Args;

use crate::{
    page,
    shell::{run, step, target},
    test,
};

/// How much there is to look through.
#[derive(Args)]
pub struct Options {
    /// Cases in the database.
    #[arg(long, default_value_t = 200_000, value_name = "N")]
    cases: u32,
}

/// Builds the server as it is delivered and lets `tests/load` measure it. The table tells, and judges nothing: machines differ.
pub fn bench(options: &Options) -> Result<()> {
    page::build(page::Build::Release)?;
    // Together, so that cargo chooses the same features for both.
    step("server and clients", || run(test::cargo("build").args(["--release", "--bin", "wangge", "--bench", "load"])))?;
    let mut load = test::cargo("bench");
    load.args(["--bench", "load"]).env("WANGGE_BIN", target().join("release/wangge")).env("WANGGE_BENCH_CASES", options.cases.to_string());
    run(&mut load)
}
