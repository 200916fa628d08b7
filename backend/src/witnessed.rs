//! Witnessed handovers of property that was found.

mod paper;
pub mod rows;

use actix_web::web::{Data, Path, block};
use actix_web::{get, post};
use shared::cases::{CaseId, EventKind};
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::staffing::PersonName;
use shared::time::Moment;
use shared::witnessed::cash::yuan;
use shared::witnessed::{NewWitnessedHandover, WitnessedHandover, can_be_handed_over};
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::HandoverRow;
use crate::answer::{Answer, Found};
use crate::boards::paper::{told, turn};
use crate::boards::pdf::fonts::Fonts;
use crate::caller::Token;
use crate::cases::file::Pdf;
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self as cases, CaseRow};
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{Error, Words};
use crate::input::{Json, Speak};
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_witnessed_handover).service(hand_over_property).service(handover_receipt);
}

/// Find the witnessed handover of a case.
///
/// For those who handle the case.
#[utoipa::path(tag = "cases")]
#[get("/cases/{case}/witnessed-handover")]
async fn find_witnessed_handover(db: Data<Db>, token: Token, case: Path<CaseId>) -> Answer<Found<WitnessedHandover>> {
    let (id, now) = (*case, Moment::now());
    let found = db
        .read(move |conn| {
            let (_, case) = seen_by(conn, token, id, now)?;
            show(conn, &case)?.ok_or_else(Error::not_found)
        })
        .await?;
    Ok(Found::new(found).unkept())
}

/// Put a witnessed handover on record.
///
/// What was found, listed and counted before two witnesses or more, with the signatures of all. `cash_fen` is the sum as it was counted and
/// must be that of the notes and coins. Once a case, and never changed; sent again under its `id` it is made once.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/witnessed-handover")]
async fn hand_over_property(
    db: Data<Db>,
    token: Token,
    case: Path<CaseId>,
    new: Json<NewWitnessedHandover>,
) -> Answer<Found<WitnessedHandover>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let made = db
        .write(move |conn| {
            let (caller, case) = seen_by(conn, token, id, now)?;
            make(conn, &caller, &case, &new, now)?;
            show(conn, &case)?.ok_or_else(Error::not_found)
        })
        .await?;
    Ok(Found::new(made).unkept())
}

/// Print the receipt of a witnessed handover.
///
/// A PDF in A4 with the list, the sum in figures and in words, and all signatures. It is written down that it was printed, and for whom.
#[utoipa::path(tag = "cases")]
#[get("/cases/{case}/witnessed-handover/receipt")]
async fn handover_receipt(db: Data<Db>, config: Data<Config>, token: Token, speak: Speak, case: Path<CaseId>) -> Answer<Pdf> {
    let (id, now, lang, font) = (*case, Moment::now(), speak.0, config.font.clone());
    let print = db
        .write(move |conn| {
            let (caller, case) = seen_by(conn, token, id, now)?;
            let made = show(conn, &case)?.ok_or_else(Error::not_found)?;
            let by = By { person: Some(caller.person), at: now };
            changes::note(conn, by, "witnessed_handover", &id.to_string(), "print", &serde_json::json!({ "case": case.number }))?;
            let named = cases::people_named(conn, [Some(caller.person)])?;
            let made_for = named.get(&caller.person).map(|person| person.name.clone()).ok_or_else(Error::not_found)?;
            Ok(Print { made, case, made_for, made_at: now })
        })
        .await?;
    let name = format!("{}-handover.pdf", print.case.number);
    let _turn = turn().await?;
    let bytes = block(move || paper::draw(&print, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Pdf { name, bytes })
}

/// What is printed, and for whom.
pub struct Print {
    made: WitnessedHandover,
    case: CaseRow,
    made_for: PersonName,
    made_at: Moment,
}

/// Puts a handover on record; the same one again changes nothing.
pub fn make(conn: &mut Conn, caller: &Caller, case: &CaseRow, new: &NewWitnessedHandover, now: Moment) -> Result<(), Error> {
    let facts = cases::course::facts(conn, case, now)?;
    Error::unless(may::handle_case(caller, &facts))?;
    new.check().map_err(|fault| {
        let words = Words { zh: fault.in_words(Lang::Zh), en: fault.in_words(Lang::En) };
        Error::invalid(fault.pointer(), "handover", words)
    })?;
    if new.at > now {
        let words = say!("移交时间不能晚于现在", "It cannot have been handed over later than now");
        return Err(Error::invalid("/at", "out_of_range", words));
    }
    if let Some(before) = rows::of_case(conn, case.id)? {
        let same = before.by_person == caller.person && before.handover()? == *new;
        let taken = say!("这件案件已经登记过见证移交", "A handover of this case is on record already");
        return if same { Ok(()) } else { Err(Error::conflict(taken)) };
    }
    if !can_be_handed_over(&case.category) {
        let words = say!("只有财物发现类案件可以登记见证移交，请先改类别", "Only found property is handed over; change the category first");
        return Err(Error::invalid("", "category", words));
    }
    let row = HandoverRow {
        id: new.id,
        case_id: case.id,
        by_person: caller.person,
        at: new.at,
        received_at: now,
        cash_fen: new.cash_fen,
        handover: serde_json::to_string(new).map_err(Error::internal)?,
    };
    rows::add(conn, &row)?;
    let note = Some(format!("见证移交：物品 {} 种，现金 {} 元，见证人 {} 位", new.items.len(), yuan(new.cash_fen), new.witnesses.len()));
    timeline::note(conn, Event { note, ..Event::of(case, EventKind::Remarked, Some(caller.person), now) })
}

fn show(conn: &mut Conn, case: &CaseRow) -> Result<Option<WitnessedHandover>, Error> {
    let Some(row) = rows::of_case(conn, case.id)? else { return Ok(None) };
    let named = cases::people_named(conn, [Some(row.by_person)])?;
    let by = named.get(&row.by_person).cloned().ok_or_else(Error::not_found)?;
    Ok(Some(WitnessedHandover { case: case.id, handover: row.handover()?, by, received_at: row.received_at }))
}

/// The caller and a case he or she handles; for those who only see the case there is no such thing.
fn seen_by(conn: &mut Conn, token: Token, case: CaseId, now: Moment) -> Result<(Caller, CaseRow), Error> {
    let caller = token.caller(conn, now)?;
    let case = cases::find(conn, case)?;
    let facts = cases::course::facts(conn, &case, now)?;
    if may::handle_case(&caller, &facts) { Ok((caller, case)) } else { Err(Error::not_found()) }
}
