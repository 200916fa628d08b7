use super::*;
use crate::cases::{Move, NewTransition};
use crate::photos::PhotoKind;
use crate::reports::{NewReport, ReportId};
use crate::sync::engine::Trouble;
use crate::sync::ops::{AboutCase, CaseMove};
use crate::sync::outbox::NewPhoto;
use crate::sync::uploading::{SMALL_PIECE, UploadHeard, UploadStep};
use crate::sync::uploads::{NewUpload, Upload, UploadId, UploadState};

const SIZE: usize = SMALL_PIECE * 2 + 10;

fn photo(report: ReportId, size: usize) -> Result<NewPhoto, Fault> {
    let upload = NewUpload {
        id: UploadId::new(),
        report: Some(report),
        case: None,
        kind: PhotoKind::Scene,
        bytes: i64::try_from(size).unwrap_or(i64::MAX),
        sha256: "0".repeat(64).parse()?,
        captured_at: None,
        keep_place: false,
    };
    Ok(NewPhoto { upload, content: vec![7; size] })
}

fn report() -> Result<NewReport, Fault> {
    Ok(serde_json::from_value(serde_json::json!({ "category": "0602", "text": "路灯不亮", "grid": "330881003207001", "photo_count": 2 }))?)
}

/// A phone whose report the server has, with files on the way.
fn sent(sizes: &[usize]) -> Result<Engine<Memory>, Fault> {
    let (phone, device) = phone();
    let id = ReportId::new();
    let photos = sizes.iter().map(|size| photo(id, *size)).collect::<Result<_, _>>()?;
    now(phone.save(Work::file_report(id, &report()?, photos), NOON))?;
    assert_eq!(now(phone.next_upload(NOON))?, None, "photos wait for their report");
    let push = now(phone.next_push(device, NOON))?.ok_or("nothing to send")?;
    now(phone.heard_push(&push, &settled(&push, &[Outcome::Applied], NOON), NOON, 0.0))?;
    Ok(phone)
}

fn has(id: UploadId, offset: usize, state: UploadState) -> Heard {
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    answer(200, &Upload { id, state, offset, bytes: i64::try_from(SIZE).unwrap_or(i64::MAX), photo: None })
}

fn hears(phone: &Engine<Memory>, step: &UploadStep, heard: &Heard, at: Moment) -> Result<UploadHeard, Fault> {
    Ok(now(phone.heard_upload(step, heard, at, 0.0))?)
}

fn next(phone: &Engine<Memory>, at: Moment) -> Result<UploadStep, Fault> {
    Ok(now(phone.next_upload(at))?.ok_or("nothing to send")?)
}

#[test]
fn the_smallest_goes_first_and_whole() -> Result<(), Fault> {
    let phone = sent(&[SIZE, 20])?;
    let step = next(&phone, NOON)?;
    let UploadStep::Announce(new) = &step else { return Err("not announced".into()) };
    assert_eq!(new.bytes, 20);
    assert_eq!(hears(&phone, &step, &has(new.id, 0, UploadState::Open), NOON)?, UploadHeard::GoesOn);
    let step = next(&phone, NOON)?;
    assert!(matches!(&step, UploadStep::Piece { offset: 0, piece, .. } if piece.len() == 20), "{step:?}");
    assert_eq!(hears(&phone, &step, &has(new.id, 20, UploadState::Done), NOON)?, UploadHeard::Done);
    assert_eq!((now(phone.uploads())?.len(), phone.store().files()), (1, 1));
    Ok(())
}

