use serde_json::{Map, Value, json};

use crate::sync::backoff::wait_ms;
use crate::sync::digest::Digest;
use crate::sync::merging::merge;
use crate::sync::ops::{OpKind, Together};
use crate::sync::pulling::Bucket;

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[test]
fn two_who_change_different_members_both_have_their_way() {
    let base = object(json!({ "phone": "1", "name": "林", "note": null }));
    let theirs = object(json!({ "phone": "2", "name": "林", "note": null }));
    let mine = object(json!({ "phone": "1", "name": "林", "note": "搬走了" }));
    let merged = merge(&base, &theirs, &mine);
    assert_eq!(merged.value, object(json!({ "phone": "2", "name": "林", "note": "搬走了" })));
    assert_eq!((merged.parallel, merged.clashes.len()), (true, 0));
}

#[test]
fn of_two_who_change_the_same_member_the_later_holds_and_both_are_told() {
    let base = object(json!({ "phone": "1" }));
    let merged = merge(&base, &object(json!({ "phone": "2" })), &object(json!({ "phone": "3" })));
    assert_eq!(merged.value, object(json!({ "phone": "3" })));
    assert_eq!((merged.clashes[0].theirs.clone(), merged.clashes[0].mine.clone()), (json!("2"), json!("3")));
    let same = merge(&base, &object(json!({ "phone": "2" })), &object(json!({ "phone": "2" })));
    assert_eq!((same.parallel, same.clashes.len()), (false, 0), "both said the same");
    let alone = merge(&base, &base, &object(json!({ "phone": "3" })));
    assert_eq!((alone.parallel, alone.clashes.len()), (false, 0));
}

#[test]
fn waits_grow_to_five_minutes_and_lots_make_them_differ() {
    let waits: Vec<i64> = (1..12).map(|failures| wait_ms(failures, 0.0) / 1000).collect();
    assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    assert_eq!((wait_ms(3, 1.0), wait_ms(3, 0.5), wait_ms(u32::MAX, 7.0)), (4000, 6000, 150_000));
}

#[test]
fn a_digest_does_not_depend_on_the_order_and_depends_on_all_else() {
    let of = |records: &[(&str, i64)]| {
        let mut digest = Digest::default();
        records.iter().for_each(|(id, rev)| digest.add("case", id, *rev));
        digest
    };
    assert_eq!(of(&[("a", 1), ("b", 2)]), of(&[("b", 2), ("a", 1)]));
    assert_ne!(of(&[("a", 1), ("b", 2)]), of(&[("a", 2), ("b", 1)]));
    assert_ne!(of(&[("a", 1)]), of(&[("a", 1), ("b", 2)]));
    // Written down once: a phone of today and a server of next year have to agree.
    assert_eq!((of(&[]).sum(), of(&[("0192", 7)]).sum()), ("0000000000000000".into(), "34dfcde7dbbc124d".into()));
}

#[test]
fn a_bucket_is_one_of_four_kinds() {
    for good in ["config", "me", "grid:330881003207001", "restricted:330881003207001"] {
        assert!(good.parse::<Bucket>().is_ok(), "{good}");
    }
    for bad in ["", "all", "grid:", "grid:330881003207", "me:1", "village:330881003207001"] {
        assert!(bad.parse::<Bucket>().is_err(), "{bad}");
    }
}

#[test]
fn only_moves_are_decided_by_the_server() {
    let decided: Vec<_> = OpKind::ALL.iter().filter(|kind| kind.together() == Together::Decides).collect();
    assert_eq!(decided, [&OpKind::MoveCase, &OpKind::Mediate, &OpKind::HandOverProperty]);
}
