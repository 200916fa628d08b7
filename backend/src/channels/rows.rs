//! Channels. Where they lead is kept encrypted, and bound to the channel it belongs to.

pub mod outbox;

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::Serialize;
use shared::channels::{Adapter, Channel, ChannelId, ChannelName, ChannelPatch, MessageState, NewChannel, Target};
use shared::notices::NoticeKind;
use shared::staffing::{AreaCode, PersonId};
use shared::time::Moment;
use shared::units::{UnitId, UnitName, UnitRef};
use shared::value::Phone;

use crate::cases::rows::CaseRow;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::schema::{channels, people, units};
use crate::secrets::Secrets;

#[derive(Queryable, Selectable)]
#[diesel(table_name = channels)]
struct ChannelRow {
    id: ChannelId,
    name: ChannelName,
    adapter: Adapter,
    host: String,
    enabled: bool,
    kinds: String,
    area: Option<AreaCode>,
    unit: Option<UnitId>,
    version: i32,
    updated_at: Moment,
}

#[derive(Default, AsChangeset)]
#[diesel(table_name = channels)]
struct Changed {
    name: Option<ChannelName>,
    adapter: Option<Adapter>,
    host: Option<String>,
    target: Option<Vec<u8>>,
    enabled: Option<bool>,
    kinds: Option<String>,
    area: Option<Option<AreaCode>>,
    unit: Option<Option<UnitId>>,
}

/// What the history keeps of a change: nothing secret.
#[derive(Serialize)]
struct Told<'a> {
    name: Option<&'a ChannelName>,
    host: Option<&'a str>,
    enabled: Option<bool>,
    kinds: Option<&'a [NoticeKind]>,
    area: Option<&'a AreaCode>,
    unit: Option<UnitId>,
}

/// A channel that wants to carry a notice.
pub struct Listening {
    pub id: ChannelId,
    pub adapter: Adapter,
}

fn written(kinds: &[NoticeKind]) -> String {
    NoticeKind::ALL.iter().filter(|kind| kinds.contains(kind)).fold(String::new(), |text, kind| format!("{text}{kind},"))
}

fn read(kinds: &str) -> Vec<NoticeKind> {
    kinds.split(',').filter_map(|kind| kind.parse().ok()).collect()
}

fn seal(secrets: &Secrets, id: ChannelId, target: &Target) -> Result<Vec<u8>, Error> {
    secrets.seal(&format!("channel {id}"), &serde_json::to_vec(target).map_err(Error::internal)?)
}

/// Where a channel leads, if what is kept of it can still be read.
pub fn opened(secrets: &Secrets, id: ChannelId, sealed: &[u8]) -> Option<Target> {
    serde_json::from_slice(&secrets.unseal(&format!("channel {id}"), sealed)?).ok()
}

pub fn list(conn: &mut Conn) -> Result<Vec<Channel>, Error> {
    let rows: Vec<(ChannelRow, Option<UnitName>)> = channels::table
        .left_join(units::table)
        .order((channels::name, channels::id))
        .select((ChannelRow::as_select(), units::name.nullable()))
        .load(conn)?;
    rows.into_iter().map(|(row, unit)| shown(conn, row, unit)).collect()
}

pub fn find(conn: &mut Conn, id: ChannelId) -> Result<Channel, Error> {
    let (row, unit) = channels::table
        .left_join(units::table)
        .filter(channels::id.eq(id))
        .select((ChannelRow::as_select(), units::name.nullable()))
        .first(conn)?;
    shown(conn, row, unit)
}

fn shown(conn: &mut Conn, row: ChannelRow, unit: Option<UnitName>) -> Result<Channel, Error> {
    Ok(Channel {
        waiting: outbox::count(conn, row.id, MessageState::Waiting)?,
        failed: outbox::count(conn, row.id, MessageState::Failed)?,
        kinds: read(&row.kinds),
        unit: row.unit.zip(unit).map(|(id, name)| UnitRef { id, name }),
        id: row.id,
        name: row.name,
        adapter: row.adapter,
        host: row.host,
        enabled: row.enabled,
        area: row.area,
        version: row.version,
        updated_at: row.updated_at,
    })
}

/// The sealed target of a channel.
pub fn target(conn: &mut Conn, id: ChannelId) -> Result<Vec<u8>, Error> {
    Ok(channels::table.find(id).select(channels::target).first(conn)?)
}

