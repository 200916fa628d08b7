//! Accounts, sessions and refresh tokens.

use diesel::prelude::*;
use sha2::{Digest, Sha256};
use shared::may::{Caller, Held};
use shared::problem::Code;
use shared::session::{Session, SessionId};
use shared::staffing::{AccountState, AreaCode, Duty, PersonId, PersonName};
use shared::time::{Day, Moment};
use shared::units::UnitId;
use shared::value::Phone;

use crate::caller::{Token, challenge};
use crate::db::Conn;
use crate::devices::device_lost;
use crate::error::Error;
use crate::schema::{accounts, appointments, devices, people, refresh_tokens, secrets, sessions};

const SETUP: &str = "setup";
/// Days after which a session ends, used or not.
const MOST_DAYS: i64 = 90;
/// Days without use after which a session ends.
const IDLE_DAYS: i64 = 14;
/// Failed sign-ins in a row after which an account waits.
const FREE_FAILURES: i32 = 5;

/// An account as sign-in needs it.
pub struct Account {
    pub person: PersonId,
    pub password: String,
    pub state: AccountState,
    pub initial_until: Option<Moment>,
    pub failures: i32,
    pub wait_until: Option<Moment>,
}

type AccountRow = (PersonId, String, AccountState, Option<Moment>, i32, Option<Moment>);
const ACCOUNT: (
    accounts::person_id,
    accounts::password,
    accounts::state,
    accounts::initial_until,
    accounts::failures,
    accounts::wait_until,
) = (accounts::person_id, accounts::password, accounts::state, accounts::initial_until, accounts::failures, accounts::wait_until);

fn account((person, password, state, initial_until, failures, wait_until): AccountRow) -> Account {
    Account { person, password, state, initial_until, failures, wait_until }
}

pub fn find_by_phone(conn: &mut Conn, phone: &Phone) -> Result<Option<Account>, Error> {
    Ok(accounts::table.inner_join(people::table).filter(people::phone.eq(phone)).select(ACCOUNT).first(conn).optional()?.map(account))
}

pub fn find(conn: &mut Conn, person: PersonId) -> Result<Account, Error> {
    Ok(accounts::table.find(person).select(ACCOUNT).first(conn).map(account)?)
}

/// Whether anybody can sign in at all.
pub fn any_account(conn: &mut Conn) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(accounts::table.select(accounts::person_id))).get_result(conn)?)
}

/// The account, kept from others until the transaction ends: passwords tried at the same moment are counted one after the other.
pub fn find_alone(conn: &mut Conn, person: PersonId) -> Result<Account, Error> {
    diesel::update(accounts::table.find(person)).set(accounts::failures.eq(accounts::failures)).execute(conn)?;
    find(conn, person)
}

/// Writes down a failed sign-in; from the fifth on the account waits, 30 s at first, twice as long each time, a quarter of an hour at most.
pub fn failed(conn: &mut Conn, person: PersonId, now: Moment) -> Result<(), Error> {
    let failures = find(conn, person)?.failures.saturating_add(1);
    let wait = (failures >= FREE_FAILURES).then(|| (30_i64 << (failures - FREE_FAILURES).clamp(0, 5)).min(900));
    diesel::update(accounts::table.find(person))
        .set((accounts::failures.eq(failures), accounts::wait_until.eq(wait.map(|s| now.plus_seconds(s)))))
        .execute(conn)?;
    Ok(())
}

/// Sets a password; `initial_until` makes it one that must be changed at the first sign-in. Makes the account when there is none.
pub fn set_password(conn: &mut Conn, person: PersonId, hash: &str, initial_until: Option<Moment>, now: Moment) -> Result<(), Error> {
    let state = if initial_until.is_some() { AccountState::Initial } else { AccountState::Active };
    let values = (
        accounts::password.eq(hash),
        accounts::state.eq(state),
        accounts::initial_until.eq(initial_until),
        accounts::failures.eq(0),
        accounts::wait_until.eq(None::<Moment>),
        accounts::updated_at.eq(now),
    );
    if diesel::update(accounts::table.find(person)).set(values).execute(conn)? == 0 {
        diesel::insert_into(accounts::table).values((accounts::person_id.eq(person), values)).execute(conn)?;
    }
    Ok(())
}

pub fn disable(conn: &mut Conn, person: PersonId, now: Moment) -> Result<(), Error> {
    let changed = diesel::update(accounts::table.find(person))
        .set((accounts::state.eq(AccountState::Disabled), accounts::updated_at.eq(now)))
        .execute(conn)?;
    if changed == 0 { Err(Error::not_found()) } else { end_all(conn, person, None, now) }
}

