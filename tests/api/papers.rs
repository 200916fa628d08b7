//! Cases as files: the exported table, and the file of one case.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use shared::cases::papers::{case_file_path, export_path};
use shared::cases::{CaseFilter, CaseOrder, Move, NewTransition, Queue, move_case};
use shared::imports::TableFormat;
use shared::photos::add_receipt_photo;
use shared::problem::Code;
use shared::reports::{NewReport, Reporter, file_report};
use shared::staffing::Duty;

use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, OTHER_GRID, Person, World};

fn reported(text: &str, category: &str) -> NewReport {
    let reporter = Reporter { name: Some("周桂花".parse().expect("a name")), phone: Some("13857001234".parse().expect("a phone")) };
    NewReport { text: text.parse().expect("a text"), reporter: Some(reporter), ..new_report(category) }
}

/// The rows of an exported CSV, without its head.
async fn csv_of(who: &Person, filter: &CaseFilter) -> Vec<Vec<String>> {
    let reply = who.opens(&export_path(TableFormat::Csv, filter)).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("text/csv; charset=utf-8")), "{}", reply.text());
    let text = reply.text();
    let text = text.strip_prefix('\u{feff}').expect("a mark, which Excel wants");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().expect("a head").get(0), Some("案件编号"));
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[actix_web::test]
async fn an_export_holds_what_its_reader_may_see() {
    let world = World::new().await;
    let (dispatcher, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    let part_time = world.person("周小平", Duty::PartTime, GRID_1).await;
    world.visitor().sends(file_report(&reported("=1+1 路灯不亮\n第二行", "0602"))).await;
    world.visitor().sends(file_report(&reported("邻里争吵", "0102"))).await;
    let elsewhere = NewReport { grid: Some(OTHER_GRID.parse().expect("a grid")), ..reported("九村路灯", "0602") };
    world.visitor().sends(file_report(&elsewhere)).await;
    let all = CaseFilter::default();
    let rows = csv_of(&dispatcher, &all).await;
    assert_eq!(rows.iter().map(|row| row[4].as_str()).collect::<Vec<_>>(), ["九村路灯", "邻里争吵", "'=1+1 路灯不亮\n第二行"]);
    assert_eq!((&*rows[0][12], &*rows[0][13]), ("周桂花", "13857001234"));
    assert_eq!((csv_of(&lin, &all).await.len(), csv_of(&part_time, &all).await.len()), (2, 1));
    let row = &csv_of(&part_time, &all).await[0];
    assert_eq!((&*row[12], &*row[13]), ("", "138****1234"));
    let oldest = CaseFilter { q: Some("路灯".into()), order: Some(CaseOrder::Oldest), queue: Some(Queue::Accept), ..all.clone() };
    assert_eq!(csv_of(&dispatcher, &oldest).await.len(), 2);
    assert_eq!(csv_of(&dispatcher, &CaseFilter { q: Some("路灯".into()), ..all.clone() }).await.len(), 2);
    world.visitor().fails(shared::call::Call::<()>::get("/cases/export?format=csv"), Code::SignInRequired).await;
    let reply = dispatcher.opens("/api/v1/cases/export?format=doc").await;
    assert_eq!(reply.problem().errors[0].pointer, "?format");
    for format in ["csv", "xlsx"] {
        let reply = dispatcher.opens(&format!("/api/v1/cases/export?format={format}&q=%1F")).await;
        assert_eq!(&*reply.problem().errors[0].pointer, "?q", "told before the file begins");
    }
    let reply = dispatcher.opens("/api/v1/cases/export?format=csv&status=lost").await;
    assert_eq!(reply.problem().errors[0].pointer, "?status");
}

#[actix_web::test]
async fn a_workbook_holds_the_same() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    world.visitor().sends(file_report(&reported("=1+1 路灯不亮", "0602"))).await;
    let reply = dispatcher.opens(&export_path(TableFormat::Xlsx, &CaseFilter::default())).await;
    assert!(reply.header("content-disposition").is_some_and(|name| name.ends_with(".xlsx\"")), "{:?}", reply.headers);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(reply.body)).expect("a workbook");
    let sheet = workbook.worksheet_range_at(0).expect("a sheet").expect("cells");
    assert_eq!((sheet.height(), sheet.width()), (2, 28));
    assert_eq!(sheet.get_value((1, 4)), Some(&Data::String("=1+1 路灯不亮".into())));
    assert!(sheet.get_value((1, 14)).is_some_and(|cell| matches!(cell, Data::DateTime(at) if at.as_f64() > 46_000.0)));
}

#[actix_web::test]
async fn the_file_of_a_case_is_for_those_who_see_it() {
    let world = World::new().await;
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, OTHER_GRID).await);
    let filed = filed_by(&world.visitor()).await;
    world.visitor().sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(1))).await;
    lin.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    let path = case_file_path(filed.case);
    let reply = lin.opens(&path).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("application/pdf")), "{}", reply.text());
    assert!(reply.body.starts_with(b"%PDF-") && reply.body.len() > 5_000);
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    assert_eq!(stranger.opens(&path).await.problem().code, Code::NotFound);
    assert_eq!(world.visitor().opens(&path).await.problem().code, Code::SignInRequired);
    let printed: i64 = world
        .write(move |conn| {
            use backend::schema::changes;
            use diesel::prelude::*;
            Ok(changes::table.filter(changes::noun.eq("case")).filter(changes::action.eq("print")).count().get_result(conn)?)
        })
        .await;
    assert_eq!(printed, 1);
}
