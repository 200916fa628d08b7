//! Photos: good ones kept clean, bad ones refused with a reason.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use image::{ImageFormat, Rgb, RgbImage};
use shared::photos::{Photo, PhotoKind, add_case_photo, add_receipt_photo, add_report_photo};
use shared::problem::Code;
use shared::receipts::{Receipt, find_receipt};
use shared::reports::{FiledReport, find_report};
use shared::staffing::Duty;

use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, OTHER_GRID, Person, World};

/// A picture of stripes; another `seed` is another picture.
pub fn picture(width: u32, height: u32, seed: u8, format: ImageFormat) -> Vec<u8> {
    let stripes = RgbImage::from_fn(width, height, |x, y| Rgb([(x / 8 % 2 * 200) as u8, (y / 8 % 2 * 200) as u8, seed]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    stripes.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

pub fn jpeg(seed: u8) -> Vec<u8> {
    picture(64, 48, seed, ImageFormat::Jpeg)
}

/// Puts traces (Exif) into a JPEG: taken at 28.67 N, 118.60 E, the camera on its side.
fn with_traces(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"MM\0\x2a\0\0\0\x08".to_vec();
    // IFD0: orientation 6, GPS at offset 38.
    tiff.extend(b"\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    // GPS: N, latitude at 92, E, longitude at 116.
    tiff.extend(b"\0\x04\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x5c\0\x03\0\x02\0\0\0\x02E\0\0\0\0\x04\0\x05\0\0\0\x03\0\0\0\x74\0\0\0\0");
    for (number, parts) in [28_u32, 1, 67, 100, 0, 1].iter().zip(0..).chain([118_u32, 1, 60, 100, 0, 1].iter().zip(0..)) {
        // Degrees with their decimals in the first two of three parts: 28 + (0.67 * 60)/60.
        let value = if parts == 2 { number * 60 } else { *number };
        tiff.extend(value.to_be_bytes());
    }
    let mut segment = b"\xff\xe1".to_vec();
    segment.extend(u16::try_from(tiff.len() + 8).expect("short").to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

async fn sent(who: &Person, filed: &FiledReport, bytes: Vec<u8>) -> Photo {
    who.sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", bytes)).await
}

async fn receipt(world: &World, filed: &FiledReport) -> Receipt {
    world.visitor().sends(find_receipt(&filed.receipt)).await
}

#[actix_web::test]
async fn a_photo_is_kept_upright_and_small_and_without_traces() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let file = with_traces(&picture(2000, 1000, 1, ImageFormat::Jpeg));
    let photo = resident.sends(add_receipt_photo(&filed.receipt, true, "image/jpeg", file.clone())).await;
    assert_eq!((photo.kind, photo.width, photo.height), (PhotoKind::Scene, 800, 1600));
    let place = photo.taken_where.expect("a place");
    assert!((place.lat - 28.67).abs() < 1e-9 && (place.lon - 118.60).abs() < 1e-9, "{place:?}");
    for (url, side) in [(&photo.url, 1600), (&photo.thumbnail_url, 320)] {
        let reply = resident.opens(url).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, Some("image/jpeg")));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert!(reply.header("cache-control").is_some_and(|c| c.contains("immutable")));
        assert!(!reply.body.windows(4).any(|w| w == b"Exif"));
        let shown = image::load_from_memory_with_format(&reply.body, ImageFormat::Jpeg).expect("a JPEG");
        assert_eq!(shown.height(), side);
    }
    // Without consent the place is thrown away, whatever the file says.
    let other = with_traces(&picture(64, 48, 2, ImageFormat::Jpeg));
    assert_eq!(sent(&resident, &filed, other).await.taken_where, None);
}

#[actix_web::test]
async fn an_address_is_signed_and_cannot_be_made_up() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let photo = sent(&resident, &filed, jpeg(1)).await;
    let other = sent(&resident, &filed, jpeg(2)).await;
    let tag = photo.url.split("tag=").nth(1).expect("a tag");
    for made_up in [
        photo.url.replace("/large", "/thumbnail"),
        photo.url.replace(&photo.id.to_string(), &other.id.to_string()),
        photo.url.replace("until=", "until=9"),
        photo.url.replace(tag, "AAAAAAAAAAAAAAAAAAAAAA"),
        photo.url.replace("/large", "/huge"),
    ] {
        assert_eq!(resident.opens(&made_up).await.status, StatusCode::NOT_FOUND, "{made_up}");
    }
}

#[actix_web::test]
async fn a_photo_sent_twice_is_kept_once_and_nine_are_enough() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let first = sent(&resident, &filed, jpeg(0)).await;
    for seed in 1..9 {
        sent(&resident, &filed, jpeg(seed)).await;
    }
    let again = resident.tries(&add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(0))).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (StatusCode::CREATED, Some("true")));
    assert_eq!(serde_json::from_slice::<Photo>(&again.body).expect("a photo").id, first.id);
    let problem = resident.fails(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(9)), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "too_many_photos");
    assert_eq!(receipt(&world, &filed).await.photos.len(), 9);
}

