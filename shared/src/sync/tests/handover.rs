use super::*;
use crate::staffing::PersonId;
use crate::sync::handover::{Exported, Handover, HandoverFault};
use crate::sync::ops::DeviceId;
use crate::sync::store::Shelf;

fn exported(phone: &Engine<Memory>, device: DeviceId) -> Result<Exported, Fault> {
    Ok(now(phone.export(PersonId::new(), device, NOON))?)
}

#[test]
fn all_that_is_unsent_is_exported_and_frozen() -> Result<(), Fault> {
    let (phone, device) = phone();
    let case = CaseId::new();
    let ops: Vec<OpId> =
        ["一", "二", "三"].iter().map(|words| Ok::<_, Fault>(now(phone.save(remark(case, words)?, NOON))?)).collect::<Result<_, _>>()?;
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Applied, Outcome::Rejected, Outcome::Deferred], NOON), NOON, 0.0))?;
    let last = now(phone.save(remark(case, "四")?, NOON))?;

    let Exported { file, ops: count, left_out, .. } = exported(&phone, device)?;
    let handover = Handover::read(&file)?;
    assert_eq!(handover.ops.iter().map(|op| op.id).collect::<Vec<_>>(), [ops[1], ops[2], last], "put aside, put off and new");
    assert_eq!((count, left_out, handover.device), (3, 0, device));
    assert_eq!(now(phone.unsent())?.len(), 3, "nothing leaves the phone before the server has it");
    assert_eq!(now(phone.change(last, serde_json::Map::new())), Err(SyncFault::Frozen));
    assert_eq!(exported(&phone, device)?.ops, 3);
    assert_eq!(phone.store().all(Shelf::Deletions).len(), 0);
    Ok(())
}

#[test]
fn a_file_is_read_whole_or_not_at_all() -> Result<(), Fault> {
    let (phone, device) = phone();
    now(phone.save(remark(CaseId::new(), "路灯不亮")?, NOON))?;
    let file = exported(&phone, device)?.file;
    assert!(Handover::read(&file).is_ok());
    assert!(Handover::read(&[&file[..], b"\r\n"].concat()).is_ok(), "some programs end a file with a line");
    let end = file.iter().position(|byte| *byte == b'\n').ok_or("no line")?;
    for at in (end + 1..file.len()).step_by(7) {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        assert_eq!(Handover::read(&damaged), Err(HandoverFault::Damaged), "byte {at}");
    }
    assert_eq!(Handover::read(&file[..file.len() - 1]), Err(HandoverFault::Damaged));
    let newer = [&b"{\"wangge_handover\":9,\"bytes\":1,\"sum\":\"\"}"[..], &file[end..]].concat();
    assert_eq!(Handover::read(&newer), Err(HandoverFault::Format(9)));
    for other in [&b""[..], b"{}", b"PK\x03\x04\n", &file[end + 1..]] {
        assert_eq!(Handover::read(other), Err(HandoverFault::NotOne));
    }
    let whole = Handover::read(&file)?;
    let op = whole.ops[0].clone();
    let twice = Handover { ops: vec![op.clone(), op.clone()], ..whole }.write()?;
    assert_eq!(Handover::read(&twice), Err(HandoverFault::Twice(op.id)));
    Ok(())
}
