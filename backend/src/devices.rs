//! The phones and browsers the app is used on, and what becomes of one that is lost.

mod contact;
pub mod rows;
mod sender;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::devices::{Device, DeviceFilter};
use shared::may;
use shared::problem::Code;
use shared::staffing::PersonId;
use shared::sync::ops::DeviceId;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

pub use self::contact::Contact;
pub use self::sender::{Sender, Sending};
use crate::answer::{Answer, Found, Listed};
use crate::caller::{Token, challenge};
use crate::changes::{self, By};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;
use crate::session::SignedOut;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_devices).service(lose_device).service(confirm_wiped);
}

/// List the phones and browsers the app is used on.
///
/// With when each was last heard of, and what it told then. Those last heard of first.
#[utoipa::path(tag = "devices", params(DeviceFilter))]
#[get("/devices")]
async fn list_devices(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<DeviceFilter>) -> Answer<Listed<Device>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "devices", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::keep_devices(&caller))?;
            rows::list(conn, &filter, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Report a phone lost.
///
/// It is served nothing more from now on, and told to delete what it keeps; what it still sends is held for a decision. `wiped_at` stays
/// empty until the phone tells that it has. There is no way back: a phone that is found starts anew.
#[utoipa::path(tag = "devices", request_body(content = Object, content_type = "application/json"))]
#[post("/people/{person}/devices/{device}/lost")]
async fn lose_device(
    db: Data<Db>,
    token: Token,
    path: Path<(PersonId, DeviceId)>,
    _body: Json<serde_json::Map<String, serde_json::Value>>,
) -> Answer<Found<Device>> {
    let ((person, device), now) = (path.into_inner(), Moment::now());
    let lost = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::keep_devices(&caller))?;
            let by = By { person: Some(caller.person), at: now };
            if rows::lose(conn, person, device, by)? {
                changes::note(conn, by, "device", &device.to_string(), "lost", &serde_json::json!({ "person": person }))?;
            }
            rows::find(conn, person, device)
        })
        .await?;
    Ok(Found::new(lost))
}

/// Tell that a lost phone has deleted what it kept.
///
/// From the phone itself, by its refresh cookie or its token. Ends its sessions.
#[utoipa::path(tag = "devices", request_body(content = Object, content_type = "application/json"))]
#[post("/devices/wiped")]
async fn confirm_wiped(db: Data<Db>, sender: Sender, _body: Json<serde_json::Map<String, serde_json::Value>>) -> Answer<SignedOut> {
    let now = Moment::now();
    db.write(move |conn| match sender.who(conn, None, now)? {
        Sending::Lost { person, device } => rows::wiped(conn, person, device, now),
        Sending::Caller { .. } => Err(Error::conflict(say!("这台手机没有报失", "This phone was not reported lost"))),
    })
    .await?;
    Ok(SignedOut)
}

/// 403: the phone deletes what it keeps.
pub fn device_lost() -> Error {
    Error::new(Code::DeviceLost)
        .saying(say!("这台手机已报失，手机上的数据将被清除", "This phone was reported lost; what it keeps is to be deleted"))
}

/// 403 when the session is on a device that is lost, or the device says that it is one.
pub fn not_lost(conn: &mut Conn, token: Token, told: Option<DeviceId>) -> Result<(), Error> {
    if rows::lost(conn, token, told)?.is_some() { Err(device_lost()) } else { Ok(()) }
}

/// Takes note that a device was heard of; 403 when it is lost.
pub fn meet(conn: &mut Conn, token: Token, contact: &Contact, now: Moment) -> Result<(), Error> {
    not_lost(conn, token, contact.device)?;
    rows::met(conn, token, contact, now)
}

/// Whether all that a contact tells is known already, so that nothing has to be written; 403 when the device is lost.
pub fn knows(conn: &mut Conn, token: Token, contact: &Contact, now: Moment) -> Result<bool, Error> {
    not_lost(conn, token, contact.device)?;
    rows::knows(conn, token, contact, now)
}

/// 401 for whoever is nobody.
fn unknown() -> Error {
    challenge(Code::SignInRequired)
}
