//! The table of reply templates.

use diesel::prelude::*;
use shared::cases::templates::{NewTemplate, Template, TemplateFilter, TemplateId, TemplatePatch, TemplateTitle};
use shared::cases::{Move, Reason};
use shared::time::Moment;

use super::shipped::SHIPPED;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::templates;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = templates)]
struct TemplateRow {
    id: TemplateId,
    by_move: Move,
    title: TemplateTitle,
    text: Reason,
    retired: bool,
    version: i32,
    updated_at: Moment,
}

impl From<TemplateRow> for Template {
    fn from(row: TemplateRow) -> Self {
        let TemplateRow { id, by_move, title, text, retired, version, updated_at } = row;
        Self { id, by: by_move, title, text, retired, version, updated_at }
    }
}

pub fn list(conn: &mut Conn, filter: &TemplateFilter) -> Result<Vec<Template>, Error> {
    let mut query = templates::table.order((templates::by_move, templates::title)).select(TemplateRow::as_select()).into_boxed();
    if let Some(by) = filter.by {
        query = query.filter(templates::by_move.eq(by));
    }
    if filter.retired != Some(true) {
        query = query.filter(templates::retired.eq(false));
    }
    Ok(query.load::<TemplateRow>(conn)?.into_iter().map(Into::into).collect())
}

pub fn find(conn: &mut Conn, id: TemplateId) -> Result<Template, Error> {
    Ok(templates::table.find(id).select(TemplateRow::as_select()).first::<TemplateRow>(conn)?.into())
}

pub fn add(conn: &mut Conn, new: NewTemplate, by: By) -> Result<Template, Error> {
    taken(conn, new.by, &new.title, None)?;
    let row = TemplateRow {
        id: TemplateId::new(),
        by_move: new.by,
        title: new.title,
        text: new.text,
        retired: false,
        version: 1,
        updated_at: by.at,
    };
    diesel::insert_into(templates::table).values(&row).execute(conn)?;
    let template = Template::from(row);
    changes::note(conn, by, "template", &template.id.to_string(), "add", &template)?;
    Ok(template)
}

pub fn change(conn: &mut Conn, id: TemplateId, patch: &TemplatePatch, by: By) -> Result<Template, Error> {
    let before = find(conn, id)?;
    let title = patch.title.as_ref().unwrap_or(&before.title);
    taken(conn, before.by, title, Some(id))?;
    let values = (
        templates::title.eq(title),
        templates::text.eq(patch.text.as_ref().unwrap_or(&before.text)),
        templates::retired.eq(patch.retired.unwrap_or(before.retired)),
        templates::version.eq(before.version + 1),
        templates::updated_at.eq(by.at),
    );
    diesel::update(templates::table.find(id).filter(templates::version.eq(before.version))).set(values).execute(conn)?;
    changes::note(conn, by, "template", &id.to_string(), "change", patch)?;
    find(conn, id)
}

/// Two templates of a move could not be told apart by the same title.
fn taken(conn: &mut Conn, by: Move, title: &TemplateTitle, but: Option<TemplateId>) -> Result<(), Error> {
    let same: Option<TemplateId> = templates::table
        .filter(templates::by_move.eq(by))
        .filter(templates::title.eq(title))
        .select(templates::id)
        .first(conn)
        .optional()?;
    match same.filter(|same| Some(*same) != but) {
        Some(_) => Err(Error::invalid(
            "/title",
            "taken",
            say!(
                "这一步已经有叫“{title}”的模板（可能已停用）",
                "There is a template called “{title}” for this move already; it may be retired"
            ),
        )),
        None => Ok(()),
    }
}

/// Adds the first templates to a database that has never had any.
pub fn ship(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let any: bool = diesel::select(diesel::dsl::exists(templates::table.select(templates::id))).get_result(conn)?;
    if any {
        return Ok(());
    }
    for (by, title, text) in SHIPPED {
        let new = NewTemplate { by: *by, title: title.parse().map_err(Error::internal)?, text: text.parse().map_err(Error::internal)? };
        add(conn, new, By { person: None, at: now })?;
    }
    Ok(())
}
