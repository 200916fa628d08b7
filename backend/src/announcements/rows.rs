//! Announcements in the database, and which phones carry them.

pub mod answers;
pub mod carried;
pub mod files;

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::announcements::{
    Announcement, AnnouncementFilter, AnnouncementId, AnnouncementKind, AnnouncementText, AnnouncementTitle, BoardNews, MaterialLink,
    NEWS_ON_A_BOARD, NewAnnouncement,
};
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::page::Page;
use shared::staffing::{AreaCode, Duty, PersonId};
use shared::time::{Day, Moment};

use crate::cases::rows::people_named;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::rows::after_all_in;
use crate::error::Error;
use crate::input::moved_on;
use crate::listing::Stretch;
use crate::schema::{announcement_areas, announcements};

/// One announcement.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = announcements, treat_none_as_null = true)]
pub struct AnnouncementRow {
    pub id: AnnouncementId,
    pub kind: AnnouncementKind,
    pub title: AnnouncementTitle,
    pub text: AnnouncementText,
    pub link: Option<MaterialLink>,
    pub duties: String,
    pub due_on: Option<Day>,
    pub until: Day,
    pub published_at: Moment,
    pub by_person: PersonId,
    pub version: i32,
    pub updated_at: Moment,
}

impl AnnouncementRow {
    pub fn new(new: &NewAnnouncement, by_person: PersonId, now: Moment) -> Self {
        let NewAnnouncement { id, kind, title, text, link, files: _, areas: _, duties, due_on, until } = new.clone();
        let duties: String = duties.iter().map(|duty| format!(",{duty},")).collect();
        Self { id, kind, title, text, link, duties, due_on, until, published_at: now, by_person, version: 1, updated_at: now }
    }

    /// The duties it is for; none for all.
    pub fn duties(&self) -> Vec<Duty> {
        self.duties.split(',').filter_map(|duty| duty.parse().ok()).collect()
    }
}

pub fn find(conn: &mut Conn, id: AnnouncementId) -> Result<Option<AnnouncementRow>, Error> {
    Ok(announcements::table.find(id).select(AnnouncementRow::as_select()).first(conn).optional()?)
}

/// Where some announcements are for.
pub fn areas_of(conn: &mut Conn, ids: &[AnnouncementId]) -> Result<BTreeMap<AnnouncementId, Vec<AreaCode>>, Error> {
    let rows: Vec<(AnnouncementId, AreaCode)> = announcement_areas::table
        .filter(announcement_areas::announcement.eq_any(ids))
        .order((announcement_areas::announcement, announcement_areas::area))
        .select((announcement_areas::announcement, announcement_areas::area))
        .load(conn)?;
    let mut all: BTreeMap<AnnouncementId, Vec<AreaCode>> = BTreeMap::new();
    for (id, area) in rows {
        all.entry(id).or_default().push(area);
    }
    Ok(all)
}

/// Whether an announcement is for somebody.
pub fn is_for(conn: &mut Conn, row: &AnnouncementRow, caller: &Caller) -> Result<bool, Error> {
    let areas = areas_of(conn, &[row.id])?.remove(&row.id).unwrap_or_default();
    Ok(may::is_addressed(caller, &areas, &row.duties()))
}

