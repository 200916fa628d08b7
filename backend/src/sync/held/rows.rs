//! The table of what lost phones sent.

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;
use shared::page::Page;
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::sync::REMEMBERED_DAYS;
use shared::sync::held::{HeldFilter, HeldOp};
use shared::sync::ops::{DeviceId, Op, OpId, OpKind};
use shared::time::Moment;

use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::on_either;
use crate::schema::{held_ops, people};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Applied,
    Discarded,
}

impl Decision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Discarded => "discarded",
        }
    }
}

/// One operation as it came.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = held_ops)]
pub struct HeldRow {
    pub id: OpId,
    pub person_id: PersonId,
    pub device: DeviceId,
    op: String,
    pub bytes: i32,
    pub arrived_at: Moment,
}

impl HeldRow {
    pub fn new(person_id: PersonId, device: DeviceId, op: &Op, arrived_at: Moment) -> Result<Self, Error> {
        let text = serde_json::to_string(op).map_err(Error::internal)?;
        let bytes = i32::try_from(text.len()).map_err(Error::internal)?;
        Ok(Self { id: op.id, person_id, device, op: text, bytes, arrived_at })
    }

    pub fn op(&self) -> Result<Op, Error> {
        serde_json::from_str(&self.op).map_err(Error::internal)
    }
}

/// Where an operation stands in the list.
pub type Position = (Moment, OpId);

/// A page of what waits, oldest first.
pub fn list(conn: &mut Conn, filter: &HeldFilter, stretch: &Stretch<Position>) -> Result<Page<HeldOp>, Error> {
    let mut query = held_ops::table
        .inner_join(people::table.on(people::id.eq(held_ops::person_id)))
        .filter(held_ops::decision.is_null())
        .select((HeldRow::as_select(), people::name))
        .into_boxed();
    if let Some(person) = filter.person {
        query = query.filter(held_ops::person_id.eq(PersonId::from(person)));
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(held_ops::arrived_at.gt(at).or(held_ops::arrived_at.eq(at).and(held_ops::id.gt(id))));
    }
    let rows: Vec<(HeldRow, PersonName)> = query.order((held_ops::arrived_at, held_ops::id)).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |(row, _)| (row.arrived_at, row.id));
    let items = items.into_iter().map(|(row, name)| {
        let person = PersonRef { id: row.person_id, name };
        Ok(HeldOp { op: told(row.op()?), person, device: row.device, arrived_at: row.arrived_at })
    });
    Ok(Page { items: items.collect::<Result<_, Error>>()?, next_cursor })
}

/// An operation as the office reads it: what a visitor noted of somebody in care is not the office's to know.
fn told(mut op: Op) -> Op {
    if op.kind == OpKind::CareVisit.name() {
        op.body.remove("note");
    }
    op
}

/// One that nobody has decided on.
pub fn waiting(conn: &mut Conn, id: OpId) -> Result<HeldRow, Error> {
    Ok(held_ops::table.find(id).filter(held_ops::decision.is_null()).select(HeldRow::as_select()).first(conn)?)
}

/// How many operations, and bytes, are kept of a device.
pub fn kept_of(conn: &mut Conn, person: PersonId, device: DeviceId) -> Result<(i64, i64), Error> {
    let of = held_ops::table.filter(held_ops::person_id.eq(person)).filter(held_ops::device.eq(device));
    let (count, bytes): (i64, Option<i64>) = of.select((count_star(), sum(held_ops::bytes))).first(conn)?;
    Ok((count, bytes.unwrap_or_default()))
}

/// Whether an operation of somebody's is kept here, decided on or not.
pub fn is_kept(conn: &mut Conn, id: OpId, person: PersonId) -> Result<bool, Error> {
    let kept = held_ops::table.find(id).filter(held_ops::person_id.eq(person));
    Ok(diesel::select(diesel::dsl::exists(kept)).get_result(conn)?)
}

/// Keeps an operation; false when its id is another person's.
pub fn keep(conn: &mut Conn, row: &HeldRow) -> Result<bool, Error> {
    let kept = on_either!(conn, diesel::insert_into(held_ops::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(kept == 1 || is_kept(conn, row.id, row.person_id)?)
}

/// Writes down what was decided; 404 when somebody else was faster.
pub fn decide(conn: &mut Conn, id: OpId, decision: Decision, reason: Option<&str>, by: By) -> Result<(), Error> {
    let waiting = held_ops::table.find(id).filter(held_ops::decision.is_null());
    let values = (
        held_ops::decision.eq(decision.as_str()),
        held_ops::decided_at.eq(by.at),
        held_ops::decided_by.eq(by.person),
        held_ops::reason.eq(reason),
    );
    if diesel::update(waiting).set(values).execute(conn)? == 1 { Ok(()) } else { Err(Error::not_found()) }
}

/// Forgets what was decided long ago.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let before = now.plus_seconds(-REMEMBERED_DAYS * 86_400);
    diesel::delete(held_ops::table.filter(held_ops::decided_at.lt(before))).execute(conn)?;
    Ok(())
}
