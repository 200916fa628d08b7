//! `wangge`: one binary with which a sub-district runs its grids.

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<()> {
    #[cfg(unix)]
    give_back_memory();
    backend::command::run()
}

/// Begins anew, as the same process, with what makes the allocator give back at once what is freed. By itself it does so when the thread
/// that freed it works again, and a worker that waits for requests held 40 MB of nothing. mimalloc reads this before `main` and never
/// again; when the program cannot be begun anew, it goes on as it is.
#[cfg(unix)]
fn give_back_memory() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const DELAY: &str = "MIMALLOC_PURGE_DELAY";
    let Ok(program) = env::current_exe() else { return };
    if env::var_os(DELAY).is_none() {
        drop(Command::new(program).args(env::args_os().skip(1)).env(DELAY, "0").exec());
    }
}
