//! How long to wait before trying again.

/// The longest wait, in seconds.
pub const LONGEST: i64 = 300;

/// Milliseconds to wait after so many failures in a row: 2, 4, 8 … seconds, five minutes at most. `chance` between 0 and 1 takes up to
/// half of it away, so that phones that lost the same mast do not all come back at once.
pub fn wait_ms(failures: u32, chance: f64) -> i64 {
    let seconds = 2_i64.saturating_pow(failures.clamp(1, 16)).min(LONGEST);
    let part = 1.0 - chance.clamp(0.0, 1.0) / 2.0;
    // Five minutes in milliseconds are far from where a float loses count.
    (seconds as f64 * 1000.0 * part) as i64
}
