//! The demo: Qinghu as it is on the map, with invented people and a year of work.
//!
//! All of it comes from fixed seeds and from the moment it is made, so two demos of the same moment are the same to the last word. Only
//! what is going on these days comes in through the doors that everybody uses, and is given ids there like everything else.

mod affairs;
mod announcements;
mod canvas;
mod care;
mod chance;
mod desk;
mod duty;
mod emergency;
mod field;
mod ground;
mod land;
mod lives;
mod names;
mod portraits;
mod prints;
mod rows;
mod scenes;
mod staff;
mod stories;
mod units;
mod year;

use shared::grids::ShortCode;
use shared::receipts::ReceiptCode;
use shared::staffing::{Duty, PersonName};
use shared::time::Moment;
use shared::value::Phone;

use self::affairs::Affairs;
use self::lives::Life;
use self::portraits::FACES;
use self::prints::Prints;
use self::rows::Holds;
use self::scenes::Subject;
use self::staff::Staff;
use self::stories::Stories;
use self::year::Year;
use crate::app::State;
use crate::cases::waking;
use crate::error::Error;
use crate::notices;

pub use self::ground::SUB_DISTRICT;

/// Everybody's password.
pub const PASSWORD: &str = "清湖网格2026";
/// A landline that cannot be: no number of the place begins with 0.
const SUPERVISION_PHONE: &str = "0570-0000000";
/// Stands on every board, so it says what the boards are.
const PROMISE: &str = "【演示数据，人员、电话和事项均为虚构】有事找网格：诉求当天回应，小事不出网格，大事全程有回音。";

/// How much the demo holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 420 reports of a year and some 60 different pictures.
    Full,
    /// About 60 reports of a year and 10 pictures, for a quick look and for tests. All villages, grids and
    /// people are there, and all that is going on these days.
    Small,
}

impl Size {
    /// How many faces of either sex are drawn.
    const fn faces(self) -> u8 {
        match self {
            Self::Full => FACES,
            Self::Small => 2,
        }
    }

    /// Whether photos of a subject are drawn.
    fn draws(self, subject: Subject) -> bool {
        self == Self::Full || matches!(subject, Subject::Pothole | Subject::Rubbish | Subject::Lamp)
    }
}

/// What there is to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// What was just made; nothing when the demo was there already.
    pub made: Option<Made>,
    pub logins: Vec<(Duty, PersonName, Phone)>,
    /// The board of the logins' own grid, and the receipt of a report there that was solved.
    pub board: Option<ShortCode>,
    pub receipt: Option<ReceiptCode>,
}

/// How much was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub villages: usize,
    pub grids: usize,
    pub reports: usize,
    pub cases: usize,
    pub photos: usize,
}

/// Fills an empty database with the demo. Leaves one that is there as it is, and refuses a database that holds anything else.
pub async fn fill(state: &State, size: Size, now: Moment) -> anyhow::Result<Guide> {
    let made = match state.db.read(rows::look).await? {
        Holds::Nothing => Some(make(state, size, now).await?),
        Holds::Demo => None,
        Holds::SomethingElse => {
            anyhow::bail!("the database holds something else than the demo; choose an empty one with --data or --database-url")
        }
    };
    let (logins, (receipt, board)) = state.db.read(|conn| Ok((rows::logins(conn)?, rows::sights(conn)?))).await?;
    Ok(Guide { made, logins, board, receipt })
}

async fn make(state: &State, size: Size, now: Moment) -> anyhow::Result<Made> {
    let villages = ground::lay_out(now)?;
    let staff: Staff = staff::hire(&villages, size, now)?;
    let stories = Stories::read()?;
    let year = Year::new(&stories, &villages, &staff, size, now);
    let mut affairs = Affairs::read(&year)?;
    let mut lives: Vec<Life> = lives::live(&year, year.sightings())?;
    lives.append(&mut affairs.lives);
    lives.sort_by_key(Life::filed_at);
    let prints = Prints::make(state, &lives, &staff).await?;
    let password = state.passwords.hash(PASSWORD.into()).await?;
    let secrets = state.secrets.clone();
    let made = state.db.write(move |conn| {
        // Somebody else may have written since.
        if rows::look(conn)? != Holds::Nothing {
            return Err(Error::internal(anyhow::anyhow!("the database was filled by somebody else in the meantime")));
        }
        rows::add_ground(conn, &villages, now)?;
        units::add(conn, villages.iter().flat_map(|v| &v.grids).map(|g| g.opened_on.begins()).min().unwrap_or(now))?;
        rows::add_staff(conn, &staff, &prints, &password, now)?;
        rows::confirm_boards(conn, &villages, &staff)?;
        desk::furnish(conn, now)?;
        let photos = rows::add_cases(conn, &lives, &prints)?;
        field::work(conn, &villages, &staff, &lives, size, now)?;
        care::look_after(conn, &secrets, &villages, &staff, now)?;
        emergency::rained(conn, &villages, &staff, now)?;
        announcements::tell(conn, &villages, &staff, now)?;
        duty::arrange(conn, &villages, &staff, now)?;
        affairs.act(conn, &staff, now)?;
        while waking::wake(conn, now)?.more {}
        notices::digest::write(conn, now)?;
        desk::read_notices(conn, now)?;
        rows::mark(conn, now)?;
        let (grids, reports) = (villages.iter().map(|v| v.grids.len()).sum(), lives.iter().map(|l| l.reports.len()).sum());
        Ok(Made { villages: villages.len(), grids, reports, cases: lives.len(), photos })
    });
    Ok(made.await?)
}
