//! `wangge account`.

use clap::Subcommand;
use shared::divisions::DivisionName;
use shared::lang::Lang;
use shared::staffing::{AreaCode, Duty, NewAppointment, NewPerson, PersonId, PersonName};
use shared::time::Moment;
use shared::value::Phone;

use super::{fit, one_of, told};
use crate::app::State;
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::Conn;
use crate::error::Error;
use crate::session::{accounts, rows};
use crate::{divisions, say, staffing};

#[derive(Subcommand)]
pub enum What {
    /// Add a person with a duty and an account; prints the initial password
    Add {
        /// Mobile number to sign in with
        #[arg(long, value_parser = fit::<Phone>)]
        phone: Phone,
        /// As it stands on the board
        #[arg(long, value_parser = fit::<PersonName>)]
        name: PersonName,
        /// What the person answers for
        #[arg(long, value_parser = one_of::<Duty>(Duty::ALL.iter().map(Duty::as_str)))]
        duty: Duty,
        /// Code of the sub-district (9 digits), village (12) or grid (15) the duty is for
        #[arg(long, value_parser = fit::<AreaCode>)]
        area: AreaCode,
    },
    /// Give an account a new initial password and end its sessions
    Reset {
        /// Mobile number the account signs in with
        #[arg(long, value_parser = fit::<Phone>)]
        phone: Phone,
    },
    /// Disable an account and end its sessions
    Disable {
        /// Mobile number the account signs in with
        #[arg(long, value_parser = fit::<Phone>)]
        phone: Phone,
    },
}

pub fn run(config: Config, what: What) -> anyhow::Result<()> {
    let state = State::open(config)?;
    let by = By { person: None, at: Moment::now() };
    match what {
        What::Add { phone, name, duty, area } => {
            let new = NewPerson { name, phone: Some(phone), phone_public: false, photo_public: false };
            print_password(&state, by, move |conn| {
                if !area.is_grid() {
                    let sub_district = divisions::rows::sub_district_of(&area)?;
                    divisions::rows::ensure_sub_district(conn, &sub_district, &unnamed(&sub_district), by.at)?;
                }
                let person = staffing::rows::add_person(conn, &new, by)?;
                let post = NewAppointment { person, duty, area, unit: None, covering_for: None, from_day: by.at.day(), to_day: None };
                staffing::rules::check(conn, &post)?;
                staffing::rows::appoint(conn, &post, by)?;
                Ok(person)
            })
        }
        What::Reset { phone } => print_password(&state, by, move |conn| person(conn, &phone)),
        What::Disable { phone } => {
            let disabled = state.db.write_blocking(move |conn| {
                let person = person(conn, &phone)?;
                rows::disable(conn, person, by.at)?;
                changes::note(conn, by, "account", &person.to_string(), "disable", &())
            });
            disabled.map_err(|error| told(&error, Lang::En))?;
            println!("Disabled; its sessions have ended.");
            Ok(())
        }
    }
}

/// A sub-district nobody has named yet is called by its code until the divisions are imported.
fn unnamed(code: &shared::divisions::DivisionCode) -> DivisionName {
    code.as_str().parse().unwrap_or_else(|_| unreachable!("digits are a fit name"))
}

fn person(conn: &mut Conn, phone: &Phone) -> Result<PersonId, Error> {
    let account = rows::find_by_phone(conn, phone)?;
    account
        .map(|account| account.person)
        .ok_or_else(|| Error::not_found().saying(say!("没有手机号为 {phone} 的账号", "No account signs in with {phone}")))
}

fn print_password(state: &State, by: By, find: impl FnOnce(&mut Conn) -> Result<PersonId, Error> + Send + 'static) -> anyhow::Result<()> {
    let password = accounts::initial_password();
    let hash = state.passwords.hash_blocking(&password)?;
    let opened = state.db.write_blocking(move |conn| {
        let person = find(conn)?;
        accounts::open(conn, person, &hash, password, by)
    });
    let opened = opened.map_err(|error| told(&error, Lang::En))?;
    println!(
        "Phone {}\nInitial password {} (until {}, to be changed at the first sign-in)",
        opened.phone,
        opened.password,
        opened.expires_at.to_minute()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Options;

    #[test]
    fn nobody_is_appointed_where_nothing_is() -> anyhow::Result<()> {
        let data = tempfile::tempdir()?;
        let config = Options { data: Some(data.path().into()), password_kib: Some(64), ..Options::default() }.settle(None)?;
        let add = |duty, area: &str| -> anyhow::Result<()> {
            run(config.clone(), What::Add { phone: "13905700001".parse()?, name: "陈国平".parse()?, duty, area: area.parse()? })
        };
        for (duty, area, words) in [
            (Duty::Leader, "330881003207001", "There is no grid 330881003207001"),
            (Duty::Instructor, "330881003207", "There is no sub-district or village 330881003207"),
            (Duty::Leader, "330881003", &*staffing::rules::unfit_area().en),
        ] {
            assert_eq!(add(duty, area).map_err(|error| error.to_string()), Err(words.to_owned()));
        }
        // Nothing of those is left, so the phone is free.
        add(Duty::Administrator, "330881003")?;
        let wrong = run(config.clone(), What::Disable { phone: "13905700002".parse()? }).map_err(|error| error.to_string());
        assert_eq!(wrong, Err("No account signs in with 13905700002".to_owned()));
        run(config.clone(), What::Disable { phone: "13905700001".parse()? })?;
        let noted: i64 = State::open(config)?.db.write_blocking(|conn| {
            use diesel::prelude::*;
            Ok(crate::schema::changes::table.filter(crate::schema::changes::action.eq("disable")).count().get_result(conn)?)
        })?;
        assert_eq!(noted, 1);
        Ok(())
    }
}
