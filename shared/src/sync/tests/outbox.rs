use serde_json::{Map, json};

use super::*;
use crate::sync::engine::Trouble;
use crate::sync::outbox::EntryState;
use crate::sync::store::{Durability, Shelf, Store, Write};
use crate::sync::{DEFERRED_DAYS, MOST_OPS};

fn ids(push: &Push) -> Vec<OpId> {
    push.ops.iter().map(|op| op.id).collect()
}

#[test]
fn what_could_not_be_saved_is_not_called_saved() -> Result<(), Fault> {
    let (phone, device) = phone();
    phone.store().set_full(true);
    assert_eq!(now(phone.save(remark(CaseId::new(), "路灯不亮")?, NOON)), Err(SyncFault::Store(Full)));
    phone.store().set_full(false);
    assert_eq!(now(phone.next_push(device, NOON))?, None);
    now(phone.save(remark(CaseId::new(), "路灯不亮")?, NOON))?;
    assert_eq!(phone.store().strict_commits(), 1);
    Ok(())
}

#[test]
fn a_lost_answer_is_followed_by_the_same_bytes() -> Result<(), Fault> {
    let (phone, device) = phone();
    let op = now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    now(phone.change(op, Map::new()))?;
    let first = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    assert_eq!(now(phone.next_push(device, later(60)))?, None, "one sender at a time");
    let settled = now(phone.heard_push(&first, &Heard::Nothing, later(61), 0.0))?;
    assert_eq!(settled.trouble, Some(Trouble::NoLine));
    assert_eq!(now(phone.next_push(device, later(62)))?, None, "it waits");
    assert_eq!(now(phone.next_push(device, later(64)))?.as_ref(), Some(&first));
    Ok(())
}

#[test]
fn what_was_sent_once_is_frozen() -> Result<(), Fault> {
    let (phone, device) = phone();
    let op = now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    now(phone.next_push(device, NOON))?;
    assert_eq!(now(phone.change(op, Map::new())), Err(SyncFault::Frozen));
    assert_eq!(now(phone.discard(op, NOON)), Err(SyncFault::Frozen));
    assert_eq!(now(phone.change(OpId::new(), Map::new())), Err(SyncFault::Unknown));
    // The app died while it was sending: after a while it is sent again.
    assert_eq!(now(phone.next_push(device, later(181)))?.map(|push| ids(&push)), Some(vec![op]));
    Ok(())
}

#[test]
fn who_knows_to_be_alone_does_not_wait_for_one_that_died() -> Result<(), Fault> {
    let (phone, device) = phone();
    let op = now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    now(phone.next_push(device, NOON))?;
    now(phone.wake())?;
    assert_eq!(now(phone.next_push(device, later(1)))?, None, "another window may be at it");
    now(phone.alone())?;
    assert_eq!(now(phone.next_push(device, later(1)))?.map(|push| ids(&push)), Some(vec![op]));
    Ok(())
}

#[test]
fn one_that_is_refused_does_not_hold_up_the_others() -> Result<(), Fault> {
    let (phone, device) = phone();
    let case = CaseId::new();
    for words in ["一", "二", "三"] {
        now(phone.save(remark(case, words)?, NOON))?;
    }
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let heard = settled(&push, &[Outcome::Applied, Outcome::Rejected, Outcome::Duplicate], NOON);
    let settled = now(phone.heard_push(&push, &heard, later(1), 0.0))?;
    assert_eq!((settled.done.len(), settled.quarantined.clone()), (2, vec![push.ops[1].id]));
    let left = now(phone.unsent())?;
    assert_eq!((left.len(), left[0].state, left[0].problem.is_some()), (1, EntryState::Quarantined, true));
    assert!(now(phone.sent(push.ops[0].id))?.is_some());
    assert_eq!(now(phone.next_push(device, later(9000)))?, None, "a person decides");

    now(phone.retry(push.ops[1].id))?;
    let again = now(phone.next_push(device, later(9000)))?.ok_or("nothing to send")?;
    assert_eq!(again.ops, push.ops[1..2]);
    let heard = super::settled(&again, &[Outcome::Conflict], NOON);
    now(phone.heard_push(&again, &heard, later(9001), 0.0))?;
    now(phone.discard(again.ops[0].id, later(9002)))?;
    assert!(now(phone.unsent())?.is_empty());
    assert_eq!(phone.store().all(Shelf::Deletions).len(), 1, "what was thrown away can be read");
    Ok(())
}