#[actix_web::test]
async fn what_is_no_photo_is_refused_with_what_to_do() {
    let world = World::new().await;
    let resident = world.visitor();
    let filed = filed_by(&resident).await;
    let mut bomb = picture(8, 8, 0, ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let mut sum = flate2::Crc::new();
    sum.update(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    let whole = jpeg(3);
    let cases: [(&str, Vec<u8>, u16); 10] = [
        ("photo_empty", vec![], 422),
        ("photo_truncated", whole[..whole.len() / 2].to_vec(), 422),
        ("photo_too_many_pixels", bomb, 422),
        ("photo_broken", b"\x89PNG\r\n\x1a\nnonsense".to_vec(), 422),
        ("photo_program", b"MZ\x90\0 renamed to photo.jpg".to_vec(), 415),
        ("photo_heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), 415),
        ("photo_gif", b"GIF89a\x01\0\x01\0".to_vec(), 415),
        ("photo_pdf", b"%PDF-1.7".to_vec(), 415),
        ("photo_svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), 415),
        ("photo_unknown", b"just some words".to_vec(), 415),
    ];
    for (code, bytes, status) in cases {
        let reply = resident.tries(&add_receipt_photo(&filed.receipt, false, "image/jpeg", bytes)).await;
        let problem = reply.problem();
        assert_eq!((reply.status.as_u16(), problem.errors[0].code.as_str()), (status, code), "{problem:?}");
        assert!(problem.detail.chars().count() > 10, "it says what to do: {}", problem.detail);
    }
    let heavy = resident.tries(&add_receipt_photo(&filed.receipt, false, "image/jpeg", vec![0xff; 10 * 1024 * 1024 + 1])).await;
    assert_eq!(heavy.problem().code, Code::TooLarge);
    let wrapped = resident.tries(&add_receipt_photo(&filed.receipt, false, "application/json", b"{}".to_vec())).await;
    assert_eq!(wrapped.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(receipt(&world, &filed).await.photos, [], "nothing was kept");
}

#[actix_web::test]
async fn photos_belong_to_those_who_may_add_them() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let part_time = world.person("周小平", Duty::PartTime, GRID_1).await;
    let stranger = world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    let assessor = world.assessor("郑敏").await;
    let filed = filed_by(&lin).await;
    let own = |bytes| add_report_photo(filed.id, false, "image/jpeg", bytes);
    lin.sends(own(jpeg(1))).await;
    part_time.fails(own(jpeg(2)), Code::Forbidden).await;
    stranger.fails(own(jpeg(2)), Code::NotFound).await;
    world.visitor().fails(own(jpeg(2)), Code::SignInRequired).await;
    assert_eq!(lin.sends(find_report(filed.id)).await.photos.len(), 1);

    let of_case = |kind| add_case_photo(filed.case, kind, "image/jpeg", jpeg(3));
    part_time.sends(of_case(PhotoKind::Before)).await;
    assessor.fails(of_case(PhotoKind::After), Code::Forbidden).await;
    stranger.fails(of_case(PhotoKind::After), Code::NotFound).await;
    let problem = lin.fails(of_case(PhotoKind::Scene), Code::Invalid).await;
    assert_eq!(problem.errors[0].pointer, "?kind");
    let nothing = TestRequest::post()
        .uri(&format!("/api/v1/cases/{}/photos", filed.case))
        .insert_header(("content-type", "image/jpeg"))
        .set_payload(jpeg(4));
    assert_eq!(lin.asks(nothing).await.problem().errors[0].code, "required");
    let unknown = add_report_photo(shared::reports::ReportId::new(), false, "image/jpeg", jpeg(5));
    lin.fails(unknown, Code::NotFound).await;
    let _ = new_report("0602");
}
