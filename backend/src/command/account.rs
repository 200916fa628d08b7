//! `wangge account`.

use anyhow::Context;
use clap::Subcommand;
use shared::divisions::DivisionName;
use shared::staffing::{Duty, NewAppointment, NewPerson, PersonId, PersonName};
use shared::time::Moment;
use shared::value::Phone;

use crate::app::State;
use crate::changes::By;
use crate::config::Config;
use crate::session::{accounts, rows};
use crate::{divisions, staffing};

#[derive(Subcommand)]
pub enum What {
    /// Add a person with a duty and an account; prints the initial password
    Add {
        /// Mobile number to sign in with
        #[arg(long)]
        phone: Phone,
        #[arg(long)]
        name: PersonName,
        /// leader, full_time, part_time, instructor, dispatcher, handler, assessor or administrator
        #[arg(long)]
        duty: Duty,
        /// Code of the sub-district (9 digits), village (12) or grid (15) the duty is for
        #[arg(long)]
        area: String,
    },
    /// Give an account a new initial password and end its sessions
    Reset {
        #[arg(long)]
        phone: Phone,
    },
    /// Disable an account and end its sessions
    Disable {
        #[arg(long)]
        phone: Phone,
    },
}

pub fn run(config: Config, what: What) -> anyhow::Result<()> {
    let state = State::open(config)?;
    let by = By { person: None, at: Moment::now() };
    match what {
        What::Add { phone, name, duty, area } => {
            let area = area.parse().with_context(|| format!("{area} is not a code of 9, 12 or 15 digits"))?;
            let new = NewPerson { name, phone: Some(phone), phone_public: false, photo_public: false };
            print_password(&state, by, move |conn| {
                let sub_district = divisions::rows::sub_district_of(&area)?;
                divisions::rows::ensure_sub_district(conn, &sub_district, &unnamed(&sub_district), by.at)?;
                let person = staffing::rows::add_person(conn, &new, by)?;
                staffing::rows::appoint(
                    conn,
                    &NewAppointment { person, duty, area, unit: None, covering_for: None, from_day: by.at.day(), to_day: None },
                    by,
                )?;
                Ok(person)
            })
        }
        What::Reset { phone } => print_password(&state, by, move |conn| person(conn, &phone)),
        What::Disable { phone } => {
            state.db.write_blocking(move |conn| {
                let person = person(conn, &phone)?;
                rows::disable(conn, person, by.at)
            })?;
            println!("Disabled; its sessions have ended.");
            Ok(())
        }
    }
}

/// A sub-district nobody has named yet is called by its code until the divisions are imported.
fn unnamed(code: &shared::divisions::DivisionCode) -> DivisionName {
    code.as_str().parse().unwrap_or_else(|_| unreachable!("digits are a fit name"))
}

fn person(conn: &mut crate::db::Conn, phone: &Phone) -> Result<PersonId, crate::error::Error> {
    rows::find_by_phone(conn, phone)?.map(|account| account.person).ok_or_else(crate::error::Error::not_found)
}

fn print_password(
    state: &State,
    by: By,
    find: impl FnOnce(&mut crate::db::Conn) -> Result<PersonId, crate::error::Error> + Send + 'static,
) -> anyhow::Result<()> {
    let password = accounts::initial_password();
    let hash = state.passwords.hash_blocking(&password)?;
    let opened = state.db.write_blocking(move |conn| {
        let person = find(conn)?;
        accounts::open(conn, person, &hash, password, by)
    })?;
    println!(
        "Phone {}\nInitial password {} (until {}, to be changed at the first sign-in)",
        opened.phone,
        opened.password,
        opened.expires_at.to_minute()
    );
    Ok(())
}
