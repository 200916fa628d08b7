//! The command line.

mod account;
mod check;
mod demo;
mod files;
mod serve;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use shared::lang::Lang;
use shared::value::Fault;

use crate::config::Options;
use crate::error::Error;

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
    /// Import a file: divisions, staff, boundaries or holidays; all of it or, with any error, nothing
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
        /// Remove photos that nothing names and that are older than a day, left by uploads that failed half-way
        #[arg(long)]
        remove_orphans: bool,
        /// Make the search index anew; the server may run meanwhile and finds the less the newer the case
        #[arg(long)]
        reindex: bool,
    },
}

/// A value of the command line that checks itself.
fn fit<T: FromStr<Err = Fault>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|fault: Fault| fault.in_words(Lang::En))
}

/// One of these choices, by its name in the API.
fn one_of<T: FromStr<Err = Fault> + Clone + Send + Sync + 'static>(
    choices: impl IntoIterator<Item = &'static str>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(choices).try_map(|text| fit::<T>(&text))
}

/// The most faults that are printed.
const MOST_LINES: usize = 50;

/// An error as people read it, with all its places, one a line.
fn told(error: &Error, lang: Lang) -> anyhow::Error {
    let detail = match (&error.detail, error.fields.len()) {
        (Some(words), _) => words.of(lang).to_owned(),
        // One fault speaks for itself.
        (None, 1) => return anyhow::anyhow!("{}", error.fields[0].words.of(lang)),
        (None, _) => error.code.label(lang).to_owned(),
    };
    let places = error.fields.iter().take(MOST_LINES).map(|field| format!("\n{}: {}", field.pointer, field.words.of(lang)));
    let cause = error.cause().map(|cause| format!(": {cause:#}")).unwrap_or_default();
    anyhow::anyhow!("{detail}{cause}{}", places.collect::<String>())
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
        What::Check { remove_orphans, reindex } => check::check(config, remove_orphans, reindex),
    }
}