/// Signs a device in.
pub fn open(conn: &mut Conn, person: PersonId, device: Option<&str>, now: Moment) -> Result<SessionId, Error> {
    let id = SessionId::new();
    let expires_at = now.plus_seconds(MOST_DAYS * 86_400);
    let row = (
        sessions::id.eq(id),
        sessions::person_id.eq(person),
        sessions::device.eq(device),
        sessions::signed_in_at.eq(now),
        sessions::last_used_at.eq(now),
        sessions::expires_at.eq(expires_at),
    );
    diesel::insert_into(sessions::table).values(row).execute(conn)?;
    diesel::update(accounts::table.find(person)).set((accounts::failures.eq(0), accounts::wait_until.eq(None::<Moment>))).execute(conn)?;
    Ok(id)
}

/// The sessions of a person that still hold.
pub fn list(conn: &mut Conn, token: Token, now: Moment) -> Result<Vec<Session>, Error> {
    let holding = sessions::table
        .filter(sessions::person_id.eq(token.person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(idle_since(now)));
    let rows: Vec<(SessionId, Option<String>, Moment, Moment)> = holding
        .select((sessions::id, sessions::device, sessions::signed_in_at, sessions::last_used_at))
        .order(sessions::last_used_at.desc())
        .limit(200)
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, device, signed_in_at, last_used_at)| Session { id, device, signed_in_at, last_used_at, current: id == token.session })
        .collect())
}

/// Ends one session of a person.
pub fn end(conn: &mut Conn, person: PersonId, session: SessionId, now: Moment) -> Result<(), Error> {
    let ended = diesel::update(sessions::table.find(session).filter(sessions::person_id.eq(person)).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(now))
        .execute(conn)?;
    if ended == 0 { Err(Error::not_found()) } else { Ok(()) }
}

/// Ends all sessions of a person but the one to keep.
pub fn end_all(conn: &mut Conn, person: PersonId, keep: Option<SessionId>, now: Moment) -> Result<(), Error> {
    let open: Vec<SessionId> =
        sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::ended_at.is_null()).select(sessions::id).load(conn)?;
    let ending: Vec<SessionId> = open.into_iter().filter(|id| Some(*id) != keep).collect();
    diesel::update(sessions::table.filter(sessions::id.eq_any(ending))).set(sessions::ended_at.eq(now)).execute(conn)?;
    Ok(())
}

const fn idle_since(now: Moment) -> Moment {
    now.plus_seconds(-IDLE_DAYS * 86_400)
}

/// A token that holds, and the state of its account.
fn holding(conn: &mut Conn, session: SessionId, person: PersonId, now: Moment) -> Result<AccountState, Error> {
    let of_session = devices::person_id.eq(sessions::person_id).and(devices::id.nullable().eq(sessions::device_id));
    let found: Option<(AccountState, Option<Moment>)> = sessions::table
        .inner_join(accounts::table.on(accounts::person_id.eq(sessions::person_id)))
        .left_join(devices::table.on(of_session))
        .filter(sessions::id.eq(session))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::state.ne(AccountState::Disabled))
        .select((accounts::state, devices::lost_at.nullable()))
        .first(conn)
        .optional()?;
    match found {
        None => Err(challenge(Code::SessionEnded)),
        Some((_, Some(_))) => Err(device_lost()),
        Some((state, None)) => Ok(state),
    }
}

/// The bearer of a token with the duties that hold today. Fails while an initial password waits to be changed.
pub fn caller(conn: &mut Conn, token: Token, now: Moment) -> Result<Caller, Error> {
    match holding(conn, token.session, token.person, now)? {
        AccountState::Initial => Err(Error::new(Code::PasswordChangeRequired)),
        _ => Ok(Caller { person: token.person, duties: duties_on(conn, token.person, &now.day())? }),
    }
}

/// The same, for the few calls that work before the password is changed.
pub fn state(conn: &mut Conn, token: Token, now: Moment) -> Result<AccountState, Error> {
    holding(conn, token.session, token.person, now)
}

/// The duties somebody holds on a day.
pub fn duties_on(conn: &mut Conn, person: PersonId, day: &Day) -> Result<Vec<Held>, Error> {
    let rows: Vec<(Duty, AreaCode, Option<UnitId>)> = appointments::table
        .filter(appointments::person_id.eq(person))
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .select((appointments::duty, appointments::area, appointments::unit))
        .load(conn)?;
    Ok(rows.into_iter().map(|(duty, area, unit)| Held { duty, area, unit }).collect())
}

