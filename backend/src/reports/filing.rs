//! Filing a report: every rule that stands in its way told at once, then report, case and photos in one transaction.
//! A report joins a case where staff say so, or a resident says that it is his matter too.

use shared::cases::EventKind;
use shared::may::{self, Caller};
use shared::photos::MAX_PHOTOS;
use shared::receipts::ReceiptCode;
use shared::reports::{Channel, FiledReport, NewReport, ReportId, Reporter};
use shared::staffing::PersonId;
use shared::time::Moment;

use super::placing::{self, Said};
use super::rows::{self, ReportRow};
use crate::cases::rows::timeline::Event;
use crate::cases::rows::{self as cases, CaseRow, Opening};
use crate::cases::search;
use crate::challenges::Proof;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::grids::locate::KeptMap;
use crate::notices;
use crate::photos;
use crate::photos::taking::{Owner, Print};
use crate::{challenges, say};

/// Who files.
#[derive(Debug, Clone)]
pub enum Filer {
    /// A member or somebody in the office, for himself or on behalf of a resident.
    Staff(Caller),
    /// A resident, through the page of a board or through the API.
    Resident(Channel),
    /// A resident who saw a matter that is known already.
    MeToo(Channel),
}

impl Filer {
    fn person(&self) -> Option<PersonId> {
        match self {
            Self::Staff(caller) => Some(caller.person),
            Self::Resident(_) | Self::MeToo(_) => None,
        }
    }
}

/// A report with what came with it.
pub struct Filing {
    pub filer: Filer,
    pub new: NewReport,
    /// Photos whose renditions are in the store.
    pub prints: Vec<Print>,
    /// A proof of work to spend.
    pub proof: Option<Proof>,
}

/// Files it. A report whose id was filed before, by the same hand and with the same words, is answered as it was then, and takes
/// the photos it does not have yet.
pub fn file(conn: &mut Conn, map: &KeptMap, filing: Filing, public_url: &str, now: Moment) -> Result<FiledReport, Error> {
    let Filing { filer, new, prints, proof } = filing;
    if let Filer::Staff(caller) = &filer {
        Error::unless(may::file_report(caller))?;
    }
    let before = new.id.map(|id| rows::filed_as(conn, id)).transpose()?.flatten();
    let report = match before {
        Some(report) => same(report, &filer, &new)?,
        None => {
            if let Some(proof) = &proof {
                challenges::rows::spend(conn, proof)?;
            }
            file_new(conn, map, &filer, new, now)?
        }
    };
    for print in prints {
        photos::rows::add(conn, print.row(Owner::of_report(&report, filer.person()), now))?;
    }
    answer(conn, report, public_url)
}

/// The report that was filed under this id, if it is the one that is sent again.
fn same(report: ReportRow, filer: &Filer, new: &NewReport) -> Result<ReportRow, Error> {
    if report.filed_by == filer.person() && report.category == new.category && report.text == new.text {
        return Ok(report);
    }
    Err(Error::conflict(say!("这个编号已用于另一条上报，请换一个", "This id names another report already; choose a new one")))
}

fn file_new(conn: &mut Conn, map: &KeptMap, filer: &Filer, new: NewReport, now: Moment) -> Result<ReportRow, Error> {
    let mut faults = shape_faults(&new);
    let channel = channel(filer, new.channel).unwrap_or_else(|fault| {
        faults.push(fault);
        Channel::Api
    });
    let joined = joined(conn, filer, &new, now)?.unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let said = Said { grid: new.grid.as_ref(), place: new.place.as_ref(), joins: joined.as_ref().map(|case| case.id) };
    let grid = match placing::grid_of(conn, map, &said, &now.day())? {
        Ok(grid) if faults.is_empty() => grid,
        Ok(_) => return Err(Error::fields(faults)),
        Err(fault) => {
            faults.push(fault);
            return Err(Error::fields(faults));
        }
    };
    let case = match joined {
        Some(case) => {
            cases::timeline::note_arrival(conn, case.id, EventKind::Joined, filer.person(), now)?;
            notices::tell(conn, &case, &Event::of(&case, EventKind::Joined, filer.person(), now))?;
            case
        }
        None => {
            let opening = Opening {
                category: new.category.clone(),
                summary: summary(&new.text),
                grid: grid.clone(),
                place: new.place,
                place_text: new.place_text.clone(),
                filed_by: filer.person(),
                parent: None,
            };
            crate::cases::opening::open(conn, opening, now)?
        }
    };
    let Reporter { name, phone } = new.reporter.unwrap_or_default();
    let row = ReportRow {
        id: new.id.unwrap_or_else(ReportId::new),
        case_id: case.id,
        receipt: ReceiptCode::from_random(rand::random()),
        category: new.category,
        text: new.text,
        grid,
        lon: new.place.map(|p| p.point.lon),
        lat: new.place.map(|p| p.point.lat),
        accuracy_m: new.place.and_then(|p| p.accuracy_m),
        place_source: new.place.map(|p| p.source),
        place_text: new.place_text,
        channel,
        filed_by: filer.person(),
        reporter_name: name,
        reporter_phone: phone,
        captured_at: new.captured_at,
        received_at: now,
        photo_count: new.photo_count.into(),
    };
    rows::add(conn, &row)?;
    search::index(conn, row.case_id)?;
    Ok(row)
}

