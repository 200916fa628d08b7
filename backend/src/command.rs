//! The command line.

mod account;
mod check;
mod demo;
mod files;
mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Options;

/// Runs the grids of a sub-district: noticeboards, reports, cases.
///
/// Settings come from a file (--config), then the environment (WANGGE_…), then flags; a later one wins.
#[derive(Parser)]
#[command(name = "wangge", version, max_term_width = 110)]
struct Command {
    /// A TOML file with settings, named like the flags
    #[arg(long, env = "WANGGE_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serve pages, app and API until told to stop (SIGTERM, Ctrl-C)
    Serve,
    /// Open, renew or disable accounts of people who sign in
    #[command(subcommand)]
    Account(account::What),
    /// Import a file: divisions, staff or boundaries; all of it or, with any error, nothing
    Import(files::Import),
    /// Export a file that can be imported again
    Export(files::Export),
    /// Fill an empty database with invented people and a year of work, or print the demo's logins
    Demo {
        /// Fewer reports and photos
        #[arg(long)]
        small: bool,
    },
    /// Check that settings, database and files are usable, and say what is not
    Check {
        /// Make the search index anew; the server may run meanwhile and finds the less the newer the case
        #[arg(long)]
        reindex: bool,
    },
}

/// Reads the command line and does what it says.
pub fn run() -> anyhow::Result<()> {
    let command = Command::parse();
    let config = command.options.settle(command.config.as_deref())?;
    match command.what {
        What::Serve => serve::serve(config),
        What::Account(what) => account::run(config, what),
        What::Import(what) => files::import(config, what),
        What::Export(what) => files::export(config, what),
        What::Demo { small } => demo::demo(config, small),
        What::Check { reindex } => check::check(config, reindex),
    }
}
