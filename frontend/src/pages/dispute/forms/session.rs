//! A session: who came, where each stands, what was offered.

use shared::disputes::standing::Standpoint;
use shared::disputes::steps::{Helper, HelperRole, Position, Session, Stance, Step};
use shared::time::{Day, Moment};
use shared::value::Fault;
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, choices, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::Takes;
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::words::DisputeWords;

const DAY: &str = "day";
const TIME: &str = "/step/session/at";
const PLACE: &str = "/step/session/place";
const POSITIONS: &str = "/step/session/positions";
const RECORD: &str = "/step/session/record";
const HELPER: &str = "/step/session/helpers/0/name";
const ROLE: &str = "/step/session/helpers/0/role";

fn stance_of(one: &Standpoint) -> String {
    format!("stance {}", one.party.id)
}

fn offer_of(one: &Standpoint) -> String {
    format!("offer {}", one.party.id)
}

/// When it was held, on the clock of China.
fn moment(day: &Day, time: &str) -> Option<Moment> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then(|| day.begins().plus_seconds(hours * 3600 + minutes * 60))
}

fn read(entered: &Entered, check: &mut Check, parties: &[Standpoint]) -> Option<Session> {
    let lang = entered.lang;
    let mut positions = Vec::new();
    for one in parties {
        let Ok(stance) = entered.get(&stance_of(one)).parse::<Stance>() else { continue };
        let offer = entered.read_optional(check, &offer_of(one));
        positions.push(Position { party: one.party.id, stance, offer });
    }
    check.must(POSITIONS, !positions.is_empty(), lang.nobody_came());
    let day: Option<Day> = entered.read(check, DAY);
    let at = day.and_then(|day| moment(&day, entered.get(TIME)));
    check.must(TIME, at.is_some_and(|at| at <= Moment::now()), Fault::TimeOfDay.in_words(lang));
    let helper = entered.read_optional(check, HELPER);
    let role = entered.get(ROLE).parse::<HelperRole>().ok();
    let helpers = helper.zip(role).map(|(name, role)| Helper { name, role }).into_iter().collect();
    let (place, record) = (entered.read(check, PLACE), entered.read(check, RECORD));
    Some(Session { at: at?, place: place?, positions, helpers, record: record? }).filter(|_| check.is_fine())
}

/// A session.
#[component]
pub fn SessionForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let first = || {
        let now = Moment::now();
        Texts::of([(DAY, now.day().to_string()), (TIME, now.in_china().format("%H:%M").to_string()), (ROLE, HelperRole::Cadre.to_string())])
    };
    let entered = use_entered(lang, first, making.failure());
    let parties = &props.dispute.standing.parties;
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match read(&entered, &mut check, &making.dispute.standing.parties) {
                Some(session) => making.make(Step::Session(session)),
                None => making.fail(check.failure()),
            }
        })
    };
    let stances = || std::iter::once((AttrValue::from(""), lang.absent().into())).chain(choices!(Stance, lang)).collect::<Vec<_>>();
    let error = entered.error(POSITIONS);
    html! {
        <SheetForm title={Doing::Session.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()} tall=true>
            for one in parties.iter() {
                { entered.choice(lang.stance_of(&one.party.name), &stance_of(one), stances()) }
                if !entered.get(&stance_of(one)).is_empty() {
                    { entered.optional(lang.offer_of(&one.party.name), &offer_of(one), Takes::Text) }
                }
            }
            if let Some(error) = error {
                <p class="error">{ error }</p>
            }
            { entered.lines(lang.record(), RECORD, 2000) }
            { entered.line(lang.place(), PLACE, Takes::Text) }
            { entered.line(lang.held_on(), DAY, Takes::Day) }
            { entered.line(lang.held_at(), TIME, Takes::Time) }
            { entered.optional(lang.helper(), HELPER, Takes::Text) }
            if !entered.get(HELPER).trim().is_empty() {
                { entered.choice(lang.helper_role(), ROLE, choices!(HelperRole, lang)) }
            }
        </SheetForm>
    }
}
