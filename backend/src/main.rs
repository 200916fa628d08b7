//! `wangge`: one binary with which a sub-district runs its grids.

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<()> {
    backend::command::run()
}
