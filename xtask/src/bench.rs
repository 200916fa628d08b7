//! `cargo xtask bench`: how fast the server is, beside the fastest thing this machine can do.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::{
    packages, page,
    postgres::Postgres,
    shell::{run, step, target},
    test,
};

/// How much there is to look through.
#[derive(Args)]
pub struct Options {
    /// Cases in the database.
    #[arg(long, default_value_t = 200_000, value_name = "N")]
    cases: u32,
    /// Instead: how much slower lists, searches and exports get from the first of these numbers of cases to the last, on both databases.
    #[arg(long, num_args = 0..=1, default_missing_value = "10000,1000000", value_name = "N,…")]
    scale: Option<String>,
    /// Instead: the same of the lists of field work, by the number of rows in each.
    #[arg(long, num_args = 0..=1, default_missing_value = "1000,100000", value_name = "N,…")]
    lists: Option<String>,
    /// Instead: so many random runs of phones with faulty lines against the server (`tests/api/model.rs`); what they did is printed.
    #[arg(long, value_name = "N")]
    runs: Option<u32>,
    /// PostgreSQL for `--scale` and `--lists`: an empty database. Without it a cluster is started and thrown away.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

/// Where Linux keeps files that no disk has to hold.
const MEMORY: &str = "/dev/shm";

/// Builds the server as it is delivered and lets `tests/load` measure it. The table tells, and judges nothing: machines differ.
pub fn bench(options: &Options) -> Result<()> {
    if let Some(runs) = options.runs {
        let mut random = test::cargo("test");
        random.args(["--release", "--test", "api", "random", "--", "--nocapture"]).env("WANGGE_SYNC_RUNS", runs.to_string());
        // Pulled plugs are tried elsewhere (`tests/faults`); here a disk in memory has time for more runs.
        if Path::new(MEMORY).is_dir() {
            random.env("TMPDIR", MEMORY);
        }
        return run(&mut random);
    }
    page::build(page::Build::Release)?;
    // Together, so that cargo chooses the same features for both.
    step("server and clients", || run(test::cargo("build").args(["--release", "--bin", "wangge", "--bench", "load"])))?;
    let mut load = test::cargo("bench");
    load.args(["--bench", "load"]).env("WANGGE_BIN", target().join("release/wangge")).env("WANGGE_BENCH_CASES", options.cases.to_string());
    let instead = options.scale.as_ref().or(options.lists.as_ref());
    let cluster = match (instead, &options.postgres) {
        (Some(_), None) => Postgres::start().inspect_err(|error| println!("without PostgreSQL: {error:#}")).ok(),
        _ => None,
    };
    if let Some(sizes) = instead {
        load.env(if options.scale.is_some() { "WANGGE_BENCH_SCALE" } else { "WANGGE_BENCH_LISTS" }, sizes);
        load.envs(cluster.as_ref().map(|cluster| &cluster.url).or(options.postgres.as_ref()).map(|url| ("WANGGE_BENCH_POSTGRES", url)));
    }
    run(&mut load)?;
    if instead.is_some() {
        return Ok(());
    }
    // The browser's side, on the same binary.
    packages::install()?;
    let mut browser = test::cargo("test");
    browser.args(["--test", "browser", "figures", "--", "--ignored", "--nocapture"]).env("WANGGE_BIN", target().join("release/wangge"));
    run(&mut browser)
}
