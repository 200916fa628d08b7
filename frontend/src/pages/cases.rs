//! Cases: the list, its filters, and how one is drawn in a list.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::rc::Rc;

use shared::cases::{self, CaseFilter, CaseId, CaseOrder, CaseStatus, CaseSummary, Degree};
use shared::categories::CategoryGroup;
use shared::categories::{CATEGORIES, CategoryCode};
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::sla::{Light, promise_in_words};
use shared::staffing::PersonId;
use shared::time::Moment;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::case::{holder, look_of};
use crate::api::{Failure, use_pages};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::chevron;
use crate::parts::desk::use_is_desk;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::tag::{Tone, tag};
use crate::parts::{state, use_settled};
use crate::phone::{PhoneState, use_phone_state};
use crate::route::Route;
use crate::words::{CaseWords, PhoneWords, ShellWords, StateWords, ago, grid_title};

#[derive(PartialEq, Properties)]
pub struct CasesPageProps {
    pub me: Rc<Me>,
}

/// Which cases are shown.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Open,
    Mine,
    Light(Light),
    Status(CaseStatus),
    All,
}

impl View {
    const FIRST: [Self; 4] = [Self::Open, Self::Mine, Self::Light(Light::Red), Self::Light(Light::Yellow)];

    fn all() -> impl Iterator<Item = Self> {
        Self::FIRST.into_iter().chain(CaseStatus::ALL.iter().copied().map(Self::Status)).chain([Self::All])
    }

    fn words(self, lang: Lang) -> String {
        match self {
            Self::Open => lang.open_cases(),
            Self::Mine => lang.mine(),
            Self::Light(light) => light.label(lang).to_owned(),
            Self::Status(status) => status.label(lang).to_owned(),
            Self::All => lang.all(),
        }
    }

    fn shows(self, case: &CaseSummary, me: PersonId) -> bool {
        match self {
            Self::Open => case.status.is_open(),
            Self::Mine => case.status.is_open() && case.assignee.as_ref().is_some_and(|person| person.id == me),
            Self::Light(light) => case.status.is_open() && case.due_at.is_some() && case.light == light,
            Self::Status(status) => case.status == status,
            Self::All => true,
        }
    }

    fn narrow(self, filter: CaseFilter) -> CaseFilter {
        match self {
            Self::Open => CaseFilter { open: Some(true), ..filter },
            Self::Mine => CaseFilter { open: Some(true), mine: Some(true), ..filter },
            Self::Light(light) => CaseFilter { open: Some(true), light: Some(light), ..filter },
            Self::Status(status) => CaseFilter { status: Some(status), ..filter },
            Self::All => filter,
        }
    }
}

