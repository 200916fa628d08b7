//! The commands of the repository: `cargo xtask --help`.

mod npm;
mod page;
mod shell;
mod stamp;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, runs and checks Wangge.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds only the page (run, test and dist do it too) and prints its sizes.
    Page {
        /// As small as possible, with the size budget.
        #[arg(long)]
        release: bool,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let reasons: Vec<String> = error.chain().map(ToString::to_string).collect();
            eprintln!("\n{}", reasons.join("\n  because "));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Page { release } => {
            let build = if release { page::Build::Release } else { page::Build::Dev };
            eprintln!("{}", page::build(build)?);
            Ok(())
        }
    }
}
