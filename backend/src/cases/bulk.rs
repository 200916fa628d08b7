//! One move for many cases.

use actix_web::post;
use actix_web::web::Data;
use diesel::Connection;
use shared::cases::bulk::{MOST_TOGETHER, NewTransitions, SeenCase, TransitionResult, TransitionResults};
use shared::cases::{CaseId, NewTransition};
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::time::Moment;

use super::moving::{self, Actor};
use super::rows::{self, CaseRow};
use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once, Speak, moved_on};
use crate::say;

/// Move many cases.
///
/// The same move for up to 100 cases, each by itself: those that cannot make it, or have moved on since the version that was seen, stay
/// where they are and say why. The answer is 200 whatever became of them.
#[utoipa::path(tag = "cases")]
#[post("/cases/transitions")]
pub async fn move_cases(
    db: Data<Db>,
    config: Data<Config>,
    token: Token,
    speak: Speak,
    once: Once,
    wanted: Json<NewTransitions>,
) -> Answer<Found<TransitionResults>> {
    let (wanted, now, base) = (wanted.0, Moment::now(), config.public_url.clone());
    let once = once.of(&wanted);
    let moved = write_once(&db, once, now, move |conn| {
        let caller = token.caller(conn, now)?;
        fits(&wanted.cases)?;
        let told = |(seen, outcome): (SeenCase, Outcome)| outcome.told(seen.id, speak.0, &base);
        let one = |seen: SeenCase| Ok(told((seen, make(conn, &caller, seen, &wanted.transition, now)?)));
        Ok(TransitionResults { results: wanted.cases.iter().copied().map(one).collect::<Result<_, Error>>()? })
    })
    .await?;
    Ok(Found::new(moved.answer).unkept().replayed(moved.replayed))
}

fn fits(cases: &[SeenCase]) -> Result<(), Error> {
    if cases.is_empty() || cases.len() > MOST_TOGETHER {
        let n = cases.len();
        let words = say!(
            "一次可以流转 1 到 {MOST_TOGETHER} 个案件，这里有 {n} 个",
            "Between 1 and {MOST_TOGETHER} cases move together; there are {n}"
        );
        return Err(Error::invalid("/cases", "out_of_range", words));
    }
    if let Some(nth) = cases.iter().position(|seen| seen.version < 1) {
        let words = say!("版本从 1 开始", "Versions begin with 1");
        return Err(Error::invalid(format!("/cases/{nth}/version"), "out_of_range", words));
    }
    let mut ids: Vec<CaseId> = cases.iter().map(|seen| seen.id).collect();
    ids.sort_unstable();
    match ids.windows(2).any(|pair| pair.first() == pair.last()) {
        true => Err(Error::invalid("/cases", "repeated", say!("同一个案件出现了两次", "A case is named twice"))),
        false => Ok(()),
    }
}

/// What became of one case: as it is now, and why it stayed where it was.
struct Outcome {
    case: Option<CaseRow>,
    error: Option<Error>,
}

impl Outcome {
    fn told(self, id: CaseId, lang: Lang, base: &str) -> TransitionResult {
        TransitionResult {
            id,
            number: self.case.as_ref().map(|case| case.number.clone()),
            moved: self.error.is_none(),
            status: self.case.as_ref().map(|case| case.status),
            version: self.case.as_ref().map(|case| case.version),
            problem: self.error.map(|error| error.problem(lang, base, None)),
        }
    }
}

/// Makes the move in a savepoint of its own. Fails only when the database does: then none of the cases moves.
fn make(conn: &mut Conn, caller: &Caller, seen: SeenCase, wanted: &NewTransition, now: Moment) -> Result<Outcome, Error> {
    let case = match seen_by(conn, caller, seen.id, now) {
        Ok(case) => case,
        Err(error) if error.code == Code::NotFound => return Ok(Outcome { case: None, error: Some(error) }),
        Err(error) => return Err(error),
    };
    if case.version != seen.version {
        let error = moved_on(case.version);
        return Ok(Outcome { case: Some(case), error: Some(error) });
    }
    match conn.transaction(|conn| moving::make(conn, Actor::Person(caller), &case, wanted.clone(), now)) {
        Ok(moved) => Ok(Outcome { case: Some(moved), error: None }),
        Err(error) if matches!(error.code, Code::Internal | Code::Busy) => Err(error),
        Err(error) => Ok(Outcome { case: Some(case), error: Some(error) }),
    }
}

fn seen_by(conn: &mut Conn, caller: &Caller, case: CaseId, now: Moment) -> Result<CaseRow, Error> {
    let case = rows::find(conn, case)?;
    let facts = rows::course::facts(conn, &case, now)?;
    if may::see_case(caller, &facts) { Ok(case) } else { Err(Error::not_found()) }
}
