//! How often one address may knock. Village phones share few addresses, so these are loose; accounts have a limit of their own.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::problem::Code;

use crate::caller::Address;
use crate::config::Config;
use crate::error::Error;
use crate::say;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    SignIn,
    /// Looking a receipt, board badge or the like up by its code.
    Lookup,
    /// Filing a report without a token.
    Report,
    Upload,
}

/// The limiters of this server; each server counts for itself.
#[derive(Clone)]
pub struct Limits {
    limiters: Arc<[(Limited, DefaultKeyedRateLimiter<IpAddr>)]>,
}

impl Limits {
    pub fn new(config: &Config) -> Self {
        let per_minute = |n: u32| RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN)));
        let limiters = [
            (Limited::SignIn, per_minute(config.sign_ins_per_minute)),
            (Limited::Lookup, per_minute(config.lookups_per_minute)),
            (Limited::Report, per_minute(config.reports_per_minute)),
            (Limited::Upload, per_minute(config.uploads_per_minute)),
        ];
        Self { limiters: Arc::new(limiters) }
    }

    /// Counts one request; 429 with `Retry-After` when there were too many.
    pub fn count(&self, what: Limited, from: Address) -> Result<(), Error> {
        let Some((_, limiter)) = self.limiters.iter().find(|(limited, _)| *limited == what) else { return Ok(()) };
        // The table of addresses is swept before it grows without bound.
        if limiter.len() > 100_000 {
            limiter.retain_recent();
        }
        limiter.check_key(&from.0).map_err(|until| {
            let seconds = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Error::new(Code::TooMany)
                .saying(say!("请求太频繁，请 {seconds} 秒后再试", "Too many requests; try again in {seconds} seconds"))
                .retry_after(seconds)
        })
    }
}