#[test]
fn after_a_break_it_goes_on_in_pieces_from_where_the_server_is() -> Result<(), Fault> {
    let phone = sent(&[SIZE])?;
    let step = next(&phone, NOON)?;
    let id = step.id();
    hears(&phone, &step, &has(id, 0, UploadState::Open), NOON)?;
    let step = next(&phone, NOON)?;
    assert_eq!(hears(&phone, &step, &Heard::Nothing, NOON)?, UploadHeard::Trouble(Trouble::NoLine));
    let step = next(&phone, later(10))?;
    assert_eq!(step, UploadStep::Ask(id));
    hears(&phone, &step, &has(id, 1000, UploadState::Open), later(10))?;
    let mut at = 1000;
    while at < SIZE {
        let step = next(&phone, later(20))?;
        let UploadStep::Piece { offset, piece, .. } = &step else { return Err("no piece".into()) };
        assert!(usize::try_from(*offset)? == at && piece.len() <= SMALL_PIECE);
        at += piece.len();
        let heard = Answered { status: 204, upload_offset: Some(i64::try_from(at)?), ..Answered::default() };
        let heard = if at < SIZE { Heard::Answer(heard) } else { has(id, at, UploadState::Done) };
        hears(&phone, &step, &heard, later(20))?;
    }
    assert!(now(phone.uploads())?.is_empty());
    Ok(())
}

#[test]
fn a_file_the_server_will_not_have_stays_with_the_reason() -> Result<(), Fault> {
    let phone = sent(&[20])?;
    let step = next(&phone, NOON)?;
    let id = step.id();
    hears(&phone, &step, &has(id, 0, UploadState::Open), NOON)?;
    let step = next(&phone, NOON)?;
    let heard = answer(422, &problem(Code::PhotoUnreadable, 422));
    assert_eq!(hears(&phone, &step, &heard, NOON)?, UploadHeard::Refused);
    assert_eq!(now(phone.next_upload(later(9)))?, None);
    assert_eq!(now(phone.uploads())?[0].problem.as_ref().map(|problem| problem.code), Some(Code::PhotoUnreadable));
    now(phone.retry_upload(id))?;
    assert!(matches!(next(&phone, later(9))?, UploadStep::Announce(_)));
    Ok(())
}

#[test]
fn what_the_server_has_forgotten_is_announced_again_and_what_is_out_of_step_is_asked_for() -> Result<(), Fault> {
    let phone = sent(&[20])?;
    let step = next(&phone, NOON)?;
    let id = step.id();
    hears(&phone, &step, &has(id, 0, UploadState::Open), NOON)?;
    let step = next(&phone, NOON)?;
    hears(&phone, &step, &answer(409, &problem(Code::Conflict, 409)), NOON)?;
    let step = next(&phone, NOON)?;
    assert_eq!(step, UploadStep::Ask(id));
    hears(&phone, &step, &answer(404, &problem(Code::NotFound, 404)), NOON)?;
    assert!(matches!(next(&phone, NOON)?, UploadStep::Announce(_)));
    Ok(())
}

#[test]
fn a_move_goes_after_its_photos_and_holds_up_nothing_else() -> Result<(), Fault> {
    let (phone, device) = phone();
    let (case, other) = (CaseId::new(), CaseId::new());
    let of_work = NewPhoto {
        upload: NewUpload { report: None, case: Some(case), ..photo(ReportId::new(), 20)?.upload },
        ..photo(ReportId::new(), 20)?
    };
    let id = of_work.upload.id;
    let about = AboutCase { case: Some(case), report: None };
    let wanted = CaseMove { about, version: Some(1), transition: NewTransition::plain(Move::Complete), photos: vec![id] };
    let moved = now(phone.save(Work::move_case(&wanted, vec![of_work]), NOON))?;
    let later_of_same = now(phone.save(remark(case, "一")?, NOON))?;
    let of_other = now(phone.save(remark(other, "二")?, NOON))?;
    let sends = |at| -> Result<Vec<OpId>, Fault> {
        let push = now(phone.next_push(device, at))?.ok_or("nothing to send")?;
        now(phone.heard_push(&push, &settled(&push, &vec![Outcome::Applied; push.ops.len()], at), at, 0.0))?;
        Ok(push.ops.iter().map(|op| op.id).collect())
    };
    assert_eq!(sends(NOON)?, [of_other]);
    let step = next(&phone, NOON)?;
    hears(&phone, &step, &has(id, 0, UploadState::Open), NOON)?;
    let step = next(&phone, NOON)?;
    hears(&phone, &step, &has(id, 20, UploadState::Done), NOON)?;
    assert_eq!(sends(later(1))?, [moved, later_of_same]);
    Ok(())
}
