//! Files in and out: all or nothing, every bad row named, and what goes out comes back.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use backend::imports::exports::{GEO_JSON, XLSX};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::json;
use shared::divisions::{DivisionFilter, list_divisions};
use shared::grids::{GridCode, NewGrid, add_grid, find_boundary};
use shared::imports::{
    ChangeKind, CoordinateSystem, ExportOptions, ImportKind, ImportOptions, ImportOutcome, TableFormat, export_path, import,
    staff_template_path,
};
use shared::problem::{Code, Problem};
use shared::staffing::{PersonFilter, list_people};
use shared::units::{UnitLevel, UnitPatch, change_unit};

use crate::units::unit;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

const VILLAGES: &str = include_str!("../../demo/qinghu-villages.csv");
const CSV: &str = "text/csv";

/// A kind of file that somebody sends.
#[derive(Clone, Copy)]
struct Sent(ImportKind, &'static str);

const DIVISIONS: Sent = Sent(ImportKind::Divisions, CSV);
const STAFF: Sent = Sent(ImportKind::Staff, CSV);
const WORKBOOK: Sent = Sent(ImportKind::Staff, XLSX);
const BOUNDARIES: Sent = Sent(ImportKind::Boundaries, GEO_JSON);

impl Person {
    async fn imports(&self, Sent(kind, media): Sent, bytes: impl Into<Vec<u8>>) -> ImportOutcome {
        self.sends(import(kind, &ImportOptions::default(), media, bytes.into())).await
    }

    async fn would_import(&self, Sent(kind, media): Sent, bytes: impl Into<Vec<u8>>) -> ImportOutcome {
        self.sends(import(kind, &ImportOptions { dry_run: true, coordinates: None }, media, bytes.into())).await
    }

    async fn cannot_import(&self, Sent(kind, media): Sent, bytes: impl Into<Vec<u8>>, code: Code) -> Problem {
        self.fails(import(kind, &ImportOptions::default(), media, bytes.into()), code).await
    }

    async fn exports(&self, kind: ImportKind, options: &ExportOptions) -> Vec<u8> {
        let reply = self.opens(&export_path(kind, options)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        assert!(reply.header("content-disposition").is_some_and(|v| v.starts_with("attachment")));
        reply.body
    }
}

fn numbers(outcome: &ImportOutcome) -> (u32, u32, u32, u32) {
    (outcome.rows, outcome.added, outcome.changed, outcome.kept)
}

fn places(problem: &Problem) -> Vec<(&str, &str)> {
    problem.errors.iter().map(|e| (&*e.pointer, &*e.code)).collect()
}

#[actix_web::test]
async fn the_villages_of_qinghu_come_in_and_go_out_to_the_byte() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let dry = office.would_import(DIVISIONS, VILLAGES).await;
    assert_eq!(numbers(&dry), (29, 27, 0, 2), "{dry:?}");
    let there = async || {
        office
            .sends(list_divisions(&DivisionFilter { parent: QINGHU.parse().ok(), limit: Some(100), ..DivisionFilter::default() }))
            .await
            .items
            .len()
    };
    assert_eq!(there().await, 2, "a dry run changes nothing");

    assert_eq!(numbers(&office.imports(DIVISIONS, VILLAGES).await), (29, 27, 0, 2));
    assert_eq!(numbers(&office.imports(DIVISIONS, VILLAGES).await), (29, 0, 0, 29));
    assert_eq!(there().await, 29);
    let options = ExportOptions { area: QINGHU.parse().ok(), ..ExportOptions::default() };
    assert_eq!(String::from_utf8(office.exports(ImportKind::Divisions, &options).await).as_deref(), Ok(VILLAGES));

    let renamed = VILLAGES.replace("十村村委会", "十村社区居委会");
    let change = office.imports(DIVISIONS, renamed).await;
    assert_eq!(numbers(&change), (29, 0, 1, 28));
    assert_eq!((change.changes[0].kind, change.changes[0].words.as_str()), (ChangeKind::Change, "名称由“十村村委会”改为“十村社区居委会”"));

    let streets =
        "code,name,areaCode,provinceCode,cityCode\n330881001,\"双塔街道\",330881,33,3308\n330881003,\"清湖街道\",330881,33,3308\n";
    assert_eq!(numbers(&office.imports(DIVISIONS, streets).await), (2, 1, 0, 1));
    let options = ExportOptions { level: Some(shared::divisions::DivisionLevel::SubDistrict), ..ExportOptions::default() };
    assert_eq!(String::from_utf8(office.exports(ImportKind::Divisions, &options).await).as_deref(), Ok(streets));
}

#[actix_web::test]
async fn a_bad_division_is_named_by_row_and_column_and_nothing_comes_in() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let file = "code,name,streetCode\n330881003209,\"祝家坂村委会\",330881003\n33088100320,\"短\",330881003\n330881003210,\"\",330881003\n330881003211,\"路口村委会\",330881004\n330881003209,\"又一次\",330881003\n330881003212,\"少一列\"\n";
    let problem = office.cannot_import(DIVISIONS, file, Code::ImportFaulty).await;
    assert_eq!(places(&problem), [("A3", "digits"), ("B4", "empty"), ("C5", "contradiction"), ("A6", "duplicate"), ("7", "columns")]);
    assert!(problem.errors[2].message.starts_with("第 5 行 C 列（streetCode）"), "{}", problem.errors[2].message);
    let dry = office.would_import(DIVISIONS, file).await;
    assert_eq!(dry.errors.len(), 5);
    for (header, place) in [("code,title\n", "B1"), ("code,name,code\n", "C1"), ("name\n", "1")] {
        assert_eq!(office.cannot_import(DIVISIONS, header, Code::ImportFaulty).await.errors[0].pointer, place);
    }
    office.cannot_import(DIVISIONS, "", Code::FileUnreadable).await;
    office.cannot_import(DIVISIONS, &b"\x89PNG\r\n\x1a\n\0\0"[..], Code::FileUnreadable).await;
    let there = office.sends(list_divisions(&DivisionFilter { parent: QINGHU.parse().ok(), ..DivisionFilter::default() })).await;
    assert_eq!(there.items.len(), 2);
}

