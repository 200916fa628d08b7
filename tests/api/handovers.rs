//! Work that comes in a file, because its phone cannot send: done once, in its owner's name.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use backend::schema::{changes, client_ops, reports};
use diesel::prelude::*;
use shared::cases::{Move, NewTransition};
use shared::photos::PhotoKind;
use shared::problem::Code;
use shared::reports::{NewReport, ReportId, find_report};
use shared::sync::handover::{HandedOver, Handover, hand_over};
use shared::sync::ops::{AboutCase, CaseMove, Op, Outcome, Push};
use shared::sync::outbox::Work;
use shared::sync::push;

use crate::devices::filing;
use crate::phone::{Of, Phone, photo, snapshot};
use crate::reports::new_report;
use crate::world::{Person, World};

/// A phone with a report, its photo, and a move that waits for a photo of its own; nothing of it is sent.
async fn laden(world: &World, owner: &Person) -> (Phone, ReportId) {
    let (phone, id) = (Phone::of(world, owner), ReportId::new());
    let scene = photo(Of::Report(id), PhotoKind::Scene, snapshot(1));
    phone.does(Work::file_report(id, &NewReport { photo_count: 1, ..new_report("0602") }, vec![scene])).await;
    let after = photo(Of::Report(id), PhotoKind::After, snapshot(2));
    let about = AboutCase { case: None, report: Some(id) };
    let transition = NewTransition { reason: "已修好".parse().ok(), ..NewTransition::plain(Move::SelfHandle) };
    let wanted = CaseMove { about, version: None, transition, photos: vec![after.upload.id] };
    phone.does(Work::move_case(&wanted, vec![after])).await;
    (phone, id)
}

async fn export(phone: &Phone) -> Vec<u8> {
    let exported = phone.engine.export(phone.owner.id, phone.device, phone.now()).await.expect("a file");
    assert_eq!(exported.left_out, 0);
    exported.file
}

fn outcomes(done: &HandedOver) -> Vec<Outcome> {
    done.ops.iter().map(|result| result.outcome).collect()
}

async fn counted(world: &World) -> (i64, i64) {
    world.write(|conn| Ok((reports::table.count().get_result(conn)?, client_ops::table.count().get_result(conn)?))).await
}

#[actix_web::test]
async fn what_was_exported_and_then_sent_as_well_is_done_once() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let (phone, report) = laden(&world, &lin).await;
    let file = export(&phone).await;
    let done = office.sends(hand_over(file.clone())).await;
    assert_eq!((outcomes(&done), done.person.id, done.device), (vec![Outcome::Applied; 2], lin.id, phone.device));
    assert!(done.photos.len() == 2 && done.photos.iter().all(|photo| photo.done), "{:?}", done.photos);
    assert!(done.ops.iter().all(|result| result.receipt.as_ref().is_some_and(|receipt| receipt.person == lin.id)));
    assert_eq!(lin.sends(find_report(report)).await.photos.len(), 1);

    // The same file once more, and then the phone finds a line.
    let again = office.sends(hand_over(file)).await;
    assert_eq!(outcomes(&again), vec![Outcome::Duplicate; 2]);
    assert!(again.photos.iter().all(|photo| photo.done));
    phone.settles().await;
    assert!(phone.engine.unsent().await.expect("a store").is_empty());
    assert!(phone.engine.uploads().await.expect("a store").is_empty());
    assert_eq!(counted(&world).await, (1, 2));
    assert_eq!(lin.sends(find_report(report)).await.photos.len(), 1);
    let brought: Vec<Option<shared::staffing::PersonId>> =
        world.write(|conn| Ok(changes::table.filter(changes::noun.eq("handover")).select(changes::by_person).load(conn)?)).await;
    assert_eq!(brought, [Some(office.id); 2], "who brought it is written down");
}

#[actix_web::test]
async fn a_damaged_file_changes_nothing() {
    let world = World::new().await;
    let (lin, office) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let (phone, _) = laden(&world, &lin).await;
    let file = export(&phone).await;
    let mut damaged = file.clone();
    damaged[file.len() / 2] ^= 1;
    let stranger = Handover { person: shared::staffing::PersonId::new(), ..Handover::read(&file).expect("a file") }.write().expect("JSON");
    for (wrong, why) in [(&damaged[..], "损坏"), (&file[..file.len() - 9], "损坏"), (b"{}", "不是"), (&stranger, "不在本系统")] {
        let problem = office.fails(hand_over(wrong.to_vec()), Code::FileUnreadable).await;
        assert!(problem.detail.contains(why), "{problem:?}");
    }
    let json =
        TestRequest::post().uri("/api/v1/sync/handovers").insert_header((CONTENT_TYPE, "application/json")).set_payload(file.clone());
    assert_eq!(office.asks(json).await.problem().code, Code::UnsupportedMediaType);
    lin.fails(hand_over(file), Code::Forbidden).await;
    assert_eq!(counted(&world).await, (0, 0));
}

#[actix_web::test]
async fn nobody_elses_work_comes_in_under_another_name() {
    let world = World::new().await;
    let (lin, xu, office) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.assessor("郑敏").await);
    let (phone, id) = (Phone::of(&world, &lin), ReportId::new());
    let xus = filing(id, phone.now());
    xu.sends(push(&Push { device: phone.device, ops: vec![xus.clone()] })).await;
    // Somebody has put another person's operation into the file, and one that only that person may do.
    let foreign = Op { id: shared::sync::ops::OpId::new(), ..xus.clone() };
    let handover = Handover { person: lin.id, device: phone.device, made_at: phone.now(), ops: vec![xus, foreign], photos: Vec::new() };
    let done = office.sends(hand_over(handover.write().expect("JSON"))).await;
    assert_eq!(outcomes(&done)[0], Outcome::Rejected);
    assert_eq!(done.ops[0].problem.as_ref().map(|problem| problem.code), Some(Code::IdempotencyKeyReused));
    assert!(!done.ops[1].outcome.is_done(), "{:?}", done.ops[1]);
    assert_eq!(counted(&world).await.0, 1);
}
