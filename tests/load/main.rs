//! How fast the server is, beside the fastest thing this machine can do: `cargo xtask bench` builds and runs it.
//!
//! One run: a ceiling, then everything else with its ratio to it, medians of three. Machines differ and are busy with other things;
//! ratios and CPU time per request can be compared, requests per second only within one run.

mod ceiling;
mod client;
mod data;
mod history;
mod lists;
mod measure;
mod phones;
mod process;
mod scale;

use std::env;

use anyhow::Result;

fn main() -> Result<()> {
    // The ceiling runs in a process of its own, as the server does.
    if env::args().any(|argument| argument == ceiling::ARGUMENT) {
        return ceiling::serve();
    }
    // `WANGGE_BENCH_SCALE=10000,1000000`: how much slower it gets, and nothing else.
    if let Ok(sizes) = env::var("WANGGE_BENCH_SCALE") {
        let sizes = sizes.split(',').map(|size| size.trim().parse()).collect::<Result<Vec<u32>, _>>()?;
        return scale::run(&sizes, env::var("WANGGE_BENCH_POSTGRES").ok().as_deref());
    }
    // `WANGGE_BENCH_LISTS=1000,100000`: the same of the lists of field work.
    if let Ok(sizes) = env::var("WANGGE_BENCH_LISTS") {
        let sizes = sizes.split(',').map(|size| size.trim().parse()).collect::<Result<Vec<u32>, _>>()?;
        return lists::run(&sizes, env::var("WANGGE_BENCH_POSTGRES").ok().as_deref());
    }
    measure::run(env::var("WANGGE_BENCH_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(data::CASES))
}