const HEADER: &str = "姓名,工作电话,职责,网格编码或村编码,替班对象,起始日期,结束日期,电话公开,照片公开,单位\n";

fn people(rows: &str) -> String {
    format!("\u{feff}{HEADER}{rows}")
}

#[actix_web::test]
async fn staff_come_in_and_go_out_to_the_byte() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let file = people(&format!(
        "毛建国,0570-4012345,网格指导员,{SHICUN},,2026-01-01,,否,否,\n\
         徐长根,13757000001,网格长,{GRID_1},,2026-01-01,,是,是,\n\
         周小平,13757000003,网格长,{GRID_1},13757000001,2099-03-01,2099-03-09,是,否,\n\
         林小梅,13757000002,专职网格员,{GRID_1},,2026-01-01,,是,否,\n\
         周小平,13757000003,兼职网格员,{GRID_1},,2026-01-01,2099-12-31,,,\n\
         无电话,,兼职网格员,{GRID_1},,2026-01-01,,否,否,\n"
    ));
    let dry = office.would_import(STAFF, file.clone()).await;
    assert_eq!((numbers(&dry), dry.errors.len()), ((6, 6, 0, 0), 0), "{dry:?}");
    assert_eq!(dry.changes[2].words, "新增人员（137****0003）；替班十村一网格网格长，2099-03-01 至 2099-03-09");
    assert_eq!(numbers(&office.imports(STAFF, file.clone()).await), (6, 6, 0, 0));
    assert_eq!(numbers(&office.imports(STAFF, file.clone()).await), (6, 0, 0, 6));

    let csv = ExportOptions { area: SHICUN.parse().ok(), format: Some(TableFormat::Csv), ..ExportOptions::default() };
    assert_eq!(String::from_utf8(office.exports(ImportKind::Staff, &csv).await).as_deref(), Ok(&*file));
    let workbook = office.exports(ImportKind::Staff, &ExportOptions { area: SHICUN.parse().ok(), ..ExportOptions::default() }).await;
    assert_eq!(numbers(&office.imports(WORKBOOK, workbook).await), (6, 0, 0, 6));

    let ended = file.replace(
        &format!("徐长根,13757000001,网格长,{GRID_1},,2026-01-01,,是,是"),
        &format!("徐长根,13757000001,网格长,{GRID_1},,2026-01-01,2099-06-30,否,是"),
    );
    let change = office.imports(STAFF, ended).await;
    assert_eq!(numbers(&change), (6, 0, 1, 5));
    assert_eq!(change.changes[0].words, "公开设置：电话不公开、照片公开；十村一网格网格长到 2099-06-30 为止");
    let leader = office.sends(list_people(&PersonFilter { q: Some("徐长根".into()), ..PersonFilter::default() })).await.items.remove(0);
    assert_eq!((leader.phone_public, leader.appointments[0].to_day.as_ref().map(|d| d.as_str())), (false, Some("2099-06-30")));
}

