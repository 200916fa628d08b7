use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::sync::digest::Digest;
use crate::sync::engine::Trouble;
use crate::sync::outbox::case_key;
use crate::sync::pulling::{Bucket, BucketDigest, BucketNews, PullFilter, Pulled, RecordChange, ScopeChange};
use crate::sync::records::PullHeard;
use crate::sync::store::Shelf;

const GRID: &str = "grid:330881003207001";

fn bucket(name: &str) -> Result<Bucket, Fault> {
    Ok(name.parse()?)
}

fn put(case: CaseId, rev: i64, words: &str) -> RecordChange {
    RecordChange { kind: "case".into(), id: case.to_string(), rev, gone: false, body: Some(json!({ "summary": words })) }
}

fn gone(case: CaseId, rev: i64) -> RecordChange {
    RecordChange { kind: "case".into(), id: case.to_string(), rev, gone: true, body: None }
}

fn news(name: &str, reset: bool, changes: Vec<RecordChange>) -> Result<BucketNews, Fault> {
    Ok(BucketNews { bucket: bucket(name)?, reset, changes })
}

fn pulled(cursor: &str, buckets: Vec<BucketNews>) -> Pulled {
    Pulled { cursor: cursor.into(), more: false, scope: None, buckets, digests: Vec::new(), server_time: NOON }
}

/// What the phone holds: cases by what they say.
fn held(phone: &Engine<Memory>) -> BTreeMap<String, String> {
    let records = phone.store().all(Shelf::Records).into_iter();
    records.map(|(key, record)| (key, record["body"]["summary"].as_str().unwrap_or("-").to_owned())).collect()
}

fn takes(phone: &Engine<Memory>, pulled: &Pulled) -> Result<PullFilter, Fault> {
    let asked = now(phone.next_pull(None, NOON))?.ok_or("the line is busy")?;
    let heard = now(phone.heard_pull(&asked, &answer(200, pulled), NOON, 0.0))?;
    assert!(matches!(heard, PullHeard::Taken { .. }), "{heard:?}");
    Ok(asked)
}

#[test]
fn the_cursor_is_kept_with_what_came_or_not_at_all() -> Result<(), Fault> {
    let (phone, _) = phone();
    let case = CaseId::new();
    let asked = takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(case, 1, "一")])?]))?;
    assert_eq!(asked.cursor, None);
    let next = now(phone.next_pull(None, NOON))?.ok_or("busy")?;
    assert_eq!(next.cursor.as_deref(), Some("c1"));
    phone.store().set_full(true);
    let page = answer(200, &pulled("c2", vec![news(GRID, false, vec![put(case, 2, "二")])?]));
    assert!(now(phone.heard_pull(&next, &page, NOON, 0.0)).is_err());
    phone.store().set_full(false);
    assert_eq!(held(&phone)[&case_key(case)], "一");
    now(phone.heard_pull(&next, &page, NOON, 0.0))?;
    assert_eq!(held(&phone)[&case_key(case)], "二");
    // The same page once more, as by a second tab: too late.
    assert_eq!(now(phone.heard_pull(&next, &page, NOON, 0.0))?, PullHeard::Late);
    Ok(())
}

#[test]
fn a_record_leaves_with_the_last_bucket_that_held_it() -> Result<(), Fault> {
    let (phone, _) = phone();
    let case = CaseId::new();
    let no_body = RecordChange { body: None, ..put(case, 5, "") };
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(case, 5, "一")])?, news("me", true, vec![no_body])?]))?;
    takes(&phone, &pulled("c2", vec![news(GRID, false, vec![gone(case, 6)])?]))?;
    assert_eq!(held(&phone).len(), 1, "it is the owner's own still");
    takes(&phone, &pulled("c3", vec![news("me", false, vec![gone(case, 7)])?]))?;
    assert_eq!(held(&phone).len(), 0);
    assert_eq!(phone.store().all(Shelf::Deletions)[0].1["reason"], "left");
    Ok(())
}

#[test]
fn a_lost_grid_leaves_and_unsent_work_stays_with_what_it_is_about() -> Result<(), Fault> {
    let (phone, device) = phone();
    let (case, other) = (CaseId::new(), CaseId::new());
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(case, 1, "一"), put(other, 2, "二")])?]))?;
    let op = now(phone.save(remark(case, "已到现场")?, NOON))?;
    let scope = ScopeChange { held: vec![Bucket::me(), Bucket::config()], gained: vec![], lost: vec![bucket(GRID)?] };
    takes(&phone, &Pulled { scope: Some(scope), ..pulled("c2", vec![]) })?;
    assert_eq!(held(&phone).into_keys().collect::<Vec<_>>(), [case_key(case)]);
    let view = now(phone.view(&case_key(case)))?.ok_or("it is gone")?;
    assert_eq!((view.record.parting, view.unsent[0].id), (true, op));
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Applied], NOON), NOON, 0.0))?;
    assert_eq!(held(&phone).len(), 0, "sent, and so it leaves");
    Ok(())
}

