//! The real server: the binary `wangge`, a data folder, a free port.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::ending::Ending;
use crate::http::Http;

/// A running server; it is killed when this is dropped.
#[derive(Debug)]
pub struct Server {
    pub port: u16,
    pub data: PathBuf,
    process: Ending,
    printed: Arc<Mutex<String>>,
}

impl Server {
    /// Starts the server on a data folder and waits until it listens. `settings` are environment variables. What it logs is in
    /// `server.log` of the folder.
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> Result<Self> {
        fs::create_dir_all(data)?;
        let log = data.join("server.log");
        let port = free_port()?;
        let mut command = wangge(data)?;
        command.arg("serve").envs(settings.iter().copied()).env("WANGGE_PORT", port.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::options().create(true).append(true).open(&log)?);
        let mut process = Ending::start(&mut command).context("could not start wangge")?;
        let mut printed = BufReader::new(process.program.stdout.take().context("wangge has no output")?);
        // Its first line comes when it listens.
        let mut first = String::new();
        if printed.read_line(&mut first)? == 0 {
            bail!("wangge did not start: {}", fs::read_to_string(&log).unwrap_or_default());
        }
        let kept = Arc::new(Mutex::new(first));
        let keep = kept.clone();
        thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                if let Ok(mut kept) = keep.lock() {
                    kept.push_str(&line);
                    kept.push('\n');
                }
            }
        });
        Ok(Self { port, data: data.to_owned(), process, printed: kept })
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        self.printed.lock().map(|printed| printed.clone()).unwrap_or_default()
    }

    /// Ends it as a power cut would: SIGKILL, and nothing else.
    pub fn kill(mut self) -> Result<()> {
        self.process.program.kill()?;
        self.process.program.wait()?;
        Ok(())
    }

    /// Ends it under everybody's hands, by the same signal.
    pub fn fail(&self) -> Result<()> {
        let ended = Command::new("kill").args(["-KILL", &self.id().to_string()]).status()?;
        ensure!(ended.success(), "there is no server to end");
        Ok(())
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.program.id()
    }

    /// A connection to it.
    pub fn connect(&self) -> io::Result<Http> {
        Http::connect(self.port)
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Runs a command of the binary on a data folder and returns what it printed.
pub fn run(data: &Path, arguments: &[&str]) -> Result<String> {
    let output = wangge(data)?.args(arguments).stdin(Stdio::null()).output()?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "wangge {} failed: {printed}{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    Ok(printed)
}

/// The binary on a data folder. Its settings come from nowhere else: neither from the environment of the tests nor from a file.
fn wangge(data: &Path) -> Result<Command> {
    let binary = binary()?;
    let mut command = Command::new(binary);
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("WANGGE_") {
            command.env_remove(name);
        }
    }
    command.env("WANGGE_DATA", data);
    Ok(command)
}

/// `WANGGE_BIN`, else the binary beside this program's folder.
fn binary() -> Result<PathBuf> {
    let beside = || Some(env::current_exe().ok()?.parent()?.parent()?.join("wangge"));
    let binary = env::var_os("WANGGE_BIN").map(PathBuf::from).or_else(beside).unwrap_or_default();
    ensure!(binary.is_file(), "{} is missing: `cargo build` makes it, or name another with WANGGE_BIN", binary.display());
    Ok(binary)
}

/// A port that was free a moment ago.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