#[actix_web::test]
async fn two_hundred_and_forty_one_come_in_one_workbook() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    office.imports(DIVISIONS, VILLAGES).await;
    let mut grids: Vec<GridCode> = [GRID_1, GRID_2, OTHER_GRID].iter().map(|code| code.parse().expect("a code")).collect();
    for n in 3..60 {
        let code: GridCode = format!("330881003207{n:03}").parse().expect("a code");
        let new = NewGrid {
            code: code.clone(),
            name: format!("第{n}网格").parse().expect("a name"),
            households: None,
            population: None,
            opened_on: "2024-01-01".parse().expect("a day"),
            supersedes: Vec::new(),
        };
        office.sends(add_grid(&new)).await;
        grids.push(code);
    }
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "清湖街道网格人员一览表", &Format::new()).expect("a title");
    for (i, name) in ["职 务 *", "姓名", "手机号", "网格编码", "任职日期"].into_iter().enumerate() {
        sheet.write(1, u16::try_from(i).expect("small"), name).expect("a cell");
    }
    for n in 0..241_u32 {
        let (duty, grid) = match n {
            0..60 => ("网格长", n),
            60..120 => ("专职", n - 60),
            _ => ("兼职网格员", (n - 120) % 60),
        };
        // Codes and phones as numbers, days as a spreadsheet counts them.
        let code: f64 = grids[grid as usize].as_str().parse().expect("a number");
        sheet.write(n + 2, 0, duty).expect("a cell").write(n + 2, 1, format!("人员{n:03}")).expect("a cell");
        sheet
            .write(n + 2, 2, 13_857_000_000.0 + f64::from(n))
            .expect("a cell")
            .write(n + 2, 3, code)
            .expect("a cell")
            .write(n + 2, 4, 46_082)
            .expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let outcome = office.imports(WORKBOOK, bytes.clone()).await;
    assert_eq!(numbers(&outcome), (241, 241, 0, 0), "{:?}", outcome.errors);
    assert_eq!(numbers(&office.would_import(WORKBOOK, bytes).await), (241, 0, 0, 241));
    let first = office.sends(list_people(&PersonFilter { q: Some("人员000".into()), ..PersonFilter::default() })).await.items.remove(0);
    assert_eq!((first.phone.as_deref(), first.appointments[0].from_day.as_str()), (Some("13857000000"), "2026-03-01"));
}