/// All cases the reader may see: a grid member's are on the phone, the office's with the server.
#[component]
pub fn CasesPage(props: &CasesPageProps) -> Html {
    let lang = use_lang();
    let view = use_state(|| View::Open);
    let query = use_state(String::new);
    let category = use_state(String::new);
    let order = use_state(|| CaseOrder::Newest.as_str().to_owned());
    let earlier = use_state(|| may::sees_all_cases(&props.me.caller()));
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let filter = CaseFilter { q, category: category.parse().ok(), order: order.parse().ok(), ..CaseFilter::default() };
    let chosen = View::all().map(|one| {
        let view = view.clone();
        Chip { words: one.words(lang).into(), on: *view == one, press: Callback::from(move |()| view.set(one)) }
    });
    let orders = CaseOrder::ALL.iter().map(|order| (order.as_str().into(), order.label(lang).into())).collect::<Vec<_>>();
    let look_earlier = {
        let earlier = earlier.setter();
        Callback::from(move |()| earlier.set(true))
    };
    html! {
        <Page title={lang.cases()} wide=true>
            <search class="filters">
                <Field label={lang.search_cases()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
                <Select
                    label={lang.category_filter()} bare=true choices={category_choices(lang)} value={(*category).clone()}
                    set={setter(&category)}
                />
                <Select label={lang.order()} bare=true choices={orders} value={(*order).clone()} set={setter(&order)} />
            </search>
            { chips(lang.filter(), chosen.collect()) }
            if *earlier {
                <OnServer filter={view.narrow(filter)} />
            } else {
                <OnPhone me={props.me.person} view={*view} {filter} earlier={look_earlier} />
            }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct OnServerProps {
    filter: CaseFilter,
}

/// The server's list.
#[component]
fn OnServer(props: &OnServerProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let list = use_pages(props.filter.clone(), |filter, cursor| cases::list_cases(&CaseFilter { cursor, ..filter.clone() }));
    let empty = state::empty(Icon::Cases, lang.no_cases(), lang.no_cases_text(), Html::default());
    let now = Moment::now();
    let none = HashSet::new();
    state::paged(lang, &list, empty, |items| if desk { table(lang, items, now) } else { rows(lang, items, &none, now) })
}

#[derive(PartialEq, Properties)]
struct OnPhoneProps {
    me: PersonId,
    view: View,
    filter: CaseFilter,
    /// Asks the server instead.
    earlier: Callback<()>,
}

/// The phone's list.
#[component]
fn OnPhone(props: &OnPhoneProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let shown = use_state(|| AT_ONCE);
    let phone = match use_phone_state() {
        PhoneState::Opening | PhoneState::Locked(..) => return state::bones(lang),
        PhoneState::Lost(again) => return state::failed(lang, &Failure::Offline, &again),
        PhoneState::Open(phone) => phone,
    };
    let now = Moment::now();
    let mut items: Vec<CaseSummary> =
        phone.known.cases.iter().filter(|case| props.view.shows(case, props.me) && is_meant(case, &props.filter)).cloned().collect();
    match props.filter.order.unwrap_or(CaseOrder::Newest) {
        CaseOrder::Newest => items.sort_by_key(|case| Reverse(case.filed_at)),
        CaseOrder::Oldest => items.sort_by_key(|case| case.filed_at),
        CaseOrder::Due => {
            items.retain(|case| case.due_at.is_some());
            items.sort_by_key(|case| case.due_at);
        }
    }
    let all = items.len();
    items.truncate(*shown);
    let unsent = phone.known.cases_unsent();
    let more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + AT_ONCE))
    };
    let earlier = html! { <Button weight={Weight::Text} onclick={props.earlier.clone()}>{ lang.earlier() }</Button> };
    if items.is_empty() {
        return state::empty(Icon::Cases, lang.no_cases(), lang.carried_note(), earlier);
    }
    html! {
        <>
            { if desk { table(lang, &items, now) } else { rows(lang, &items, &unsent, now) } }
            if items.len() < all {
                <Button onclick={more}>{ StateWords::more(lang) }</Button>
            } else {
                <p class="note centre">{ lang.carried_note() }</p>
                <p class="centre">{ earlier }</p>
            }
        </>
    }
}

/// Rows shown at once; more at a tap.
const AT_ONCE: usize = 50;

/// Whether a case fits the filter, as far as a row tells.
fn is_meant(case: &CaseSummary, filter: &CaseFilter) -> bool {
    let of_category = filter.category.as_ref().is_none_or(|category| *category == case.category);
    let words = filter.q.as_deref().unwrap_or_default().to_lowercase();
    let category = case.category.category();
    let person = case.assignee.as_ref().map_or("", |person| person.name.as_str());
    let place = case.place_text.as_deref().unwrap_or_default();
    let told = [case.number.as_str(), &case.summary, place, person, &case.village_name, case.grid_name.as_str(), category.zh, category.en];
    let told = told.join(" ").to_lowercase();
    of_category && words.split_whitespace().all(|word| told.contains(word))
}

/// Every category, after the choice of all of them.
pub fn category_choices(lang: Lang) -> Vec<(AttrValue, AttrValue)> {
    let leaf = |c: &'static shared::categories::Category| (AttrValue::from(c.code), AttrValue::from(c.label(lang)));
    let all = std::iter::once((AttrValue::from(""), AttrValue::from(lang.every_category())));
    all.chain(CategoryGroup::ALL.iter().flat_map(|group| CATEGORIES.iter().filter(move |c| c.group() == *group)).map(leaf)).collect()
}

/// Where a case stands, as a tag.
pub fn status_tag(lang: Lang, status: CaseStatus) -> Html {
    let (tone, icon) = match status {
        CaseStatus::Filed => (Tone::Brand, Icon::Inbox),
        CaseStatus::Accepted => (Tone::Brand, Icon::Cases),
        CaseStatus::Dispatched => (Tone::Warning, Icon::Leave),
        CaseStatus::Handling => (Tone::Warning, Icon::Work),
        CaseStatus::Waiting => (Tone::Neutral, Icon::Person),
        CaseStatus::Suspended => (Tone::Neutral, Icon::Pause),
        CaseStatus::Completed => (Tone::Brand, Icon::Search),
        CaseStatus::Verified => (Tone::Brand, Icon::Check),
        CaseStatus::Closed => (Tone::Success, Icon::CheckCircle),
        CaseStatus::Declined => (Tone::Neutral, Icon::CloseCircle),
        CaseStatus::Merged => (Tone::Neutral, Icon::Join),
        CaseStatus::Void => (Tone::Neutral, Icon::Close),
    };
    tag(tone, icon, status.label(lang))
}