#[test]
fn what_waits_keeps_its_place_among_all_that_is_about_the_same() -> Result<(), Fault> {
    let (phone, device) = phone();
    let (case, other) = (CaseId::new(), CaseId::new());
    let first = now(phone.save(remark(case, "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let settled = now(phone.heard_push(&push, &settled(&push, &[Outcome::Deferred], NOON), NOON, 0.0))?;
    assert_eq!(settled.deferred, [first]);
    let second = now(phone.save(remark(case, "二")?, NOON))?;
    let third = now(phone.save(remark(other, "三")?, NOON))?;
    let push = now(phone.next_push(device, later(1)))?.ok_or("nothing to send")?;
    assert_eq!(ids(&push), [third], "the second waits for the first");
    now(phone.heard_push(&push, &super::settled(&push, &[Outcome::Applied], NOON), later(1), 0.0))?;
    let push = now(phone.next_push(device, later(10)))?.ok_or("nothing to send")?;
    assert_eq!(ids(&push), [first]);
    now(phone.heard_push(&push, &super::settled(&push, &[Outcome::Applied], NOON), later(10), 0.0))?;
    assert_eq!(now(phone.next_push(device, later(11)))?.map(|push| ids(&push)), Some(vec![second]));
    Ok(())
}

#[test]
fn nobody_waits_for_ever() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let mut at = NOON;
    loop {
        let push = now(phone.next_push(device, at))?.ok_or("nothing to send")?;
        let settled = now(phone.heard_push(&push, &settled(&push, &[Outcome::Deferred], at), at, 0.0))?;
        if !settled.quarantined.is_empty() {
            break;
        }
        at = at.plus_seconds(12 * 3600);
    }
    assert_eq!(at.seconds_since(NOON), DEFERRED_DAYS * 86_400);
    Ok(())
}

#[test]
fn a_page_to_sign_in_to_the_wireless_is_no_answer() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let page = Answered { status: 200, content_type: "text/html".into(), body: b"<html>".to_vec(), ..Answered::default() };
    let settled = now(phone.heard_push(&push, &Heard::Answer(page), NOON, 0.0))?;
    assert_eq!(settled.trouble, Some(Trouble::NotOurs));
    // Nor is an answer to something else.
    let push = now(phone.next_push(device, later(5)))?.ok_or("nothing to send")?;
    let other = answer(200, &Pushed { results: vec![result(OpId::new(), Outcome::Applied)], server_time: NOON });
    assert_eq!(now(phone.heard_push(&push, &other, later(5), 0.0))?.trouble, Some(Trouble::NotOurs));
    assert_eq!(now(phone.unsent())?.len(), 1);
    Ok(())
}

#[test]
fn who_has_to_sign_in_keeps_everything_and_goes_on_afterwards() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let heard = answer(401, &problem(Code::SessionEnded, 401));
    assert_eq!(now(phone.heard_push(&push, &heard, NOON, 0.0))?.trouble, Some(Trouble::SignIn));
    assert_eq!(now(phone.next_push(device, later(30 * 86_400)))?, None);
    now(phone.save(remark(CaseId::new(), "二")?, later(30 * 86_400)))?;
    now(phone.wake())?;
    assert_eq!(now(phone.next_push(device, later(30 * 86_400)))?.map(|push| push.ops.len()), Some(2));
    Ok(())
}

#[test]
fn a_busy_server_is_given_the_time_it_asks_for() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let Heard::Answer(busy) = answer(503, &problem(Code::Busy, 503)) else { return Err("no answer".into()) };
    let busy = Answered { retry_after: Some(77), ..busy };
    assert_eq!(now(phone.heard_push(&push, &Heard::Answer(busy), NOON, 0.0))?.trouble, Some(Trouble::Busy));
    assert_eq!(now(phone.next_push(device, later(76)))?, None);
    assert!(now(phone.next_push(device, later(77)))?.is_some());
    Ok(())
}

#[test]
fn a_push_that_is_refused_as_a_whole_is_halved_until_the_one_at_fault_stands_alone() -> Result<(), Fault> {
    let (phone, device) = phone();
    for n in 0..MOST_OPS + 3 {
        now(phone.save(remark(CaseId::new(), &format!("第 {n} 句"))?, NOON))?;
    }
    let poison = now(phone.unsent())?[7].op.id;
    let (mut at, mut quarantined) = (NOON, Vec::new());
    while let Some(push) = now(phone.next_push(device, at))? {
        let bad = push.ops.iter().any(|op| op.id == poison);
        let heard = if bad { answer(422, &problem(Code::Invalid, 422)) } else { settled(&push, &[Outcome::Applied; MOST_OPS], at) };
        quarantined.extend(now(phone.heard_push(&push, &heard, at, 0.0))?.quarantined);
        at = at.plus_seconds(400);
    }
    assert_eq!(quarantined, [poison]);
    assert_eq!(now(phone.unsent())?.len(), 1, "all others went through");
    Ok(())
}