#[actix_web::test]
async fn every_bad_row_of_staff_is_named_and_nobody_comes_in() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    office.imports(STAFF, people(&format!("徐长根,13757000001,网格长,{GRID_1},,2026-01-01,,,\n"))).await;
    let rows = format!(
        "甲,13757000011,网格长,330881003207888,,2026-01-01,,,\n\
         乙,13757000012,网格长,{GRID_1},,2026-03-01,,,\n\
         丙,13757000001,专职网格员,{GRID_1},,,,,\n\
         丁,13757000013,网格长,{SHICUN},,,,,\n\
         戊,13757000014,专职网格员,{GRID_2},没有人,2026-03-01,2026-04-01,,\n\
         己,13757000015,兼职网格员,{GRID_2},,2026-03-01,2026-02-01,,\n\
         庚,13757000016,兼职网格员,{GRID_2},,,,是,\n\
         辛,13757000016,兼职网格员,{OTHER_GRID},,,,,\n\
         庚,13757000016,兼职网格员,{GRID_2},,,,否,\n\
         庚,13757000016,兼职网格员,{GRID_2},,,,,\n\
         壬,13757000017,系统管理员,{QINGHU},,,,,\n\
         癸,13757000018,网格员,{GRID_2},,三月,,也许,\n"
    );
    let problem = office.cannot_import(STAFF, people(&rows), Code::ImportFaulty).await;
    let mut told = places(&problem);
    told.sort();
    let expected = [
        ("A10", "duplicate"),
        ("A11", "duplicate"),
        ("A4", "other_person"),
        ("A9", "contradiction"),
        ("C12", "forbidden"),
        ("C13", "choice"),
        ("D2", "unknown_area"),
        ("D5", "area"),
        ("E6", "covering_for"),
        ("F13", "day"),
        ("F3", "second_leader"),
        ("G7", "day"),
        ("H10", "contradiction"),
        ("H13", "choice"),
    ];
    // A row that contradicts another is not looked at further, so it repeats nothing.
    let expected: Vec<_> = expected.into_iter().filter(|e| *e != ("A10", "duplicate")).collect();
    assert_eq!(told, expected);
    assert!(
        problem.errors.iter().any(|e| e.message == "第 2 行 D 列（网格编码或村编码）：没有编码为 330881003207888 的网格"),
        "{problem:?}"
    );
    assert_eq!(office.sends(list_people(&PersonFilter::default())).await.items.len(), 2);

    let admin = world.administrator("陈国平").await;
    let clerk = people(&format!("壬,13757000017,指挥室调度员,{QINGHU},,,,,\n"));
    assert_eq!(numbers(&admin.imports(STAFF, clerk).await), (1, 1, 0, 0));
}

