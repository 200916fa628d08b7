//! Ending what was started, however this program ends.

use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// Runs a shell script when it is dropped, and also when this program is interrupted or killed: the shell waits for the end of a
/// pipe that the system closes with the program.
pub struct Guard(Child);

impl Guard {
    /// `arguments` are `$1`, `$2`, … of the script.
    pub fn new(script: &str, arguments: &[&str]) -> Result<Self> {
        let waiting = format!("trap '' INT TERM HUP; read -r _; {script}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &waiting, "sh"]).args(arguments).stdin(Stdio::piped());
        Ok(Guard(shell.spawn().context("could not start sh")?))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        if let Err(error) = self.0.wait() {
            eprintln!("could not wait for the end of a program: {error}");
        }
    }
}