#[test]
fn an_answer_that_takes_everything_away_is_not_believed() -> Result<(), Fault> {
    let (phone, _) = phone();
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(CaseId::new(), 1, "一")])?]))?;
    for held_now in [vec![], vec![Bucket::me()], vec![Bucket::me(), Bucket::config(), bucket(GRID)?]] {
        let asked = now(phone.next_pull(None, later(9000)))?.ok_or("busy")?;
        let scope = ScopeChange { held: held_now, gained: vec![], lost: vec![bucket(GRID)?] };
        let heard = answer(200, &Pulled { scope: Some(scope), ..pulled("c2", vec![]) });
        assert!(matches!(now(phone.heard_pull(&asked, &heard, NOON, 0.0))?, PullHeard::Trouble(_)));
        now(phone.wake())?;
    }
    assert_eq!(held(&phone).len(), 1);
    Ok(())
}

#[test]
fn a_bucket_is_fetched_anew_in_its_place() -> Result<(), Fault> {
    let (phone, _) = phone();
    let (kept, lost, new) = (CaseId::new(), CaseId::new(), CaseId::new());
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(kept, 1, "一"), put(lost, 2, "二")])?]))?;
    let first = Pulled { more: true, ..pulled("c2", vec![news(GRID, true, vec![put(kept, 1, "一")])?]) };
    takes(&phone, &first)?;
    assert_eq!(held(&phone).len(), 2, "nothing flickers while it comes");
    takes(&phone, &pulled("c3", vec![news(GRID, false, vec![put(new, 9, "九")])?]))?;
    assert_eq!(held(&phone).into_keys().collect::<Vec<_>>(), {
        let mut keys = vec![case_key(kept), case_key(new)];
        keys.sort();
        keys
    });
    Ok(())
}

#[test]
fn once_a_day_the_digests_are_compared_and_what_differs_is_fetched_anew() -> Result<(), Fault> {
    let (phone, _) = phone();
    let case = CaseId::new();
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(case, 1, "一")])?]))?;
    let asked = now(phone.next_pull(None, NOON))?.ok_or("busy")?;
    assert_eq!((asked.digest, asked.afresh), (Some(true), None));
    let mut digest = Digest::default();
    digest.add("case", &case.to_string(), 1);
    let of = |digest: Digest| Ok::<_, Fault>(BucketDigest { bucket: bucket(GRID)?, count: digest.count, sum: digest.sum() });
    takes(&phone, &Pulled { digests: vec![of(digest)?], ..pulled("c2", vec![]) })?;
    let asked = now(phone.next_pull(None, later(86_399)))?.ok_or("busy")?;
    assert_eq!((asked.digest, asked.afresh), (None, None), "the same, and not before tomorrow");
    digest.add("case", &CaseId::new().to_string(), 2);
    takes(&phone, &Pulled { digests: vec![of(digest)?], ..pulled("c3", vec![]) })?;
    let asked = now(phone.next_pull(None, NOON))?.ok_or("busy")?;
    assert_eq!(asked.afresh, Some(bucket(GRID)?));
    Ok(())
}

#[test]
fn a_cursor_the_server_does_not_know_loses_nothing() -> Result<(), Fault> {
    let (phone, _) = phone();
    takes(&phone, &pulled("c1", vec![news(GRID, true, vec![put(CaseId::new(), 1, "一")])?]))?;
    let asked = now(phone.next_pull(None, NOON))?.ok_or("busy")?;
    let heard = answer(400, &problem(Code::InvalidCursor, 400));
    assert_eq!(now(phone.heard_pull(&asked, &heard, NOON, 0.0))?, PullHeard::Anew);
    assert_eq!(now(phone.next_pull(None, NOON))?.ok_or("busy")?.cursor, None);
    assert_eq!(held(&phone).len(), 1);
    Ok(())
}

#[test]
fn an_app_that_is_too_old_goes_on_sending() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "路灯不亮")?, NOON))?;
    let asked = now(phone.next_pull(None, NOON))?.ok_or("nothing to ask")?;
    assert_eq!(asked.unsent, Some(1));
    let heard = answer(426, &problem(Code::AppTooOld, 426));
    assert_eq!(now(phone.heard_pull(&asked, &heard, NOON, 0.0))?, PullHeard::Trouble(Trouble::Refused));
    assert!(now(phone.next_push(device, NOON))?.is_some(), "nothing waits");
    Ok(())
}
