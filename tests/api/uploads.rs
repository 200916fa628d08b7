//! Photos in pieces: nothing that has arrived is sent again, and nothing damaged becomes a photo.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use shared::cases::{Move, NewTransition, find_case, move_case};
use shared::photos::PhotoKind;
use shared::problem::Code;
use shared::reports::find_report;
use shared::staffing::Duty;
use shared::sync::outbox::NewPhoto;
use shared::sync::uploads::{NewUpload, Upload, UploadId, UploadState, announce, find_upload};

use crate::phone::{Of, photo, piece_of, snapshot};
use crate::reports::filed_by;
use crate::world::{OTHER_GRID, Person, World};

async fn piece(who: &Person, id: UploadId, offset: usize, piece: &[u8]) -> crate::world::Reply {
    who.asks(piece_of(id, i64::try_from(offset).expect("small"), piece.to_vec())).await
}

#[actix_web::test]
async fn a_photo_goes_on_where_the_line_broke() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let report = filed_by(&lin).await.id;
    let NewPhoto { upload, content } = photo(Of::Report(report), PhotoKind::Scene, snapshot(1));
    let id = upload.id;
    let told = lin.sends(announce(&upload)).await;
    assert_eq!(told, Upload { id, state: UploadState::Open, offset: 0, bytes: upload.bytes, photo: None });
    let third = content.len() / 3;
    let reply = piece(&lin, id, 0, &content[..third]).await;
    assert_eq!((reply.status, reply.header("upload-offset")), (StatusCode::NO_CONTENT, Some(&*third.to_string())));
    assert_eq!(reply.header("tus-resumable"), Some("1.0.0"));

    // The answer was lost: the same piece again, then asking, as any tus client does.
    let reply = piece(&lin, id, 0, &content[..third]).await;
    assert_eq!((reply.status, reply.header("upload-offset")), (StatusCode::CONFLICT, Some(&*third.to_string())));
    let head = lin.asks(TestRequest::default().method(actix_web::http::Method::HEAD).uri(&format!("/api/v1/uploads/{id}"))).await;
    let headers = ["upload-offset", "upload-length", "cache-control"].map(|name| head.header(name).map(str::to_owned));
    assert_eq!(headers, [Some(third.to_string()), Some(content.len().to_string()), Some("no-store".into())]);
    assert_eq!(lin.sends(announce(&upload)).await.offset, i64::try_from(third).expect("small"), "announced twice is announced once");

    assert_eq!(piece(&lin, id, third, &content[third..2 * third]).await.status, StatusCode::NO_CONTENT);
    let reply = piece(&lin, id, 2 * third, &content[2 * third..]).await;
    let done: Upload = serde_json::from_slice(&reply.body).expect("an upload");
    assert_eq!((reply.status, done.state, done.offset), (StatusCode::OK, UploadState::Done, upload.bytes));
    let photos = lin.sends(find_report(report)).await.photos;
    assert_eq!(photos.iter().map(|photo| Some(photo.id)).collect::<Vec<_>>(), [done.photo]);
    // Once more, for that answer was lost too.
    assert_eq!(piece(&lin, id, 2 * third, &content[2 * third..]).await.status, StatusCode::OK);
    assert_eq!(lin.sends(find_upload(id)).await.photo, done.photo);
    assert_eq!(lin.sends(find_report(report)).await.photos.len(), 1);
}

#[actix_web::test]
async fn what_was_damaged_begins_anew_and_what_is_no_photo_is_refused() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let report = filed_by(&lin).await.id;
    let NewPhoto { upload, content } = photo(Of::Report(report), PhotoKind::Scene, snapshot(1));
    lin.sends(announce(&upload)).await;
    let mut damaged = content.clone();
    damaged[40] ^= 1;
    let half = content.len() / 2;
    piece(&lin, upload.id, 0, &damaged[..half]).await;
    let problem = piece(&lin, upload.id, half, &damaged[half..]).await.problem();
    assert_eq!((problem.code, &*problem.errors[0].code), (Code::Invalid, "checksum"));
    assert_eq!(lin.sends(find_upload(upload.id)).await.offset, 0);
    assert_eq!(piece(&lin, upload.id, 0, &content).await.status, StatusCode::OK);

    let NewPhoto { upload, content } = photo(Of::Report(report), PhotoKind::Scene, b"%PDF-1.7 no photo at all".to_vec());
    lin.sends(announce(&upload)).await;
    assert_eq!(piece(&lin, upload.id, 0, &content).await.problem().code, Code::UnsupportedMediaType);
    assert_eq!(lin.sends(find_upload(upload.id)).await.state, UploadState::Refused);
    assert_eq!(lin.sends(announce(&upload)).await.state, UploadState::Open, "who wants to try again may");
    assert_eq!(lin.sends(find_report(report)).await.photos.len(), 1);
}

