//! What My day shows of care: whom to visit today, until it is done.

use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::standing::{name_of, state_tag, use_cares};
use super::visit::NoteVisit;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::route::Route;
use crate::words::CareWords;

/// As many people are shown; the page of care has all.
const SHOWN: usize = 3;

/// Whom to visit today; nothing when there is nobody.
#[component]
pub fn ToVisit() -> Html {
    let lang = use_lang();
    let today = Moment::now().day();
    let due: Vec<_> = use_cares().unwrap_or_default().into_iter().filter(|it| it.is_for(&today)).collect();
    if due.is_empty() {
        return Html::default();
    }
    let more = due.len().saturating_sub(SHOWN);
    let rest = if more > 0 { lang.more_people(more) } else { lang.care() };
    html! {
        <section class="card" aria-labelledby="to-visit">
            <div class="row-apart"><h2 id="to-visit" class="with-icon strong">{ Icon::People.small() }{ lang.to_visit() }</h2><Go to={Route::Care} class="inline-target">{ rest }</Go></div>
            <ul class="stack">{ for due.iter().take(SHOWN).map(|it| row(lang, &it.record)) }</ul>
        </section>
    }
}

fn row(lang: Lang, record: &shared::care::CareRecord) -> Html {
    let person = record.person.as_ref();
    let phone = person.and_then(|person| person.phone.as_ref());
    html! {
        <li key={record.id.to_string()} class="stack-tight">
            <div class="row-apart">
                <Go to={Route::CareRecord { id: record.id }} class="inline-target">{ name_of(record) }</Go>
                { state_tag(lang, record.due.state) }
            </div>
            <div class="row-apart">
                <span class="soft">{ person.and_then(|person| person.address.as_ref()).map(ToString::to_string).unwrap_or_default() }</span>
                if let Some(phone) = phone {
                    <a class="inline-target with-icon" href={format!("tel:{}", phone.as_str())}>{ Icon::Phone.small() }{ lang.call_person() }</a>
                }
            </div>
            <NoteVisit record={record.clone()} small=true />
        </li>
    }
}
