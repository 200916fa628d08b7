//! Everything a phone sends, across a line that fails in every way: it arrives once, and until then the phone says that it is unsent.

use std::io::Cursor;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use shared::cases::{Move, NewTransition};
use shared::photos::PhotoKind;
use shared::reports::{NewReport, ReportId};
use shared::sync::ops::{AboutCase, CaseMove};
use shared::sync::outbox::{NewPhoto, Work};
use shared::sync::uploads::{NewUpload, UploadId};
use shared::time::Moment;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::line::{Cut, Fault, Line};
use crate::phone::Phone;
use crate::town::{GRID, Town};

/// How much faster the slow line is than the one that is meant when nobody says (`WANGGE_FASTER`), so that nobody has to wait for it.
const FASTER: u32 = 20;
/// How long a phone waits for an answer that never comes, and for one that does.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(120);
/// How often a phone tries while the line is bad.
const TRIES: usize = 2;

const FAULTS: [Fault; 14] = [
    Fault::Refused,
    Fault::BlackHole,
    Fault::Late,
    Fault::AnswerHeld,
    Fault::Up(Cut::InTheFirstLine),
    Fault::Up(Cut::Halfway),
    Fault::Up(Cut::BeforeTheLast),
    Fault::Down(Cut::BeforeTheFirst),
    Fault::Down(Cut::InTheFirstLine),
    Fault::Down(Cut::Halfway),
    Fault::Down(Cut::BeforeTheLast),
    Fault::Portal,
    Fault::BadGateway,
    Fault::Truncated,
];

/// What a phone sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Report,
    /// That there is a photo.
    Announcement,
    /// The photo itself.
    Photo,
    Move,
}

const THINGS: [Thing; 4] = [Thing::Report, Thing::Announcement, Thing::Photo, Thing::Move];

impl Thing {
    /// How the request begins that brings it.
    const fn request(self) -> &'static str {
        match self {
            Self::Report | Self::Move => "POST /api/v1/sync/push",
            Self::Announcement => "POST /api/v1/uploads",
            Self::Photo => "PATCH /api/v1/uploads/",
        }
    }
}

#[test]
fn whatever_the_line_does_each_thing_arrives_once() -> Result<()> {
    let faster = std::env::var("WANGGE_FASTER").ok().and_then(|n| n.parse().ok()).unwrap_or(FASTER);
    cross(&THINGS, &[&FAULTS[..], &[Fault::Slow { faster }]].concat())
}

fn cross(things: &[Thing], faults: &[Fault]) -> Result<()> {
    let town = Town::new()?;
    let bearer = town.member()?;
    let server = town.open()?;
    println!("{:<14} {:<24} {:>6} {:>6} {:>7} {:>6} {:>6}", "thing", "fault", "struck", "unsent", "reports", "photos", "moves");
    Runtime::new()?.block_on(async {
        let line = Line::to(server.port).await?;
        for thing in things {
            for fault in faults {
                let crossing = Crossing { thing: *thing, fault: *fault, phone: Phone::new(&bearer, &line), report: ReportId::new() };
                crossing.holds(&town, &line).await?;
            }
        }
        anyhow::Ok(())
    })?;
    let filed = i64::try_from(things.len() * faults.len())?;
    ensure!(town.count("SELECT count(*) AS n FROM reports")? == filed, "{filed} reports were saved on phones");
    Ok(())
}

/// One thing and one fault.
struct Crossing<'a> {
    thing: Thing,
    fault: Fault,
    phone: Phone<'a>,
    report: ReportId,
}

