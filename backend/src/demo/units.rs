//! The offices of the sub-district and the departments of the county that cases are dispatched to.

use diesel::prelude::*;
use shared::categories::Platform;
use shared::staffing::PersonId;
use shared::time::{Day, Moment};
use shared::units::{UnitId, UnitLevel, UnitName};
use uuid::Uuid;

use super::staff::Staff;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::units;

/// Name, level, platform. The first four are those the demo's handlers work in.
const UNITS: [(&str, UnitLevel, Platform); 10] = [
    ("平安法治办公室", UnitLevel::SubDistrict, Platform::Governance),
    ("综合行政执法队", UnitLevel::SubDistrict, Platform::Enforcement),
    ("应急管理站", UnitLevel::SubDistrict, Platform::Emergency),
    ("公共服务办公室", UnitLevel::SubDistrict, Platform::Services),
    ("司法所", UnitLevel::SubDistrict, Platform::Governance),
    ("自然资源所", UnitLevel::SubDistrict, Platform::Enforcement),
    ("派出所", UnitLevel::County, Platform::Governance),
    ("市住房和城乡建设局", UnitLevel::County, Platform::Services),
    ("市供电公司", UnitLevel::County, Platform::Services),
    ("市生态环境分局", UnitLevel::County, Platform::Enforcement),
];

/// An office and who works there.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    pub unit: UnitId,
    pub handler: Option<PersonId>,
}

/// The id of the nth unit, the same in every demo.
pub fn id(nth: usize) -> UnitId {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + nth as u128).into()
}

/// A unit by its name, and its level.
pub fn named(name: &str) -> Option<(UnitId, UnitLevel)> {
    let nth = UNITS.iter().position(|(called, ..)| *called == name)?;
    Some((id(nth), UNITS[nth].1))
}

/// The office that does what a platform does, and its handler on a day.
pub fn desk_for(staff: &Staff, platform: Platform, day: &Day) -> Option<Desk> {
    let nth = UNITS.iter().position(|(_, _, of)| *of == platform)?;
    let unit = id(nth);
    staff.handler(unit, day).map(|handler| Desk { unit, handler: Some(handler) })
}

/// Writes them down.
pub fn add(conn: &mut Conn, at: Moment) -> Result<(), Error> {
    for (nth, (name, level, platform)) in UNITS.iter().enumerate() {
        let name: UnitName = name.parse().map_err(Error::internal)?;
        let row = (
            units::id.eq(id(nth)),
            units::name.eq(&name),
            units::level.eq(*level),
            units::platform.eq(*platform),
            units::updated_at.eq(at),
        );
        diesel::insert_into(units::table).values(row).execute(conn)?;
        changes::note(conn, By { person: None, at }, "unit", &id(nth).to_string(), "add", &serde_json::json!({ "name": name }))?;
    }
    Ok(())
}