#[actix_web::test]
async fn handlers_come_in_with_their_units() {
    let world = World::new().await;
    let admin = world.administrator("陈国平").await;
    let enforcement = unit(&admin, "综合行政执法队", UnitLevel::SubDistrict).await;
    let closed = unit(&admin, "环卫所", UnitLevel::SubDistrict).await;
    let today = shared::time::Moment::now().day();
    admin.sends(change_unit(closed.id, &UnitPatch { closed_on: Some(Some(today.shifted(-1))), ..UnitPatch::default() }, 1)).await;
    unit(&admin, "司法所", UnitLevel::SubDistrict).await;

    // One person may handle cases for two units.
    let file = people(&format!(
        "姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,否,否,司法所\n\
         姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,,,综合行政执法队\n\
         姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,,,\n"
    ));
    let sorted = people(&format!(
        "姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,否,否,\n\
         姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,,,司法所\n\
         姜波,13757000021,部门处置员,{QINGHU},,2026-01-01,,,,综合行政执法队\n"
    ));
    let change = admin.imports(STAFF, file.clone()).await;
    assert_eq!(numbers(&change), (3, 3, 0, 0));
    assert_eq!(change.changes[1].words, "任清湖街道部门处置员（综合行政执法队），自 2026-01-01 起");
    assert_eq!(numbers(&admin.imports(STAFF, file).await), (3, 0, 0, 3));
    let csv = ExportOptions { area: QINGHU.parse().ok(), format: Some(TableFormat::Csv), ..ExportOptions::default() };
    let out = String::from_utf8(admin.exports(ImportKind::Staff, &csv).await).expect("text");
    let of_handler: String = out.lines().filter(|line| !line.contains("陈国平")).map(|line| format!("{line}\n")).collect();
    assert_eq!(of_handler, sorted);
    let found = admin.sends(list_people(&PersonFilter { q: Some("姜波".into()), ..PersonFilter::default() })).await.items.remove(0);
    let units: Vec<_> = found.appointments.iter().map(|a| a.unit.as_ref().map(|u| u.id)).collect();
    assert!(units.contains(&Some(enforcement.id)) && units.contains(&None), "{units:?}");

    let wrong = people(&format!(
        "甲,13757000022,部门处置员,{QINGHU},,,,,,环卫所\n\
         乙,13757000023,部门处置员,{QINGHU},,,,,,执法队\n\
         丙,13757000024,网格长,{GRID_1},,,,,,司法所\n\
         丁,13757000025,,,,,,,,司法所\n"
    ));
    let problem = admin.cannot_import(STAFF, wrong, Code::ImportFaulty).await;
    assert_eq!(places(&problem), [("J2", "unknown_unit"), ("J3", "unknown_unit"), ("J4", "not_allowed"), ("C5", "empty")]);
    assert!(problem.errors[1].message.starts_with("第 3 行 J 列（单位）：没有登记名为“执法队”的单位"), "{}", problem.errors[1].message);
}

/// A workbook made by hand.
fn workbook(fill: impl FnOnce(&mut Workbook) -> Result<(), rust_xlsxwriter::XlsxError>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook).and_then(|()| workbook.save_to_buffer()).expect("a workbook")
}

#[actix_web::test]
async fn workbooks_that_cannot_be_trusted_are_refused() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let head = |sheet: &mut rust_xlsxwriter::Worksheet| sheet.write(0, 0, "姓名")?.write(0, 1, "职责")?.write(0, 2, "编码").map(drop);
    let wrong_sheets = workbook(|book| book.add_worksheet().set_name("考勤")?.write(0, 0, "日期")?.write(0, 1, "出勤").map(drop));
    let two_sheets = workbook(|book| {
        head(book.add_worksheet().set_name("一季度")?)?;
        head(book.add_worksheet().set_name("二季度")?)
    });
    let merged = workbook(|book| {
        let sheet = book.add_worksheet().set_name("人员")?;
        head(sheet)?;
        sheet.merge_range(1, 1, 3, 1, "网格长", &Format::new()).map(drop)
    });
    let formula = workbook(|book| {
        let sheet = book.add_worksheet().set_name("人员")?;
        head(sheet)?;
        sheet.write(1, 0, "张三")?.write(1, 1, "网格长")?.write_formula(1, 2, Formula::new("=330881003207001")).map(drop)
    });
    for (bytes, place, code) in [
        (wrong_sheets, "", "no_header"),
        (two_sheets, "", "several_sheets"),
        (merged, "人员!B2", "merged_cells"),
        (formula, "人员!C2", "formula"),
    ] {
        let problem = office.cannot_import(WORKBOOK, bytes, Code::ImportFaulty).await;
        assert_eq!(places(&problem)[0], (place, code), "{problem:?}");
    }
    let far = workbook(|book| {
        let sheet = book.add_worksheet();
        head(sheet)?;
        sheet.write(1_000_000, 5, "x").map(drop)
    });
    assert!(office.cannot_import(WORKBOOK, far, Code::FileUnreadable).await.detail.contains("Sheet1!F1000001"));
    office.cannot_import(WORKBOOK, &b"PK\x03\x04 not a workbook"[..], Code::FileUnreadable).await;
    assert!(office.cannot_import(WORKBOOK, &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], Code::FileUnreadable).await.detail.contains(".xls"));
    office.cannot_import(WORKBOOK, vec![b'P'; 11 * 1024 * 1024], Code::TooLarge).await;
    assert!(office.cannot_import(WORKBOOK, bomb(), Code::TooLarge).await.detail.contains("50 MB"));
    assert_eq!(office.sends(list_people(&PersonFilter::default())).await.items.len(), 1);
}

