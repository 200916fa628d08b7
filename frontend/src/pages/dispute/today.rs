//! What My day shows of mediations: what is due today, or was due before.

use std::rc::Rc;

use serde_json::Value;
use shared::disputes::Dispute;
use shared::disputes::dues::{Due, DueKind};
use shared::disputes::steps::{Mediating, NewStep};
use shared::lang::Lang;
use shared::session::Me;
use shared::staffing::PersonRef;
use shared::sync::pulling::RecordKind;
use shared::sync::rows::{KnownRecord, whole};
use shared::time::{Day, Moment};
use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::phone::use_records;
use crate::route::Route;
use crate::words::{DisputeWords, day};

#[derive(PartialEq, Properties)]
pub struct DueMediationsProps {
    pub me: Rc<Me>,
}

/// One row for each mediation with something due; nothing when there is none.
#[component]
pub fn DueMediations(props: &DueMediationsProps) -> Html {
    let lang = use_lang();
    let records = use_records(&format!("{}/", RecordKind::Dispute));
    let by = PersonRef { id: props.me.person, name: props.me.name.clone() };
    let today = Moment::now().day();
    let due: Vec<(Dispute, Due)> = records.iter().flat_map(|all| all.iter()).filter_map(|record| first_due(record, &by, &today)).collect();
    html! {
        if !due.is_empty() {
            <Group title={lang.dues()}><ul class="cells">{ for due.iter().map(|(dispute, due)| row(lang, dispute, due, &today)) }</ul></Group>
        }
    }
}

/// A mediation with what is due first, if that is today or earlier, after what is not sent yet.
fn first_due(record: &KnownRecord, by: &PersonRef, today: &Day) -> Option<(Dispute, Due)> {
    let told: Dispute = whole(record.body.as_ref()?)?;
    let dispute = record.unsent.iter().fold(told, |dispute, op| match whole::<Mediating>(&Value::Object(op.body.clone())) {
        Some(made) => dispute.after(NewStep { id: made.id, step: made.step }, by, op.captured_at),
        None => dispute,
    });
    let due = dispute.dues.first().filter(|due| due.on <= *today)?.clone();
    Some((dispute, due))
}

fn row(lang: Lang, dispute: &Dispute, due: &Due, today: &Day) -> Html {
    let standing = &dispute.standing;
    let promise = standing.promises.iter().find(|one| Some(one.promise.id) == due.promise);
    let label = match promise {
        Some(one) => format!("{}：{}", standing.name_of(one.promise.party), one.promise.what.as_str()),
        None if due.kind == DueKind::FollowUp => format!("{}：{}", due.kind.label(lang), dispute.category.category().label(lang)),
        None => due.kind.label(lang).to_owned(),
    };
    let when = if due.on < *today {
        tag(Tone::Danger, Icon::Alert, lang.late(&day(lang, &due.on)))
    } else {
        tag(Tone::Warning, Icon::Clock, lang.due_today())
    };
    html! { <Cell key={dispute.case.to_string()} icon={Icon::People} label={html! { { label } }} below={html! { <span class="row">{ when }</span> }} press={Press::Go(Route::Dispute { id: dispute.case })} /> }
}
