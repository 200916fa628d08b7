//! Answering a pull: which buckets the caller holds, and what in them has changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use shared::may::{self, Caller};
use shared::sync::digest::Digest;
use shared::sync::pulling::{Bucket, BucketDigest, BucketNews, PullFilter, Pulled, ScopeChange};
use shared::time::Moment;

use super::bodies::Reader;
use crate::db::Conn;
use crate::error::Error;
use crate::feed::order::{self, Visible};
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;
use crate::{feed, grids, say};

/// Records when nobody says how many.
const DEFAULT_LIMIT: u16 = 100;
const MOST: u16 = 500;

/// A pull.
pub struct Asking {
    pub filter: PullFilter,
    pub addresses: Addresses,
    pub secrets: Secrets,
    pub now: Moment,
}

/// How far each bucket was read.
type Cursors = BTreeMap<Bucket, Place>;

/// A place in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Place {
    /// The last number that was read.
    read: i64,
    /// No tombstone up to here is missed: they were forgotten before the bucket was read from its beginning.
    safe: i64,
}

/// Cursors as they are written down: most buckets stand at the same place.
type Written = Vec<(i64, i64, Vec<Bucket>)>;

fn written(cursors: &Cursors) -> Written {
    let mut of_place: BTreeMap<Place, Vec<Bucket>> = BTreeMap::new();
    for (bucket, place) in cursors {
        of_place.entry(*place).or_default().push(bucket.clone());
    }
    of_place.into_iter().map(|(place, buckets)| (place.read, place.safe, buckets)).collect()
}

fn read_back(written: Written) -> Cursors {
    let one = |(read, safe, buckets): (i64, i64, Vec<Bucket>)| buckets.into_iter().map(move |bucket| (bucket, Place { read, safe }));
    written.into_iter().flat_map(one).collect()
}

impl Place {
    fn is_good(self, visible: Visible) -> bool {
        self.read.max(self.safe) >= visible.forgotten && self.read < visible.below
    }
}

impl Asking {
    /// What has changed for the caller.
    pub fn answer(&self, conn: &mut Conn, caller: &Caller) -> Result<Pulled, Error> {
        let most = self.limit()?;
        let list = format!("sync {}", caller.person);
        let seen = self.filter.cursor.as_deref().map(|cursor| self.secrets.position(&list, cursor)).transpose()?.map(read_back);
        let held = buckets_of(conn, caller, self.now)?;
        let scope = scope_change(seen.as_ref(), &held);
        let visible = order::visible(conn)?;
        let (mut cursors, reset) = self.starts(seen.as_ref(), &held, &scope, visible);
        let name = |bucket: &Bucket| if *bucket == Bucket::me() { feed::of_person(caller.person) } else { bucket.to_string() };
        let asked: Vec<(String, i64)> = cursors.iter().map(|(bucket, place)| (name(bucket), place.read)).collect();
        let (rows, more) = feed::since(conn, &asked, visible.below, most)?;
        if let Some(last) = rows.last().map(|row| row.seq) {
            cursors.values_mut().for_each(|place| place.read = last.max(place.read));
        }
        let reader = Reader { caller, held: &held, addresses: &self.addresses, secrets: &self.secrets, now: self.now };
        let mut of_bucket: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (bucket, change) in reader.changes(conn, rows)? {
            of_bucket.entry(bucket).or_default().push(change);
        }
        let news = held.iter().filter_map(|bucket| {
            let (changes, reset) = (of_bucket.remove(&name(bucket)).unwrap_or_default(), reset.contains(bucket));
            (reset || !changes.is_empty()).then(|| BucketNews { bucket: bucket.clone(), reset, changes })
        });
        let buckets = news.collect();
        let digests = if self.filter.digest == Some(true) && !more { digests(conn, &cursors, &name)? } else { Vec::new() };
        Ok(Pulled { cursor: self.secrets.cursor(&list, &written(&cursors)), more, scope, buckets, digests, server_time: self.now })
    }

    fn limit(&self) -> Result<usize, Error> {
        match self.filter.limit.unwrap_or(DEFAULT_LIMIT) {
            limit @ 1..=MOST => Ok(limit.into()),
            _ => Err(Error::invalid("?limit", "out_of_range", say!("limit 应在 1 到 {MOST} 之间", "limit must lie between 1 and {MOST}"))),
        }
    }

    /// Where each bucket is read from, and which of them from their beginning.
    fn starts(
        &self,
        seen: Option<&Cursors>,
        held: &BTreeSet<Bucket>,
        scope: &Option<ScopeChange>,
        visible: Visible,
    ) -> (Cursors, BTreeSet<Bucket>) {
        let lost_any = scope.as_ref().is_some_and(|scope| !scope.lost.is_empty());
        let mut reset = BTreeSet::new();
        let start = |bucket: &Bucket| {
            let known = seen.and_then(|seen| seen.get(bucket).copied());
            let anew = known.is_none_or(|place| !place.is_good(visible))
                || self.filter.afresh.as_ref() == Some(bucket)
                // What came with a bucket that is lost has to come with the caller's own from now on.
                || (lost_any && *bucket == Bucket::me());
            if anew {
                reset.insert(bucket.clone());
            }
            (bucket.clone(), known.filter(|_| !anew).unwrap_or(Place { read: 0, safe: visible.forgotten }))
        };
        let cursors = held.iter().map(start).collect();
        (cursors, reset)
    }
}

/// The buckets somebody holds today.
fn buckets_of(conn: &mut Conn, caller: &Caller, now: Moment) -> Result<BTreeSet<Bucket>, Error> {
    let mut held = BTreeSet::from([Bucket::me(), Bucket::config()]);
    for duty in caller.duties.iter().filter(|duty| may::carries_cases_of(duty)) {
        for grid in &grids::rows::of_area(conn, &duty.area, &now.day())? {
            held.insert(Bucket::grid(grid));
            if may::sees_restricted_of(duty) {
                held.insert(Bucket::restricted(grid));
            }
        }
    }
    Ok(held)
}

fn scope_change(seen: Option<&Cursors>, held: &BTreeSet<Bucket>) -> Option<ScopeChange> {
    let before: BTreeSet<Bucket> = seen.into_iter().flat_map(Cursors::keys).cloned().collect();
    let of = |difference: Vec<&Bucket>| difference.into_iter().cloned().collect::<Vec<_>>();
    let (gained, lost) = (of(held.difference(&before).collect()), of(before.difference(held).collect()));
    (!gained.is_empty() || !lost.is_empty()).then(|| ScopeChange { held: held.iter().cloned().collect(), gained, lost })
}

/// The digests of the buckets that the caller has read to their ends.
fn digests(conn: &mut Conn, cursors: &Cursors, name: &impl Fn(&Bucket) -> String) -> Result<Vec<BucketDigest>, Error> {
    let mut digests = Vec::new();
    for (bucket, place) in cursors {
        let Some(records) = feed::whole(conn, &name(bucket), place.read)? else { continue };
        let mut digest = Digest::default();
        records.iter().for_each(|(kind, id, rev)| digest.add(kind, id, *rev));
        digests.push(BucketDigest { bucket: bucket.clone(), count: digest.count, sum: digest.sum() });
    }
    Ok(digests)
}