/// A ZIP archive of one entry that unpacks to 100 MB.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let (name, block) = (b"xl/worksheets/sheet1.xml", vec![b' '; 1024 * 1024]);
    let mut crc = flate2::Crc::new();
    for _ in 0..100 {
        deflate.write_all(&block).expect("room");
        crc.update(&block);
    }
    let packed = deflate.finish().expect("room");
    let le = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
    // Version, flags, method (deflate), time and date, then CRC and sizes, and the length of the name.
    let facts = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &le(packed.len()), &le(100 * 1024 * 1024), &[24, 0, 0, 0]]
        .concat();
    let local = [&b"PK\x03\x04"[..], &facts, name, &packed].concat();
    let central = [&b"PK\x01\x02\x14\0"[..], &facts, &[0; 14], name].concat();
    let end = [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &le(central.len()), &le(local.len()), &[0, 0]].concat();
    [local, central, end].concat()
}

fn boundary_file(features: &[(&str, [[f64; 2]; 5])]) -> String {
    let feature = |(code, ring): &(&str, [[f64; 2]; 5])| json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } });
    json!({ "type": "FeatureCollection", "features": features.iter().map(feature).collect::<Vec<_>>() }).to_string()
}

const SQUARE: [[f64; 2]; 5] = [[118.6, 28.66], [118.61, 28.66], [118.61, 28.670_123_456_789], [118.6, 28.67], [118.6, 28.66]];
const BESIDE: [[f64; 2]; 5] = [[118.61, 28.66], [118.62, 28.66], [118.62, 28.67], [118.61, 28.67], [118.61, 28.66]];

#[actix_web::test]
async fn boundaries_come_in_and_go_out_as_they_were() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let file = boundary_file(&[(GRID_1, SQUARE), (GRID_2, BESIDE)]);
    assert_eq!(numbers(&office.would_import(BOUNDARIES, file.clone()).await), (2, 2, 0, 0));
    office.fails(find_boundary(&GRID_1.parse().expect("a code")), Code::NotFound).await;
    assert_eq!(numbers(&office.imports(BOUNDARIES, file.clone()).await), (2, 2, 0, 0));
    assert_eq!(numbers(&office.imports(BOUNDARIES, file).await), (2, 0, 0, 2));
    let kept = office.sends(find_boundary(&GRID_1.parse().expect("a code"))).await;
    assert_eq!(kept.boundary["coordinates"], json!([SQUARE]));
    let out = office.exports(ImportKind::Boundaries, &ExportOptions::default()).await;
    assert_eq!(numbers(&office.imports(BOUNDARIES, out.clone()).await), (2, 0, 0, 2));
    assert_eq!(office.exports(ImportKind::Boundaries, &ExportOptions::default()).await, out);

    let options = ImportOptions { dry_run: false, coordinates: Some(CoordinateSystem::Gcj02) };
    let shifted = office.sends(import(ImportKind::Boundaries, &options, GEO_JSON, boundary_file(&[(GRID_1, SQUARE)]).into_bytes())).await;
    assert_eq!(numbers(&shifted), (1, 0, 1, 0));
    let west =
        office.sends(find_boundary(&GRID_1.parse().expect("a code"))).await.boundary["coordinates"][0][0][0].as_f64().unwrap_or_default();
    assert!((west - 118.595_28).abs() < 0.0002, "{west}");
}