pub fn shapes(conn: &mut Conn, rows: Vec<AnnouncementRow>) -> Result<Vec<Announcement>, Error> {
    let ids: Vec<AnnouncementId> = rows.iter().map(|row| row.id).collect();
    let (mut areas, mut files) = (areas_of(conn, &ids)?, files::of(conn, &ids)?);
    let people = people_named(conn, rows.iter().map(|row| Some(row.by_person)))?;
    let shape = |row: AnnouncementRow| {
        Ok(Announcement {
            duties: row.duties(),
            by: people.get(&row.by_person).cloned().ok_or_else(Error::not_found)?,
            areas: areas.remove(&row.id).unwrap_or_default(),
            files: files.remove(&row.id).unwrap_or_default(),
            id: row.id,
            kind: row.kind,
            title: row.title,
            text: row.text,
            link: row.link,
            due_on: row.due_on,
            until: row.until,
            published_at: row.published_at,
            version: row.version,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(shape).collect()
}

pub fn shape(conn: &mut Conn, row: AnnouncementRow) -> Result<Announcement, Error> {
    shapes(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// A page of the announcements for somebody, or of all for the office; latest first.
pub fn list(
    conn: &mut Conn,
    filter: &AnnouncementFilter,
    caller: &Caller,
    stretch: &Stretch<(Moment, AnnouncementId)>,
    today: &Day,
) -> Result<Page<Announcement>, Error> {
    let mut query = announcements::table.select(AnnouncementRow::as_select()).into_boxed();
    if !may::publish_announcements(caller) {
        let lasting = (!filter.past.unwrap_or(false)).then_some(today);
        query = query.filter(announcements::id.eq_any(for_somebody(conn, caller, lasting)?));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(announcements::kind.eq(kind));
    }
    if !filter.past.unwrap_or(false) {
        query = query.filter(announcements::until.ge(today));
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(announcements::published_at.lt(at).or(announcements::published_at.eq(at).and(announcements::id.lt(id))));
    }
    let order = (announcements::published_at.desc(), announcements::id.desc());
    let rows: Vec<AnnouncementRow> = query.order(order).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.published_at, row.id));
    Ok(Page { items: shapes(conn, items)?, next_cursor })
}

/// The announcements for somebody: by each duty, in its area, around it and within it; only those that last until a day where one is given.
fn for_somebody(conn: &mut Conn, caller: &Caller, lasting: Option<&Day>) -> Result<Vec<AnnouncementId>, Error> {
    let mut ids = Vec::new();
    for held in caller.duties.iter().filter(|held| held.duty.is_of_grid()) {
        // As a stretch of the index: a pattern would have every row of all areas read.
        let (code, end) = (held.area.as_str().to_owned(), after_all_in(held.area.as_str()));
        let within = announcement_areas::area.gt(code).and(announcement_areas::area.lt(end.unwrap_or_default()));
        let here = announcement_areas::area.eq_any(held.area.around()).or(within);
        let duty = announcements::duties.eq("").or(announcements::duties.like(format!("%,{},%", held.duty)));
        let found: Vec<AnnouncementId> = announcements::table
            .inner_join(announcement_areas::table)
            .filter(here)
            .filter(duty)
            .filter(announcements::kind.ne(AnnouncementKind::News))
            .filter(announcements::until.ge(lasting.map_or("", Day::as_str)))
            .select(announcements::id)
            .distinct()
            .load(conn)?;
        ids.extend(found);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

pub fn add(conn: &mut Conn, row: &AnnouncementRow, areas: &[AreaCode], by: By) -> Result<(), Error> {
    diesel::insert_into(announcements::table).values(row).execute(conn)?;
    for area in areas {
        let place = (announcement_areas::announcement.eq(row.id), announcement_areas::area.eq(area));
        diesel::insert_into(announcement_areas::table).values(place).execute(conn)?;
    }
    changes::note(conn, by, "announcement", &row.id.to_string(), "publish", &serde_json::json!({ "title": row.title, "areas": areas }))?;
    carried::changed(conn, row, by.at)
}

/// Changes an announcement from the version it was read at.
pub fn change(conn: &mut Conn, row: AnnouncementRow, detail: &impl serde::Serialize, by: By) -> Result<AnnouncementRow, Error> {
    let seen = row.version;
    let row = AnnouncementRow { version: seen + 1, updated_at: by.at, ..row };
    if diesel::update(announcements::table.find(row.id).filter(announcements::version.eq(seen))).set(&row).execute(conn)? == 0 {
        return Err(moved_on(seen + 1));
    }
    changes::note(conn, by, "announcement", &row.id.to_string(), "change", detail)?;
    carried::changed(conn, &row, by.at)?;
    Ok(row)
}

/// The news for residents of a grid, latest first.
pub fn news_of(conn: &mut Conn, grid: &GridCode, today: &Day) -> Result<Vec<BoardNews>, Error> {
    let rows: Vec<AnnouncementRow> = announcements::table
        .inner_join(announcement_areas::table)
        .filter(announcement_areas::area.eq_any(AreaCode::from(grid.clone()).around()))
        .filter(announcements::kind.eq(AnnouncementKind::News))
        .filter(announcements::until.ge(today))
        .order((announcements::published_at.desc(), announcements::id.desc()))
        .limit(NEWS_ON_A_BOARD)
        .select(AnnouncementRow::as_select())
        .distinct()
        .load(conn)?;
    let mut files = files::of(conn, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let news = |row: AnnouncementRow| {
        let files = files.remove(&row.id).unwrap_or_default();
        BoardNews { title: row.title, text: row.text, link: row.link, files, published_on: row.published_at.day() }
    };
    Ok(rows.into_iter().map(news).collect())
}
