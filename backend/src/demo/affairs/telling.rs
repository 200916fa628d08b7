//! Mediations and handovers among the affairs. They stand in the file as the API takes them; what only the moment knows is written with an @.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::cases::CaseId;
use shared::disputes::standing::Standing;
use shared::disputes::steps::{NewStep, Step};
use shared::may::Caller;
use shared::time::Moment;
use shared::witnessed::NewWitnessedHandover;

use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::demo::chance::Chance;
use crate::disputes::making::{self, Hand};
use crate::disputes::rows;
use crate::error::Error;
use crate::secrets::Secrets;
use crate::witnessed;

/// Two hands.
const INKS: [&str; 2] = [
    "M150 90L420 70M280 60L270 190L180 300M270 190L400 310M520 80L500 320M460 150L590 140M640 90L800 80L690 200L820 310",
    "M140 120L360 110M250 70L240 330M160 230L350 220M470 90L450 300M450 180L600 170M610 90L590 310M700 100L860 95M780 70L700 310M780 180L860 300",
];

/// Makes a step of the file, at a moment and as of now.
pub fn mediate(conn: &mut Conn, caller: &Caller, case: &CaseRow, step: &Value, [at, now]: [Moment; 2]) -> Result<(), Error> {
    let standing = Standing::of(&rows::steps(conn, case.id)?);
    let scene = Scene { affair: case.id, text: standing.text.as_ref().map(ToString::to_string), at, now };
    let step: Step = scene.read(step)?;
    let secrets = Secrets::load(conn, now)?;
    let mut chance = Chance::of(&format!("step {} {}", case.id, standing.steps));
    making::make(conn, Hand { caller, secrets: &secrets, at, now: at }, case, NewStep { id: chance.id(at).into(), step })
}

/// Puts the handover of the file on record, at a moment and as of now.
pub fn hand_over(conn: &mut Conn, caller: &Caller, case: &CaseRow, handover: &Value, [at, now]: [Moment; 2]) -> Result<(), Error> {
    let new: NewWitnessedHandover = Scene { affair: case.id, text: None, at, now }.read(handover)?;
    witnessed::make(conn, caller, case, &new, at)
}

/// What the names with an @ stand for.
struct Scene {
    affair: CaseId,
    /// The fingerprint of the agreement's text, once there is one.
    text: Option<String>,
    at: Moment,
    now: Moment,
}

impl Scene {
    fn read<T: DeserializeOwned>(&self, value: &Value) -> Result<T, Error> {
        serde_json::from_value(self.told(value)).map_err(Error::internal)
    }

    fn told(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => text.strip_prefix('@').map_or_else(|| value.clone(), |name| self.named(name).into()),
            Value::Array(all) => all.iter().map(|one| self.told(one)).collect(),
            Value::Object(members) => members.iter().map(|(name, one)| (name.clone(), self.told(one))).collect(),
            other => other.clone(),
        }
    }

    /// `@now`, `@day+3`, `@text`, `@ink0`; all else names a party, a promise or a handover.
    fn named(&self, name: &str) -> String {
        if let Some(days) = name.strip_prefix("day") {
            return self.now.day().shifted(days.parse().unwrap_or_default()).to_string();
        }
        match name {
            "now" => self.at.in_china().to_rfc3339(),
            "text" => self.text.clone().unwrap_or_default(),
            "ink0" | "ink1" => INKS[usize::from(name == "ink1")].to_owned(),
            name => Chance::of(&format!("{} {name}", self.affair)).id(self.now).to_string(),
        }
    }
}
