//! What the office has told in the demo: a publicity task with results, an announcement, and news on the boards.

use shared::announcements::{AnnouncementAnswerId, AnnouncementId, AnnouncementKind, NewAnnouncement, NewAnnouncementAnswer};
use shared::staffing::{AreaCode, Duty};
use shared::time::Moment;

use super::chance::Chance;
use super::ground::{HOME, SUB_DISTRICT, Village};
use super::staff::Staff;
use crate::announcements::rows::{self, AnnouncementRow, answers};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;

const RESULTS: [&str; 4] = [
    "在文化礼堂门口讲了一场，桶边贴了分类图，老人多，带着分了一遍。",
    "入户走了一圈，厨余桶都领到了，两家租房户说好周末再讲。",
    "和妇女主任一起在小店门口讲，发了宣传单。",
    "结合巡查顺路讲，垃圾集中点旁边立了牌子。",
];

/// Kind, title, text, days since it was published, and for how many days it is shown.
const TOLD: [(AnnouncementKind, &str, &str, i64, i64); 3] = [
    (
        AnnouncementKind::Publicity,
        "垃圾分类入户宣传",
        "请结合日常走访向住户讲清四分类：厨余、可回收、有害、其他。重点讲厨余沥干、过期药品和电池单独放。\n讲过就行，不要求人数，不拍打卡照。",
        6,
        30,
    ),
    (
        AnnouncementKind::Notice,
        "十二月网格例会改到周四下午",
        "例会改到周四 14:30，街道三楼会议室。请把本月没办结的事项带上，一件一件过。",
        1,
        10,
    ),
    (
        AnnouncementKind::News,
        "2027 年城乡居民医保开始缴费",
        "缴费到 12 月 31 日止，可在“浙里办”或村便民服务点办理。家里老人不会操作的，可以找网格员帮忙。",
        8,
        40,
    ),
];

/// Writes it down. The logins' own member has not answered yet.
pub fn tell(conn: &mut Conn, villages: &[Village], staff: &Staff, now: Moment) -> Result<(), Error> {
    let mut chance = Chance::of("announcements");
    let Some(office) = staff.on(SUB_DISTRICT.0, Duty::Assessor, &now.day()) else { return Ok(()) };
    let everywhere: AreaCode = SUB_DISTRICT.0.parse().map_err(Error::internal)?;
    for (kind, title, text, since, days) in TOLD {
        let at = now.plus_seconds(-since * 86_400);
        let task = kind == AnnouncementKind::Publicity;
        let new = NewAnnouncement {
            id: AnnouncementId::from(chance.id(at)),
            kind,
            title: title.parse().map_err(Error::internal)?,
            text: text.parse().map_err(Error::internal)?,
            link: None,
            files: Vec::new(),
            areas: vec![everywhere.clone()],
            duties: if task { vec![Duty::FullTime, Duty::PartTime] } else { Vec::new() },
            due_on: task.then(|| now.day().shifted(9)),
            until: at.day().shifted(days),
        };
        rows::add(conn, &AnnouncementRow::new(&new, office, at), &new.areas, By { person: Some(office), at })?;
        if kind == AnnouncementKind::News {
            continue;
        }
        for grid in villages.iter().flat_map(|village| &village.grids).filter(|grid| grid.code.as_str() != HOME) {
            let Some(member) = staff.works(grid.code.as_str(), Duty::FullTime, &at.day()).filter(|_| chance.happens(0.8)) else { continue };
            let answered = at.plus_seconds(chance.between(1800, since * 80_000));
            let result = if task && chance.happens(0.5) { chance.pick(&RESULTS).parse().ok() } else { None };
            let id = AnnouncementAnswerId::from(chance.id(answered));
            answers::add(conn, &NewAnnouncementAnswer { id, announcement: new.id, at: answered, result }, member, answered)?;
        }
    }
    Ok(())
}