/// Rules that need nothing but the report itself.
fn shape_faults(new: &NewReport) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if new.photo_count > MAX_PHOTOS {
        let count = new.photo_count;
        faults.push(FieldFault::new(
            "/photo_count",
            "too_many_photos",
            say!("最多 {MAX_PHOTOS} 张照片，这里写了 {count} 张", "At most {MAX_PHOTOS} photos; {count} were announced"),
        ));
    }
    if new.place.and_then(|p| p.accuracy_m).is_some_and(|metres| !(0.0..=100_000.0).contains(&metres)) {
        faults.push(FieldFault::new(
            "/place/accuracy_m",
            "out_of_range",
            say!("精度应在 0 到 100000 米之间", "The accuracy must lie between 0 and 100000 metres"),
        ));
    }
    faults
}

/// The way the report came in: staff say which, residents' follows from where they file.
fn channel(filer: &Filer, said: Option<Channel>) -> Result<Channel, FieldFault> {
    let of_staff = |channel| matches!(channel, Channel::App | Channel::Phone | Channel::ChatGroup | Channel::Visit);
    match (filer, said) {
        (Filer::Staff(_), None) => Ok(Channel::App),
        (Filer::Staff(_), Some(said)) if of_staff(said) => Ok(said),
        (Filer::Resident(way) | Filer::MeToo(way), None) => Ok(*way),
        (Filer::Resident(_) | Filer::MeToo(_), Some(said)) if !of_staff(said) => Ok(said),
        (Filer::Staff(_), Some(_)) => Err(FieldFault::new(
            "/channel",
            "not_allowed",
            say!("工作人员可选：app、phone、chat_group、visit", "Staff choose app, phone, chat_group or visit"),
        )),
        (Filer::Resident(_) | Filer::MeToo(_), Some(_)) => {
            Err(FieldFault::new("/channel", "not_allowed", say!("不登录时不能选这个渠道", "This channel is for staff who are signed in")))
        }
    }
}

/// The open case the report joins, where it says so.
fn joined(conn: &mut Conn, filer: &Filer, new: &NewReport, now: Moment) -> Result<Result<Option<CaseRow>, FieldFault>, Error> {
    let Some(id) = new.joins else { return Ok(Ok(None)) };
    let case = match cases::find(conn, id) {
        Ok(case) => Some(case).filter(|case| case.status.is_open()),
        Err(error) if error.code == shared::problem::Code::NotFound => None,
        Err(error) => return Err(error),
    };
    let case = match (filer, case) {
        (Filer::Resident(_), _) => {
            let words = say!("只有工作人员可以把上报并入案件", "Only staff can join a report to a case");
            return Ok(Err(FieldFault::new("/joins", "not_allowed", words)));
        }
        (Filer::Staff(caller), Some(case)) => {
            let facts = cases::course::facts(conn, &case, now)?;
            Some(case).filter(|_| may::see_case(caller, &facts))
        }
        (Filer::MeToo(_), case) => case.filter(|case| !case.restricted),
        (Filer::Staff(_), None) => None,
    };
    Ok(case.map(Some).ok_or_else(|| FieldFault::new("/joins", "unknown_case", say!("没有这个未办结的案件", "There is no such open case"))))
}

/// The first line, as a list shows it.
pub fn summary(text: &str) -> String {
    const MOST: usize = 120;
    let line = text.lines().next().unwrap_or(text).trim();
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST - 1).chain(['…']).collect() }
}

fn answer(conn: &mut Conn, report: ReportRow, public_url: &str) -> Result<FiledReport, Error> {
    let case = cases::find(conn, report.case_id)?;
    Ok(FiledReport {
        id: report.id,
        case: case.id,
        case_number: case.number,
        grid: report.grid,
        receipt_url: format!("{public_url}/r/{}", report.receipt.grouped()),
        receipt: report.receipt,
        received_at: report.received_at,
    })
}