/// Name and sign-in phone of a person with an account.
pub fn name_and_phone(conn: &mut Conn, person: PersonId) -> Result<(PersonName, Phone), Error> {
    let (name, phone): (PersonName, Option<Phone>) = people::table.find(person).select((people::name, people::phone)).first(conn)?;
    phone.map(|phone| (name, phone)).ok_or_else(Error::not_found)
}

/// SHA-256 of a refresh token; the token itself is never stored.
pub fn hashed(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

pub fn issue(conn: &mut Conn, session: SessionId, token: &str, parent: Option<Vec<u8>>, now: Moment) -> Result<(), Error> {
    let row = (
        refresh_tokens::hash.eq(hashed(token)),
        refresh_tokens::session_id.eq(session),
        refresh_tokens::parent.eq(parent),
        refresh_tokens::issued_at.eq(now),
    );
    diesel::insert_into(refresh_tokens::table).values(row).execute(conn)?;
    Ok(())
}

/// What using a refresh token means.
pub enum Use {
    /// A new one was issued; the token stays good until that one is first used, in case the answer is lost.
    Renewed(Token),
    /// It was spent before: somebody has a copy. The session is ended.
    Stolen(PersonId),
    /// Unknown, or its session has ended.
    Ended,
}

/// Uses a refresh token and issues `next` in its place.
pub fn renew(conn: &mut Conn, token: &str, next: &str, now: Moment) -> Result<Use, Error> {
    let hash = hashed(token);
    type Row = (SessionId, Option<Vec<u8>>, Option<Moment>, PersonId);
    let row: Option<Row> = refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::hash.eq(&hash))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_used_at.gt(idle_since(now)))
        .select((sessions::id, refresh_tokens::parent, refresh_tokens::spent_at, sessions::person_id))
        .first(conn)
        .optional()?;
    let Some((session, parent, spent_at, person)) = row else { return Ok(Use::Ended) };
    if spent_at.is_some() {
        end(conn, person, session, now)?;
        return Ok(Use::Stolen(person));
    }
    if holding(conn, session, person, now).is_err() {
        return Ok(Use::Ended);
    }
    if let Some(parent) = parent {
        // This token is used, so its answer arrived: its parent, and other answers to the parent, are spent from now on.
        let siblings = refresh_tokens::table
            .filter(refresh_tokens::session_id.eq(session))
            .filter(refresh_tokens::hash.ne(&hash))
            .filter(refresh_tokens::hash.eq(&parent).or(refresh_tokens::parent.eq(&parent)));
        diesel::update(siblings).set(refresh_tokens::spent_at.eq(now)).execute(conn)?;
    }
    issue(conn, session, next, Some(hash), now)?;
    diesel::update(sessions::table.find(session)).set(sessions::last_used_at.eq(now)).execute(conn)?;
    Ok(Use::Renewed(Token { person, session }))
}

/// The session a refresh token belongs to, ended or not.
pub fn session_of(conn: &mut Conn, token: &str) -> Result<Option<Token>, Error> {
    let of: Option<(PersonId, SessionId)> = refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::hash.eq(hashed(token)))
        .select((sessions::person_id, sessions::id))
        .first(conn)
        .optional()?;
    Ok(of.map(|(person, session)| Token { person, session }))
}

/// Forgets sessions that ended half a year ago, and their tokens (logs are kept at least that long: Cybersecurity Law Art. 21).
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    let before = now.plus_seconds(-180 * 86_400);
    let old: Vec<SessionId> = sessions::table
        .filter(sessions::expires_at.lt(before).or(sessions::ended_at.lt(before)))
        .select(sessions::id)
        .limit(1000)
        .load(conn)?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(&old))).execute(conn)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(&old))).execute(conn)?)
}

/// Keeps the hash of the code for the first administrator instead of the one before.
pub fn keep_setup_code(conn: &mut Conn, hash: Vec<u8>, now: Moment) -> Result<(), Error> {
    spend_setup_code(conn)?;
    diesel::insert_into(secrets::table)
        .values((secrets::name.eq(SETUP), secrets::value.eq(hash), secrets::created_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The hash of the code for the first administrator, while there is one.
pub fn setup_code(conn: &mut Conn) -> Result<Option<Vec<u8>>, Error> {
    Ok(secrets::table.find(SETUP).select(secrets::value).first(conn).optional()?)
}

/// Makes the code for the first administrator useless.
pub fn spend_setup_code(conn: &mut Conn) -> Result<(), Error> {
    diesel::delete(secrets::table.find(SETUP)).execute(conn)?;
    Ok(())
}
