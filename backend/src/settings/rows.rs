//! The one row of settings.

use diesel::prelude::*;
use shared::divisions::{DivisionCode, DivisionName};
use shared::settings::{ServicePromise, Settings, SettingsPatch};
use shared::time::Moment;
use shared::value::Phone;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::schema::{divisions, settings};

#[derive(AsChangeset)]
#[diesel(table_name = settings)]
struct Changed {
    sub_district: Option<Option<DivisionCode>>,
    supervision_phone: Option<Option<Phone>>,
    service_promise: Option<Option<ServicePromise>>,
    digest_hour: Option<i32>,
}

/// The settings as they are.
pub fn find(conn: &mut Conn) -> Result<Settings, Error> {
    type Row = (Option<DivisionCode>, Option<DivisionName>, Option<Phone>, Option<ServicePromise>, i32, i32, Moment);
    let (sub_district, sub_district_name, supervision_phone, service_promise, digest_hour, version, updated_at): Row = settings::table
        .left_join(divisions::table.on(settings::sub_district.eq(divisions::code.nullable())))
        .select((
            settings::sub_district,
            divisions::name.nullable(),
            settings::supervision_phone,
            settings::service_promise,
            settings::digest_hour,
            settings::version,
            settings::updated_at,
        ))
        .first(conn)?;
    let digest_hour = digest_hour.try_into().map_err(Error::internal)?;
    Ok(Settings { sub_district, sub_district_name, supervision_phone, service_promise, digest_hour, version, updated_at })
}

/// Changes the settings that `seen` was read from.
pub fn change(conn: &mut Conn, patch: &SettingsPatch, seen: Seen, by: By) -> Result<Settings, Error> {
    let version = find(conn)?.version;
    seen.check(version)?;
    let SettingsPatch { sub_district, supervision_phone, service_promise, digest_hour } = patch.clone();
    let digest_hour = digest_hour.map(Into::into);
    let values = (
        Changed { sub_district, supervision_phone, service_promise, digest_hour },
        settings::version.eq(version + 1),
        settings::updated_at.eq(by.at),
    );
    if diesel::update(settings::table.filter(settings::version.eq(version))).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    changes::note(conn, by, "settings", "1", "change", patch)?;
    find(conn)
}

/// Says which sub-district this installation serves.
pub fn set_sub_district(conn: &mut Conn, code: &DivisionCode, now: Moment) -> Result<(), Error> {
    diesel::update(settings::table).set((settings::sub_district.eq(code), settings::updated_at.eq(now))).execute(conn)?;
    Ok(())
}