#[test]
fn the_clock_of_the_server_is_remembered() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    assert_eq!(push.ops[0].clock_offset_ms.millis(), 0);
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Applied], later(120)), NOON, 0.0))?;
    now(phone.save(remark(CaseId::new(), "二")?, NOON))?;
    assert_eq!(now(phone.unsent())?[0].op.clock_offset_ms.millis(), 120_000);
    Ok(())
}

#[test]
fn a_clock_that_was_years_ahead_holds_nothing_up() -> Result<(), Fault> {
    let (phone, device) = phone();
    let years = 2 * 365 * 86_400;
    now(phone.save(remark(CaseId::new(), "一")?, later(years)))?;
    let push = now(phone.next_push(device, later(years)))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &Heard::Nothing, later(years), 0.0))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("it waits for two years")?;
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Deferred], NOON), later(years), 0.0))?;
    now(phone.wake())?;
    assert!(now(phone.next_push(device, NOON))?.is_some());
    Ok(())
}

/// The answer to a lost phone: the office keeps these operations.
fn lost(held: Vec<OpId>) -> Heard {
    answer(403, &Problem { held, wipe: true, ..problem(Code::DeviceLost, 403) })
}

#[test]
fn a_lost_phone_hands_in_everything_before_it_is_wiped() -> Result<(), Fault> {
    let (phone, device) = phone();
    let case = CaseId::new();
    for words in ["一", "二"] {
        now(phone.save(remark(case, words)?, NOON))?;
    }
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    // One was put aside before: it goes too, for nobody will be able to decide on it here.
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Rejected, Outcome::Deferred], NOON), NOON, 0.0))?;
    let asked = now(phone.next_pull(None, NOON))?.ok_or("nothing to ask")?;
    now(phone.heard_pull(&asked, &lost(Vec::new()), NOON, 0.0))?;
    assert_eq!((now(phone.next_pull(None, NOON))?, now(phone.next_upload(NOON))?), (None, None));
    assert!(!now(phone.may_wipe())?, "something is unsent");
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    assert_eq!(push.ops.len(), 2);
    now(phone.heard_push(&push, &Heard::Nothing, NOON, 0.0))?;
    assert!(!now(phone.may_wipe())?, "nobody knows whether the office has it");
    now(phone.wake())?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let told = now(phone.heard_push(&push, &lost(vec![push.ops[0].id]), NOON, 0.0))?;
    assert_eq!((told.trouble, now(phone.may_wipe())?), (Some(Trouble::Refused), false), "the office had no room for the second");
    let push = now(phone.next_push(device, later(60)))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &lost(ids(&push)), later(60), 0.0))?;
    assert!(now(phone.may_wipe())?);
    assert_eq!(phone.store().all(Shelf::Deletions).len(), 2, "what left is written down");
    Ok(())
}

#[test]
fn what_is_saved_says_when_the_server_was_last_heard() -> Result<(), Fault> {
    let (phone, device) = phone();
    let first = now(phone.save(remark(CaseId::new(), "一")?, NOON))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Applied], later(-5)), NOON, 0.0))?;
    // Somebody sets the phone's clock a day back.
    now(phone.save(remark(CaseId::new(), "二")?, later(-86_400)))?;
    let last = now(phone.unsent())?.pop().ok_or("nothing unsent")?;
    assert_eq!((push.ops[0].id, push.ops[0].last_heard_at, last.op.last_heard_at), (first, None, Some(later(-5))));
    Ok(())
}

#[test]
fn the_outbox_of_an_earlier_release_is_sent_as_it_is() -> Result<(), Fault> {
    let (phone, device) = phone();
    let (op, case) = (OpId::new(), CaseId::new());
    let body = json!({ "about": { "case": case }, "note": "钥匙在村委" });
    // As it was written before entries had files to wait for and operations told what was heard.
    let earlier = json!({
        "op": { "id": op, "kind": "remark_case", "captured_at": NOON, "clock_offset_ms": 0, "body": body }, "about": [format!("case/{case}")],
        "makes": null, "state": "ready", "attempts": 1, "first_attempt_at": NOON, "deferred_since": null, "next_at": null, "problem": null
    });
    let line = json!({ "failures": 2, "clock_offset_ms": 40, "last_contact": NOON });
    let writes = vec![
        Write::Append { shelf: Shelf::Outbox, value: earlier.to_string() },
        Write::Put { shelf: Shelf::Meta, key: "line".into(), value: line.to_string() },
    ];
    now(phone.store().commit(writes, Durability::Strict))?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    let sent = serde_json::from_slice::<serde_json::Value>(&serde_json::to_vec(&push.ops[0])?)?;
    assert_eq!(sent, earlier["op"], "frozen: the same members as the first time");
    Ok(())
}
