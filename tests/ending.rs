//! Ending what was started, however the tests end.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A program with all that it starts itself. It ends when this is dropped, and also when the tests panic or are killed: a shell
/// waits for the end of a pipe that the system closes with the tests.
#[derive(Debug)]
pub struct Ending {
    pub program: Child,
    shell: Child,
}

impl Ending {
    /// Starts the program in a process group of its own.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let program = command.process_group(0).spawn()?;
        let script = "trap '' INT TERM HUP; read -r _; kill -s KILL -- -\"$1\" 2>/dev/null";
        let shell =
            Command::new("sh").args(["-c", script, "sh", &program.id().to_string()]).stdin(Stdio::piped()).process_group(0).spawn()?;
        Ok(Self { program, shell })
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        for child in [&mut self.shell, &mut self.program] {
            if let Err(error) = child.wait() {
                eprintln!("could not wait for the end of a program: {error}");
            }
        }
    }
}
