//! What a process has cost so far, as Linux counts it.

use std::fs;

use anyhow::{Context, Result};

/// CPU time of a process with all its threads, in microseconds; Linux counts in hundredths of a second.
pub fn cpu_micros(process: u32) -> Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name before the last bracket may hold anything.
    let (_, after) = stat.rsplit_once(')').context("an odd /proc/stat")?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |n: usize| -> Result<u64> { Ok(fields.get(n).context("a short /proc/stat")?.parse()?) };
    Ok((ticks(11)? + ticks(12)?) * 10_000)
}

/// Memory a process holds in RAM, in MiB.
pub fn memory_mib(process: u32) -> Result<u64> {
    of_status(process, "VmRSS:")
}

/// The most it has held since [`forget_peak`], in MiB.
pub fn peak_mib(process: u32) -> Result<u64> {
    of_status(process, "VmHWM:")
}

/// Lets the peak begin anew from what the process holds now.
pub fn forget_peak(process: u32) -> Result<()> {
    Ok(fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

fn of_status(process: u32, name: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let kib = status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    Ok(kib.with_context(|| format!("no {name}"))? / 1024)
}