#[actix_web::test]
async fn uploads_are_for_those_who_may_add_the_photo_and_their_own() {
    let world = World::new().await;
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, OTHER_GRID).await);
    let filed = filed_by(&lin).await;
    let scene = photo(Of::Report(filed.id), PhotoKind::Scene, snapshot(1)).upload;
    let after = photo(Of::Case(filed.case), PhotoKind::After, snapshot(2)).upload;
    stranger.fails(announce(&scene), Code::NotFound).await;
    stranger.fails(announce(&after), Code::NotFound).await;
    world.visitor().fails(announce(&scene), Code::SignInRequired).await;
    lin.sends(announce(&scene)).await;
    stranger.fails(find_upload(scene.id), Code::NotFound).await;
    stranger.fails(announce(&NewUpload { report: None, case: None, ..scene.clone() }), Code::Conflict).await;
    assert_eq!(piece(&stranger, scene.id, 0, b"x").await.status, StatusCode::NOT_FOUND);
    let fresh = |new: &NewUpload| NewUpload { id: UploadId::new(), ..new.clone() };
    for (new, pointer) in [
        (NewUpload { report: None, ..fresh(&scene) }, "/report"),
        (NewUpload { bytes: 11 * 1024 * 1024, ..fresh(&scene) }, "/bytes"),
        (NewUpload { kind: PhotoKind::Scene, ..fresh(&after) }, "/kind"),
    ] {
        assert_eq!(lin.fails(announce(&new), Code::Invalid).await.errors[0].pointer, pointer);
    }
    // A photo of the result, to the case of one's own report.
    let NewPhoto { upload, content } = photo(Of::Report(filed.id), PhotoKind::After, snapshot(3));
    lin.sends(announce(&upload)).await;
    piece(&lin, upload.id, 0, &content).await;
    assert_eq!(lin.sends(find_case(filed.case)).await.photos[0].kind, PhotoKind::After);
    let closed = NewTransition { reason: "重复".parse().ok(), ..NewTransition::plain(Move::Decline) };
    world.dispatcher("何青").await.sends(move_case(filed.case, &closed, 1)).await;
    lin.fails(announce(&fresh(&after)), Code::Conflict).await;
}

#[actix_web::test]
async fn a_piece_says_which_tongue_it_speaks_and_where_it_begins() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let NewPhoto { upload, content } = photo(Of::Report(filed_by(&lin).await.id), PhotoKind::Scene, snapshot(1));
    lin.sends(announce(&upload)).await;
    let request = || TestRequest::patch().uri(&format!("/api/v1/uploads/{}", upload.id)).set_payload(content.clone());
    let kind = ("content-type", "application/offset+octet-stream");
    let reply = lin.asks(request().insert_header(kind)).await;
    assert_eq!((reply.status, reply.header("tus-version")), (StatusCode::BAD_REQUEST, Some("1.0.0")));
    let reply =
        lin.asks(request().insert_header(kind).insert_header(("tus-resumable", "0.2.2")).insert_header(("upload-offset", "0"))).await;
    assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED);
    let tus = ("tus-resumable", "1.0.0");
    assert_eq!(lin.asks(request().insert_header(tus)).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(lin.asks(request().insert_header(tus).insert_header(kind)).await.status, StatusCode::BAD_REQUEST);
    let long = [&content[..], b"and more"].concat();
    assert_eq!(piece(&lin, upload.id, 0, &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