pub fn add(conn: &mut Conn, secrets: &Secrets, new: &NewChannel, by: By) -> Result<Channel, Error> {
    let id = ChannelId::new();
    let row = (
        channels::id.eq(id),
        channels::name.eq(&new.name),
        channels::adapter.eq(new.target.adapter()),
        channels::host.eq(new.target.url().host()),
        channels::target.eq(seal(secrets, id, &new.target)?),
        channels::enabled.eq(new.enabled),
        channels::kinds.eq(written(&new.kinds)),
        channels::area.eq(&new.area),
        channels::unit.eq(new.unit),
        channels::updated_at.eq(by.at),
    );
    diesel::insert_into(channels::table).values(row).execute(conn)?;
    let told = Told {
        name: Some(&new.name),
        host: Some(new.target.url().host()),
        enabled: Some(new.enabled),
        kinds: Some(&new.kinds),
        area: new.area.as_ref(),
        unit: new.unit,
    };
    changes::note(conn, by, "channel", &id.to_string(), "add", &told)?;
    find(conn, id)
}

/// Changes the channel that `seen` was read from.
pub fn change(conn: &mut Conn, secrets: &Secrets, id: ChannelId, patch: &ChannelPatch, seen: Seen, by: By) -> Result<Channel, Error> {
    let version = version(conn, id)?;
    seen.check(version)?;
    let target = patch.target.as_ref();
    let changed = Changed {
        name: patch.name.clone(),
        adapter: target.map(Target::adapter),
        host: target.map(|target| target.url().host().to_owned()),
        target: target.map(|target| seal(secrets, id, target)).transpose()?,
        enabled: patch.enabled,
        kinds: patch.kinds.as_deref().map(written),
        area: patch.area.clone(),
        unit: patch.unit,
    };
    let values = (changed, channels::version.eq(version + 1), channels::updated_at.eq(by.at));
    if diesel::update(channels::table.find(id).filter(channels::version.eq(version))).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    if patch.enabled == Some(false) {
        outbox::forget_waiting(conn, id)?;
    }
    let told = Told {
        name: patch.name.as_ref(),
        host: target.map(|target| target.url().host()),
        enabled: patch.enabled,
        kinds: patch.kinds.as_deref(),
        area: patch.area.as_ref().and_then(Option::as_ref),
        unit: patch.unit.flatten(),
    };
    changes::note(conn, by, "channel", &id.to_string(), "change", &told)?;
    find(conn, id)
}

/// Removes the channel that `seen` was read from, with its messages.
pub fn remove(conn: &mut Conn, id: ChannelId, seen: Seen, by: By) -> Result<(), Error> {
    let channel = find(conn, id)?;
    seen.check(channel.version)?;
    outbox::forget_all(conn, id)?;
    diesel::delete(channels::table.find(id)).execute(conn)?;
    let told = Told { name: Some(&channel.name), host: Some(&channel.host), enabled: None, kinds: None, area: None, unit: None };
    changes::note(conn, by, "channel", &id.to_string(), "remove", &told)
}

fn version(conn: &mut Conn, id: ChannelId) -> Result<i32, Error> {
    Ok(channels::table.find(id).select(channels::version).first(conn)?)
}

/// The channels that carry this kind of notice for this case.
pub fn listening(conn: &mut Conn, kind: NoticeKind, case: &CaseRow) -> Result<Vec<Listening>, Error> {
    let rows: Vec<ChannelRow> = channels::table.filter(channels::enabled.eq(true)).select(ChannelRow::as_select()).load(conn)?;
    let wants = |row: &ChannelRow| {
        let here = row.area.as_ref().is_none_or(|area| area.contains(&case.grid));
        let theirs = row.unit.is_none() || row.unit == case.unit;
        here && theirs && read(&row.kinds).contains(&kind)
    };
    Ok(rows.into_iter().filter(wants).map(|row| Listening { id: row.id, adapter: row.adapter }).collect())
}

/// The mobile phones of people.
pub fn phones_of(conn: &mut Conn, people: &BTreeSet<PersonId>) -> Result<Vec<Phone>, Error> {
    let phones: Vec<Option<Phone>> = people::table.filter(people::id.eq_any(people)).order(people::id).select(people::phone).load(conn)?;
    Ok(phones.into_iter().flatten().filter(Phone::is_mobile).collect())
}
