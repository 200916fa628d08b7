//! `cargo xtask run`: from a fresh clone to a server with a demo.

use std::{
    fs,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use crate::{
    page,
    shell::{self, root, run, step, target, write},
};

/// What to run, and with which data.
#[derive(Args)]
pub struct Options {
    /// Optimised: takes minutes to build, and is what an office would run.
    #[arg(long)]
    release: bool,
    /// The port of http://127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// A PostgreSQL database (postgres://user:password@host/name) instead of the SQLite file in the data folder.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Deletes the data first: the data folder, and with --database-url everything in that database's schema `public`.
    #[arg(long)]
    fresh: bool,
    /// The folder for the database, photos and keys.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
}

impl Options {
    /// A command of the server on this data.
    fn wangge(&self, binary: &Path, command: &str) -> Command {
        let mut wangge = Command::new(binary);
        wangge.current_dir(root()).arg(command).arg("--data").arg(self.data());
        if let Some(url) = &self.database_url {
            wangge.args(["--database-url", url]);
        }
        wangge
    }

    fn data(&self) -> PathBuf {
        root().join(&self.data)
    }
}

/// Builds what is missing, makes the demo when there is none, and becomes the server.
pub fn start(options: &Options) -> Result<()> {
    if TcpListener::bind(("127.0.0.1", options.port)).is_err() {
        bail!("something listens on port {} already; choose another with --port", options.port);
    }
    if options.fresh {
        forget(options)?;
    }
    let build = if options.release { page::Build::Release } else { page::Build::Dev };
    page::build(build)?;
    let binary = server(options.release)?;
    let made = mark(&options.data());
    if !made.is_file() {
        eprintln!("· demo in {}", options.data().display());
    }
    run(&mut options.wangge(&binary, "demo"))?;
    write(&made, "The demo in this folder was made by `cargo xtask run`, and `--fresh` may delete it.\n")?;
    eprintln!("· http://127.0.0.1:{} (Ctrl-C ends it; the data stays)", options.port);
    let error = options.wangge(&binary, "serve").args(["--port", &options.port.to_string()]).exec();
    Err(anyhow!(error).context(format!("could not start {}", binary.display())))
}

/// Builds the server with the page inside.
pub fn server(release: bool) -> Result<PathBuf> {
    step("server", || {
        let mut cargo = shell::cargo();
        cargo.args(["build", "--package", "backend", "--bin", "wangge"]);
        if release {
            cargo.arg("--release");
        }
        run(&mut cargo)
    })?;
    Ok(target().join(if release { "release" } else { "debug" }).join("wangge"))
}

/// The file that says the data may be deleted.
fn mark(data: &Path) -> PathBuf {
    data.join("made-by-xtask-run")
}

/// Deletes the demo, and nothing that somebody else made.
fn forget(options: &Options) -> Result<()> {
    let data = options.data();
    if data.exists() {
        if !mark(&data).is_file() {
            bail!("{} was not made by `cargo xtask run`: delete it yourself if nobody needs it", data.display());
        }
        fs::remove_dir_all(&data).with_context(|| format!("could not delete {}", data.display()))?;
    }
    if let Some(url) = options.database_url.as_ref().filter(|url| url.starts_with("postgres")) {
        if shell::which("psql").is_none() {
            bail!("--fresh with --database-url needs `psql` (Debian: apt-get install postgresql-client)");
        }
        let empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
        shell::run_quietly(Command::new("psql").args([url, "--quiet", "--set=ON_ERROR_STOP=1", "--command", empty]))?;
    }
    Ok(())
}
