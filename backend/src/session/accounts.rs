//! Accounts: who can sign in. Opened by the administrator; the first administrator by a code the server printed.

use actix_web::web::{Data, Path};
use actix_web::{delete, post};
use sha2::{Digest, Sha256};
use shared::may;
use shared::session::SetUp;
use shared::staffing::{Duty, InitialPassword, NewAppointment, NewPerson, PersonId};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::passwords::Passwords;
use super::rows;
use crate::answer::{Answer, Created, NoContent};
use crate::caller::Token;
use crate::changes::{self, By};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::Json;
use crate::{divisions, say, settings, staffing};

/// Days an initial password works.
const INITIAL_DAYS: i64 = 14;

pub fn routes(config: &mut ServiceConfig) {
    config.service(open_account).service(disable_account);
}

/// Open an account.
///
/// Gives the person an initial password, shown once; it must be changed at the first sign-in. An account that is there gets a new one, and its sessions end.
#[utoipa::path(tag = "staffing", request_body(content = Object, content_type = "application/json"))]
#[post("/people/{person}/account")]
async fn open_account(
    db: Data<Db>,
    passwords: Data<Passwords>,
    token: Token,
    person: Path<PersonId>,
    _body: Json<serde_json::Map<String, serde_json::Value>>,
) -> Answer<Created<InitialPassword>> {
    let (person, now) = (person.into_inner(), Moment::now());
    let password = initial_password();
    let hash = passwords.hash(password.clone()).await?;
    let opened = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::administer(&caller))?;
            open(conn, person, &hash, password, By { person: Some(caller.person), at: now })
        })
        .await?;
    Ok(Created::new(opened, format!("/api/v1/people/{person}")))
}

/// Disable an account.
///
/// Ends its sessions. The person and the appointments stay.
#[utoipa::path(tag = "staffing")]
#[delete("/people/{person}/account")]
async fn disable_account(db: Data<Db>, token: Token, person: Path<PersonId>) -> Answer<NoContent> {
    let (person, now) = (person.into_inner(), Moment::now());
    db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::administer(&caller))?;
        if person == caller.person {
            return Err(Error::conflict(say!("不能停用自己的账号", "You cannot disable your own account")));
        }
        rows::disable(conn, person, now)?;
        changes::note(conn, By { person: Some(caller.person), at: now }, "account", &person.to_string(), "disable", &())
    })
    .await?;
    Ok(NoContent)
}

/// Opens an account with an initial password whose hash is given.
pub fn open(conn: &mut Conn, person: PersonId, hash: &str, password: String, by: By) -> Result<InitialPassword, Error> {
    let (_, phone) = rows::name_and_phone(conn, person).map_err(|error| match staffing::rows::exists(conn, person) {
        Ok(true) => Error::conflict(say!("请先为此人登记手机号，再开通账号", "Give the person a mobile number first")),
        _ => error,
    })?;
    if !phone.is_mobile() {
        return Err(Error::conflict(say!(
            "账号要用手机号登录，此人登记的是座机",
            "Accounts sign in with a mobile number; this person has a landline"
        )));
    }
    let expires_at = by.at.plus_seconds(INITIAL_DAYS * 86_400);
    rows::set_password(conn, person, hash, Some(expires_at), by.at)?;
    rows::end_all(conn, person, None, by.at)?;
    changes::note(conn, by, "account", &person.to_string(), "open", &())?;
    Ok(InitialPassword { phone, password, expires_at })
}

/// Ten letters and digits that are hard to confuse (50 random bits).
pub fn initial_password() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    rand::random::<[u8; 10]>().iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

/// The one-time code for the first administrator, when nobody has an account yet. A new one replaces the old at every start.
pub fn new_setup_code(conn: &mut Conn, now: Moment) -> Result<Option<String>, Error> {
    if rows::any_account(conn)? {
        return Ok(None);
    }
    let code = format!("{}-{}", initial_password(), initial_password());
    rows::keep_setup_code(conn, Sha256::digest(code.as_bytes()).to_vec(), now)?;
    Ok(Some(code))
}

/// Makes the first administrator, the sub-district and the account, and spends the code.
pub fn first_administrator(conn: &mut Conn, new: &SetUp, hash: &str, now: Moment) -> Result<PersonId, Error> {
    let right = rows::setup_code(conn)?.is_some_and(|kept| kept == Sha256::digest(new.code.trim().as_bytes()).to_vec());
    if !right || rows::any_account(conn)? {
        return Err(Error::invalid(
            "/code",
            "setup_code",
            say!(
                "初始化码不对或已用过；重新启动服务会打印新的初始化码",
                "The setup code is wrong or spent; the server prints a new one when it starts"
            ),
        ));
    }
    if !new.phone.is_mobile() {
        return Err(Error::invalid("/phone", "mobile", say!("请填写手机号", "Give a mobile number")));
    }
    let by = By { person: None, at: now };
    divisions::rows::ensure_sub_district(conn, &new.sub_district, &new.sub_district_name, now)?;
    settings::set_sub_district(conn, &new.sub_district, now)?;
    let person = staffing::rows::add_person(
        conn,
        &NewPerson { name: new.name.clone(), phone: Some(new.phone.clone()), phone_public: false, photo_public: false },
        by,
    )?;
    let area =
        new.sub_district.as_str().parse().map_err(|fault| Error::fields(vec![crate::error::FieldFault::of("/sub_district", fault)]))?;
    staffing::rows::appoint(
        conn,
        &NewAppointment { person, duty: Duty::Administrator, area, unit: None, covering_for: None, from_day: now.day(), to_day: None },
        by,
    )?;
    rows::set_password(conn, person, hash, None, now)?;
    rows::spend_setup_code(conn)?;
    changes::note(conn, by, "account", &person.to_string(), "set_up", &())?;
    Ok(person)
}
