//! Whom one visits, from the phone; and how the visits of one's grids stand, without names.

use std::rc::Rc;

use shared::care::carried::CarriedCare;
use shared::care::{CareRecord, CareRecordFilter, list_care_records};
use shared::grids::{GridFilter, list_grids};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use yew::prelude::*;

use super::edit::EditCare;
use super::standing::{lines, use_cares};
use crate::api::{Failure, Loaded, use_call, use_pages};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::chevron;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::Segments;
use crate::parts::state;
use crate::phone::{PhoneState, use_again, use_phone, use_phone_state};
use crate::place::{ChosenGrid, own_grids};
use crate::route::Route;
use crate::words::CareWords;

#[derive(PartialEq, Properties)]
pub struct MinePageProps {
    pub me: Rc<Me>,
}

/// Those one visits, longest overdue first; beside them those of the grids one answers for.
#[component]
pub fn MinePage(props: &MinePageProps) -> Html {
    let lang = use_lang();
    let phone = use_phone();
    let (adding, of_grids) = (use_state(|| false), use_state(|| false));
    let caller = props.me.caller();
    let kept: Vec<ChosenGrid> = use_kept(&props.me).into_iter().filter(|grid| may::keep_care(&caller, &grid.code)).collect();
    let keeps = caller.duties.iter().any(may::keeps_care_of);
    let opener = |open: bool| {
        let adding = adding.setter();
        Callback::from(move |()| adding.set(open))
    };
    // What was added comes down at once to whoever visits.
    let done = {
        let (adding, phone) = (adding.setter(), phone.clone());
        Callback::from(move |()| {
            adding.set(false);
            if let Some(phone) = &phone {
                phone.keeper.wake();
            }
        })
    };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={opener(true)}>{ lang.add_care() }</Button> };
    let dock = if kept.is_empty() { Html::default() } else { dock };
    html! {
        <Page title={lang.care()} {dock}>
            if keeps {
                <Segments
                    label={lang.care()} bare=true choices={vec![AttrValue::from(lang.i_visit()), AttrValue::from(lang.of_my_grids())]}
                    chosen={usize::from(*of_grids)} choose={let of_grids = of_grids.setter(); move |i: usize| of_grids.set(i == 1)}
                />
            }
            <p class="note">{ lang.care_note() }</p>
            if *of_grids {
                <OfGrids />
            } else {
                <Mine />
            }
            if *adding {
                <EditCare me={props.me.clone()} grids={kept} close={opener(false)} {done} />
            }
        </Page>
    }
}

/// One's own grids, and those of the villages one works for.
#[hook]
fn use_kept(me: &Me) -> Vec<ChosenGrid> {
    let village = me.appointments.iter().filter(|it| it.duty.is_of_grid()).find_map(|it| it.area.as_str().parse().ok());
    let filter = |village| GridFilter { village: Some(village), limit: Some(MAX_LIMIT), ..GridFilter::default() };
    let there = use_call(village.map(|village| list_grids(&filter(village))));
    let mut kept = own_grids(me);
    if let Loaded::Ready(page) = &there.state {
        kept.extend(page.items.iter().map(|grid| ChosenGrid { code: grid.code.clone(), name: grid.name.to_string() }));
    }
    kept.dedup_by(|a, b| a.code == b.code);
    kept
}

/// Those one visits. All of it is on the phone.
#[component]
fn Mine() -> Html {
    let lang = use_lang();
    match (use_phone_state(), use_cares()) {
        (PhoneState::Lost(again), _) => state::failed(lang, &Failure::Offline, &again),
        (PhoneState::Open(_), Some(mine)) if mine.is_empty() => {
            html! { <div class="card">{ state::empty(Icon::People, lang.nobody_to_visit(), lang.nobody_to_visit_text(), Html::default()) }</div> }
        }
        (PhoneState::Open(_), Some(mine)) => html! { <ul class="cells">{ for mine.iter().map(|it| carried_row(lang, it)) }</ul> },
        _ => state::bones(lang),
    }
}

fn carried_row(lang: Lang, it: &CarriedCare) -> Html {
    row(lang, &it.record, it.unsent)
}

fn row(lang: Lang, record: &CareRecord, unsent: bool) -> Html {
    html! {
        <li key={record.id.to_string()}>
            <Go to={Route::CareRecord { id: record.id }} class="cell">{ lines(lang, record, unsent) }{ chevron() }</Go>
        </li>
    }
}

/// Those of the grids one answers for, by their labels.
#[component]
fn OfGrids() -> Html {
    let lang = use_lang();
    let list =
        use_pages((), |(), cursor| list_care_records(&CareRecordFilter { cursor, limit: Some(MAX_LIMIT), ..CareRecordFilter::default() }));
    use_again(&list.again);
    let empty =
        html! { <div class="card">{ state::empty(Icon::People, lang.no_care_here(), lang.no_care_here_text(), Html::default()) }</div> };
    let of_it = |record: &CareRecord| {
        let visitor = record.visitor.as_ref().map_or_else(|| lang.nobody_visits(), |it| it.name.to_string());
        html! {
            <li key={record.id.to_string()}>
                <Go to={Route::CareRecord { id: record.id }} class="cell">{ lines(lang, record, false) }<small class="cell-value">{ visitor }</small>{ chevron() }</Go>
            </li>
        }
    };
    state::paged(lang, &list, empty, |items| html! { <ul class="cells">{ for items.iter().map(of_it) }</ul> })
}
