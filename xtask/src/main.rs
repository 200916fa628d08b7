//! The commands of the repository: `cargo xtask --help`.

mod bench;
mod ci;
mod dist;
mod guard;
mod npm;
mod packages;
mod page;
mod postgres;
mod run;
mod shell;
mod stamp;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, runs and checks Wangge.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build page and server, make a demo and serve it; a second time takes seconds and keeps the data
    Run(run::Options),
    /// Test everything, on SQLite and on PostgreSQL
    Test(test::Options),
    /// Check form, lints and documentation, then everything of `test`
    Ci(test::Options),
    /// Check the house's rules that a search can check
    Tidy,
    /// Build the one release binary with the page inside, and print the sizes
    Dist,
    /// Measure the server beside the fastest thing this machine can do
    Bench(bench::Options),
    /// Build only the page (run, test and dist do it too), and print the sizes
    Page {
        /// As small as possible, within the size budget
        #[arg(long)]
        release: bool,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell::explain(&error);
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Run(options) => run::start(&options),
        Task::Test(options) => test::test(&options),
        Task::Ci(options) => ci::ci(&options),
        Task::Tidy => tidy::tidy(),
        Task::Dist => dist::dist(),
        Task::Bench(options) => bench::bench(&options),
        Task::Page { release } => {
            let build = if release { page::Build::Release } else { page::Build::Dev };
            println!("{}", page::build(build)?);
            Ok(())
        }
    }
}