/// How a case stands with the time: when it is due, and how pressing that is.
pub fn due_tag(lang: Lang, case: &CaseSummary, now: Moment) -> Html {
    let Some(due) = case.due_at else { return Html::default() };
    let (tone, icon) = look_of(case.light);
    let promise = html! { <small class="soft">{ promise_in_words(due, now, lang) }</small> };
    match case.light {
        Light::Green => promise,
        light => html! { <>{ tag(tone, icon, light.label(lang)) }{ promise }</> },
    }
}

/// Who watches over a case, where somebody does.
pub fn degree_tag(lang: Lang, degree: Degree) -> Html {
    let tone = match degree {
        Degree::None => return Html::default(),
        Degree::Reminded => Tone::Neutral,
        Degree::Yellow => Tone::Warning,
        Degree::Red => Tone::Danger,
    };
    tag(tone, Icon::Bell, degree.label(lang))
}

/// What people call a category.
pub fn category_label(code: &CategoryCode, lang: Lang) -> &'static str {
    code.category().label(lang)
}

/// Cases as rows for a phone.
pub fn rows(lang: Lang, items: &[CaseSummary], unsent: &HashSet<CaseId>, now: Moment) -> Html {
    html! {
        <ul class="cells">
            for case in items {
                <li key={case.id.to_string()}><Go to={Route::Case { id: case.id }} class="cell case-row">{ row(lang, case, unsent.contains(&case.id), now) }{ chevron() }</Go></li>
            }
        </ul>
    }
}

/// What a row says of a case, and whether something done to it is not sent yet.
pub fn row(lang: Lang, case: &CaseSummary, unsent: bool, now: Moment) -> Html {
    html! {
        <>
            if let Some(url) = &case.thumbnail_url {
                <img class="thumb" src={url.clone()} alt="" loading="lazy" width="64" height="64" onerror={hide} />
            }
            <span class="cell-main">
                <span class="lines-2">{ &case.summary }</span>
                <small class="soft">{ format!("{} · {}", category_label(&case.category, lang), grid_title(&case.village_name, &case.grid_name)) }</small>
                <span class="row case-row-foot">{ status_tag(lang, case.status) }{ due_tag(lang, case, now) }{ degree_tag(lang, case.degree) }if unsent { { tag(Tone::Neutral, Icon::Device, lang.saved_here()) } }</span>
                <small class="soft">{ format!("{} · {}", with_whom(lang, case), lang.filed_ago(&ago(lang, case.filed_at, now))) }</small>
            </span>
        </>
    }
}

/// A picture that is not on the phone leaves its place to the words.
fn hide(event: Event) {
    if let Some(picture) = event.target_dyn_into::<HtmlElement>() {
        picture.set_hidden(true);
    }
}

/// With whom a case is: the person, else the level or unit it lies with.
fn with_whom(lang: Lang, case: &CaseSummary) -> String {
    case.assignee.as_ref().map_or_else(|| holder(lang, case.level, case.unit.as_ref()), |person| person.name.to_string())
}

/// Cases as a table for a desk.
fn table(lang: Lang, items: &[CaseSummary], now: Moment) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.cases()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.column_what() }</th><th scope="col">{ lang.category_filter() }</th><th scope="col">{ lang.column_where() }</th>
                        <th scope="col">{ lang.column_who() }</th><th scope="col">{ lang.column_status() }</th><th scope="col">{ lang.column_due() }</th>
                    </tr>
                </thead>
                <tbody>
                    for case in items {
                        <tr key={case.id.to_string()}>
                            <td>
                                <Go to={Route::Case { id: case.id }} class="table-link">{ &case.summary }</Go><br />
                                <small class="soft digits">{ case.number.as_str() }{ " · " }{ lang.filed_ago(&ago(lang, case.filed_at, now)) }</small>
                            </td>
                            <td>{ category_label(&case.category, lang) }</td>
                            <td class="nowrap">{ grid_title(&case.village_name, &case.grid_name) }</td>
                            <td class="nowrap">{ with_whom(lang, case) }</td>
                            <td><span class="row">{ status_tag(lang, case.status) }{ degree_tag(lang, case.degree) }</span></td>
                            <td><span class="row due">{ due_tag(lang, case, now) }</span></td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}