#[actix_web::test]
async fn a_bad_boundary_is_named_by_feature_and_point() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let crossed = [[118.6, 28.66], [118.61, 28.67], [118.61, 28.66], [118.6, 28.67], [118.6, 28.66]];
    let swapped = [[28.66, 118.6], [28.66, 118.61], [28.67, 118.61], [28.67, 118.6], [28.66, 118.6]];
    let file = boundary_file(&[
        (GRID_1, SQUARE),
        (GRID_2, crossed),
        (OTHER_GRID, swapped),
        (GRID_1, BESIDE),
        ("330881003207888", BESIDE),
        ("1", BESIDE),
    ]);
    let problem = office.cannot_import(BOUNDARIES, file, Code::ImportFaulty).await;
    let expected = [
        ("/features/1/geometry/coordinates/0/0", "ring_crosses_itself"),
        ("/features/2/geometry/coordinates/0/0", "lon_lat_swapped"),
        ("/features/3/properties", "duplicate"),
        ("/features/5/properties/code", "grid_code"),
        ("/features/4/properties", "unknown_grid"),
    ];
    assert_eq!(places(&problem), expected);
    assert!(problem.errors[0].message.contains("[118.605000, 28.665000]"), "{}", problem.errors[0].message);
    office.fails(find_boundary(&GRID_1.parse().expect("a code")), Code::NotFound).await;
    office.cannot_import(BOUNDARIES, "{}", Code::FileUnreadable).await;
    office.cannot_import(BOUNDARIES, "[1,", Code::FileUnreadable).await;
}

#[actix_web::test]
async fn only_the_office_imports_and_exports() {
    let world = World::new().await;
    let (office, member) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    member.cannot_import(DIVISIONS, VILLAGES, Code::Forbidden).await;
    // Who may not import learns nothing else, however wrong the file is.
    member.cannot_import(WORKBOOK, "x", Code::Forbidden).await;
    world.visitor().cannot_import(DIVISIONS, VILLAGES, Code::SignInRequired).await;
    let staff = export_path(ImportKind::Staff, &ExportOptions::default());
    assert_eq!(member.opens(&staff).await.problem().code, Code::Forbidden);
    assert_eq!(world.visitor().opens(&staff).await.problem().code, Code::SignInRequired);
    assert_eq!(office.opens("/api/v1/exports/cases").await.problem().code, Code::NotFound);
    office.cannot_import(Sent(ImportKind::Staff, "image/png"), VILLAGES, Code::UnsupportedMediaType).await;
    let unknown = TestRequest::default()
        .method(Method::POST)
        .uri("/api/v1/imports/staff?dryrun=1")
        .insert_header(("content-type", CSV))
        .set_payload("x");
    assert_eq!(office.asks(unknown).await.problem().code, Code::Invalid);
}

#[actix_web::test]
async fn the_template_is_a_staff_table_to_fill_in() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let reply = office.opens(&staff_template_path(TableFormat::Csv)).await;
    assert_eq!(reply.text(), people(""));
    let reply = office.opens(&staff_template_path(TableFormat::Xlsx)).await;
    assert_eq!(reply.header("content-type"), Some(XLSX));
    let problem = office.cannot_import(WORKBOOK, reply.body, Code::ImportFaulty).await;
    assert_eq!(places(&problem), [("人员!A2", "no_rows")]);
}

#[actix_web::test]
async fn a_name_like_a_formula_goes_out_as_text() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    office.imports(STAFF, people(&format!("'=1+1,13757000001,兼职网格员,{GRID_1},,2026-01-01,,否,否\n"))).await;
    let csv = ExportOptions { area: SHICUN.parse().ok(), format: Some(TableFormat::Csv), ..ExportOptions::default() };
    let out = office.exports(ImportKind::Staff, &csv).await;
    assert!(String::from_utf8_lossy(&out).contains("\n'=1+1,"), "{}", String::from_utf8_lossy(&out));
    assert_eq!(numbers(&office.imports(STAFF, out).await), (1, 0, 0, 1));
}