impl Crossing<'_> {
    async fn holds(&self, town: &Town, line: &Line) -> Result<()> {
        let (about, struck) = (format!("{:?} with {:?}", self.thing, self.fault), line.struck());
        self.is_saved().await?;
        line.has(self.fault, self.thing.request());
        let mut unsent = Vec::new();
        for _ in 0..TRIES {
            let fails = self.phone.sends(self.patience()).await?;
            unsent.push(self.phone.unsent().await?);
            ensure!(fails == (unsent.last() > Some(&0)), "{about}: fails: {fails}, and {unsent:?} are unsent");
            ensure!(self.phone.aside().await? == 0, "{about}: something was put aside");
        }
        // A photo whose answer was lost is asked for next, by a request that comes through.
        ensure!((unsent[0] > 0) != matches!(self.fault, Fault::Slow { .. }), "{about}: {unsent:?} are unsent");
        let struck = line.struck() - struck;
        ensure!(struck > 0, "{about}: the line never failed");
        line.is_good();
        ensure!(!self.phone.sends(LONG).await?, "{about}: the line is good again");
        ensure!(self.phone.unsent().await? == 0, "{about}: {} are unsent", self.phone.unsent().await?);
        let [reports, photos, moves] = self.arrived(town)?;
        let (thing, fault) = (format!("{:?}", self.thing), format!("{:?}", self.fault));
        println!("{thing:<14} {fault:<24} {struck:>6} {:>6} {reports:>7} {photos:>6} {moves:>6}", unsent[0]);
        let expected = [1, i64::from(matches!(self.thing, Thing::Announcement | Thing::Photo)), i64::from(self.thing == Thing::Move)];
        ensure!([reports, photos, moves] == expected, "{about}: {reports} reports, {photos} photos, {moves} moves");
        Ok(())
    }

    const fn patience(&self) -> Duration {
        match self.fault {
            Fault::BlackHole | Fault::Late | Fault::AnswerHeld => SHORT,
            _ => LONG,
        }
    }

    /// Saves the thing. What it builds on has arrived already, unless it goes with it.
    async fn is_saved(&self) -> Result<()> {
        let words = format!("路灯不亮 {}", self.report);
        let new: NewReport = serde_json::from_value(serde_json::json!({ "category": "0602", "grid": GRID, "text": words }))?;
        let photos = match self.thing {
            Thing::Announcement | Thing::Photo => vec![self.photo()?],
            Thing::Report | Thing::Move => Vec::new(),
        };
        let save = async |work| self.phone.engine.save(work, Moment::now()).await;
        save(Work::file_report(self.report, &new, photos)).await?;
        if self.thing == Thing::Move {
            self.phone.sends(LONG).await?;
            let about = AboutCase { case: None, report: Some(self.report) };
            let transition = NewTransition::plain(Move::Take);
            save(Work::move_case(&CaseMove { about, version: None, transition, photos: Vec::new() }, Vec::new())).await?;
        }
        Ok(())
    }

    fn photo(&self) -> Result<NewPhoto> {
        let content = noise()?;
        let sha256: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        let (sha256, bytes) = (sha256.parse()?, i64::try_from(content.len())?);
        let (report, kind) = (Some(self.report), PhotoKind::Scene);
        let upload = NewUpload { id: UploadId::new(), report, case: None, kind, bytes, sha256, captured_at: None, keep_place: false };
        Ok(NewPhoto { upload, content })
    }

    /// How many reports, photos and moves there are of it.
    fn arrived(&self, town: &Town) -> Result<[i64; 3]> {
        let report = format!("X'{}'", self.report.to_string().replace('-', ""));
        let count = |query: &str| town.count(&query.replace("REPORT", &report));
        Ok([
            count("SELECT count(*) AS n FROM reports WHERE id = REPORT")?,
            count("SELECT count(*) AS n FROM photos WHERE report_id = REPORT")?,
            count(
                "SELECT count(*) AS n FROM case_events WHERE by_move = 'take' AND case_id = (SELECT case_id FROM reports WHERE id = REPORT)",
            )?,
        ])
    }
}

/// A picture that cannot be made smaller: 92 KB, more than one piece after the line has broken.
fn noise() -> Result<Vec<u8>> {
    let (width, height) = (192, 160);
    let noise: Vec<u8> = (0..width * height * 3 / 16).flat_map(|_| *Uuid::new_v4().as_bytes()).collect();
    let picture = image::RgbImage::from_raw(width, height, noise).context("as many bytes as there are colours")?;
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png)?;
    Ok(bytes.into_inner())
}
