//! Which person each row of a staff table is about.

use std::collections::HashMap;

use shared::staffing::{PersonId, PersonName};
use shared::value::Phone;

use crate::db::Conn;
use crate::error::Error;
use crate::imports::outcome::Outcome;
use crate::imports::staff::columns::Column;
use crate::imports::staff::reading::{Line, StaffFile};
use crate::say;
use crate::staffing::rows::many::{self, Known};

/// A person in the file, there already or new.
pub struct Planned {
    pub id: PersonId,
    pub name: PersonName,
    pub phone: Option<Phone>,
    /// As the database has it; `None` for somebody new.
    pub known: Option<Known>,
    pub phone_public: Option<bool>,
    pub photo_public: Option<bool>,
    /// The first row about the person, from 0.
    pub row: u32,
}

impl Planned {
    /// Whether the file says otherwise of what people agreed to show.
    pub fn changes(&self) -> bool {
        self.known.as_ref().is_some_and(|k| {
            self.phone_public.is_some_and(|v| v != k.phone_public) || self.photo_public.is_some_and(|v| v != k.photo_public)
        })
    }
}

/// All people of a file, and who each line is about (none where that is a fault).
pub struct Roll {
    pub people: Vec<Planned>,
    pub of_lines: Vec<Option<usize>>,
}

/// Somebody is known by the phone; without one by the name, which must then be clear.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Phone(Phone),
    Name(String),
}

/// Names compared without their spaces (张 三 is 张三).
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Finds or plans the person of every line.
pub fn call_roll(conn: &mut Conn, file: &StaffFile, outcome: &mut Outcome) -> Result<Roll, Error> {
    let phones: Vec<Phone> = file.lines.iter().filter_map(|line| line.phone.clone()).collect();
    let nameless: Vec<PersonName> = file.lines.iter().filter(|line| line.phone.is_none()).map(|line| line.name.clone()).collect();
    let known = [many::with_phones(conn, &phones)?, many::without_phone(conn, &nameless)?].concat();
    let mut roll = Roll { people: Vec::new(), of_lines: Vec::new() };
    let mut places: HashMap<Key, usize> = HashMap::new();
    for line in &file.lines {
        let key = line.phone.clone().map_or_else(|| Key::Name(plain(&line.name)), Key::Phone);
        let place = match places.get(&key) {
            Some(place) => Some(*place),
            None => planned(file, line, &known, outcome).map(|planned| {
                roll.people.push(planned);
                places.insert(key, roll.people.len() - 1);
                roll.people.len() - 1
            }),
        };
        let place = place.filter(|place| roll.people.get_mut(*place).is_some_and(|planned| agrees(file, line, planned, outcome)));
        roll.of_lines.push(place);
    }
    Ok(roll)
}

fn planned(file: &StaffFile, line: &Line, known: &[Known], outcome: &mut Outcome) -> Option<Planned> {
    let same: Vec<&Known> = match &line.phone {
        Some(phone) => known.iter().filter(|k| k.phone.as_ref() == Some(phone)).collect(),
        None => known.iter().filter(|k| k.phone.is_none() && k.name == line.name).collect(),
    };
    if same.len() > 1 {
        let (n, name) = (same.len(), &line.name);
        outcome.fault(file.fault(
            line.row,
            Column::Phone,
            "ambiguous",
            say!(
                "系统里有 {n} 位没有电话的“{name}”，请填写电话以区分",
                "There are {n} people called {name} without a phone; give the phone to tell them apart"
            ),
        ));
        return None;
    }
    if let Some(other) = same.first().filter(|k| plain(&k.name) != plain(&line.name)) {
        let name = &other.name;
        let words = say!(
            "这个电话登记在“{name}”名下。如已换人使用，请先更改{name}的电话；如已改名，请先在人员页改名",
            "This phone is {name}'s. If somebody else uses it now, change {name}'s phone first; if the name has changed, rename the person first"
        );
        outcome.fault(file.fault(line.row, Column::Name, "other_person", words));
        return None;
    }
    let known = same.first().map(|k| (*k).clone());
    let id = known.as_ref().map_or_else(PersonId::new, |k| k.id);
    Some(Planned { id, name: line.name.clone(), phone: line.phone.clone(), known, phone_public: None, photo_public: None, row: line.row })
}

/// Whether a line says the same of its person as the lines before; takes over what it says more.
fn agrees(file: &StaffFile, line: &Line, planned: &mut Planned, outcome: &mut Outcome) -> bool {
    let first = planned.row + 1;
    if plain(&line.name) != plain(&planned.name) {
        let name = &planned.name;
        outcome.fault(file.fault(
            line.row,
            Column::Name,
            "contradiction",
            say!("第 {first} 行同一电话的姓名是“{name}”", "Row {first} has the same phone with the name {name}"),
        ));
        return false;
    }
    let mut agree = true;
    for (column, said, kept) in [
        (Column::PhonePublic, line.phone_public, &mut planned.phone_public),
        (Column::PhotoPublic, line.photo_public, &mut planned.photo_public),
    ] {
        match (said, *kept) {
            (Some(said), Some(before)) if said != before => {
                outcome.fault(file.fault(
                    line.row,
                    column,
                    "contradiction",
                    say!("与同一人在前面的行不一致", "Another row about the same person says otherwise"),
                ));
                agree = false;
            }
            (Some(said), None) => *kept = Some(said),
            _ => {}
        }
    }
    agree
}
