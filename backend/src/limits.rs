//! How often one address may knock. Village phones share few addresses, so these are loose; accounts have a limit of their own.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::problem::Code;
use shared::time::Moment;

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
    /// Anonymous reports that need no proof of work.
    pub free_reports: Tally,
    /// Receipt codes that do not exist.
    wrong_codes: Tally,
}

/// A count that begins anew with every hour, by address. An IPv6 network counts as one: whoever has an address there has all of them.
#[derive(Clone)]
pub struct Tally {
    most: u32,
    kept: Arc<Mutex<Hour>>,
}

#[derive(Default)]
struct Hour {
    /// Hours since 1970.
    number: i64,
    counts: HashMap<IpAddr, u32>,
}

const HOUR_MILLIS: i64 = 3_600_000;

impl Tally {
    fn new(most: u32) -> Self {
        Self { most, kept: Arc::default() }
    }

    /// Whether nothing is left in this hour.
    pub fn is_used_up(&self, from: Address, now: Moment) -> bool {
        self.hour(now).counts.get(&network(from)).is_some_and(|count| *count >= self.most) || self.most == 0
    }

    /// Counts one; false when there was nothing left.
    pub fn take(&self, from: Address, now: Moment) -> bool {
        let mut hour = self.hour(now);
        let count = hour.counts.entry(network(from)).or_default();
        let left = *count < self.most;
        *count = count.saturating_add(1);
        left
    }

    /// Takes back one that was counted and came to nothing.
    pub fn give_back(&self, from: Address, now: Moment) {
        if let Some(count) = self.hour(now).counts.get_mut(&network(from)) {
            *count = count.saturating_sub(1);
        }
    }

    /// Seconds until it begins anew.
    pub fn seconds_left(now: Moment) -> u64 {
        u64::try_from((HOUR_MILLIS - now.millis().rem_euclid(HOUR_MILLIS)) / 1000).unwrap_or(3600) + 1
    }

    fn hour(&self, now: Moment) -> MutexGuard<'_, Hour> {
        let mut hour = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.millis().div_euclid(HOUR_MILLIS);
        if hour.number != number {
            *hour = Hour { number, counts: HashMap::new() };
        }
        hour
    }
}

fn network(from: Address) -> IpAddr {
    match from.0 {
        IpAddr::V4(_) => from.0,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
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
        let (free_reports, wrong_codes) = (Tally::new(config.free_reports_per_hour), Tally::new(config.wrong_codes_per_hour));
        Self { limiters: Arc::new(limiters), free_reports, wrong_codes }
    }

    /// Looks something up by a code that is its own key. Whoever has tried too many wrong ones is told nothing more in this hour, so
    /// that codes cannot be tried out.
    pub async fn look_up<T>(&self, from: Address, now: Moment, look: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.count(Limited::Lookup, from)?;
        if self.wrong_codes.is_used_up(from, now) {
            let seconds = Tally::seconds_left(now);
            return Err(Error::new(Code::TooMany)
                .saying(say!("试过的码里不存在的太多，请过一会儿再试", "Too many of the codes tried do not exist; try again later"))
                .retry_after(seconds));
        }
        let found = look.await;
        if found.as_ref().is_err_and(|error| error.code == Code::NotFound) {
            self.wrong_codes.take(from, now);
        }
        found
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
