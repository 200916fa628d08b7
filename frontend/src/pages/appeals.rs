//! Appeals against lateness: the list of those that wait for a review, and the page on which one is made.

mod filing;
mod review;

use std::rc::Rc;

use shared::appeals::{self, Appeal, AppealFilter, AppealState};
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

pub use self::filing::AppealPage;
use self::review::ReviewSheet;
use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::Segments;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{AppealWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct AppealsPageProps {
    pub me: Rc<Me>,
}

/// What waits for the reader's review, or all that may be seen.
#[component]
pub fn AppealsPage(props: &AppealsPageProps) -> Html {
    let lang = use_lang();
    let caller = props.me.caller();
    let reviewer = may::see_appeals(&caller);
    let pile = use_state(|| usize::from(!reviewer));
    let filter = AppealFilter { state: waiting(&caller).filter(|_| *pile == 0), limit: Some(50), ..AppealFilter::default() };
    let list = use_pages(filter, |filter, cursor| appeals::list_appeals(&AppealFilter { cursor, ..filter.clone() }));
    let empty = state::empty(Icon::CheckCircle, lang.appeals_none(), lang.appeals_none_text(), Html::default());
    html! {
        <Page title={if reviewer { lang.appeals() } else { lang.appeals_mine() }} back={Route::Me}>
            if reviewer {
                <Segments
                    label={lang.appeals()} bare=true choices={vec![lang.appeals_waiting().into(), lang.appeals_all().into()]} chosen={*pile}
                    choose={let pile = pile.setter(); move |i| pile.set(i)}
                />
            }
            { state::paged(lang, &list, empty.clone(), |items| {
                let mut shown = items.iter().filter(|appeal| *pile == 1 || appeal.reviewable).peekable();
                if shown.peek().is_none() {
                    return empty;
                }
                html! { for appeal in shown { <AppealCard key={appeal.id.to_string()} appeal={appeal.clone()} again={list.again.clone()} /> } }
            }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct AppealCardProps {
    appeal: Appeal,
    /// Reads it anew, once it is reviewed.
    again: Callback<()>,
}

/// An appeal, with the way to review it for whose turn it is.
#[component]
fn AppealCard(props: &AppealCardProps) -> Html {
    let lang = use_lang();
    let reviewing = use_state(|| false);
    let show = |to: bool| {
        let reviewing = reviewing.setter();
        Callback::from(move |()| reviewing.set(to))
    };
    let done = {
        let (close, again) = (show(false), props.again.clone());
        Callback::from(move |()| {
            close.emit(());
            again.emit(());
        })
    };
    html! {
        <article class="card">
            { summary(lang, &props.appeal, Moment::now()) }
            if props.appeal.reviewable {
                <Button weight={Weight::Primary} onclick={show(true)}>{ lang.appeal_review() }</Button>
            }
            if *reviewing {
                <ReviewSheet appeal={props.appeal.clone()} close={show(false)} {done} again={props.again.clone()} />
            }
        </article>
    }
}

/// The state of the appeals that wait for somebody; both, for who sits in both offices.
fn waiting(caller: &may::Caller) -> Option<AppealState> {
    let at = |state| may::review_appeal(caller, &appeals::AppealFacts { state, appellant: shared::staffing::PersonId::new(), first: None });
    match (at(AppealState::Filed), at(AppealState::Seconded)) {
        (true, false) => Some(AppealState::Filed),
        (false, true) => Some(AppealState::Seconded),
        _ => None,
    }
}

/// An appeal with its case, its reason and what was said of it.
fn summary(lang: Lang, appeal: &Appeal, now: Moment) -> Html {
    let time = |moment| day_and_time(lang, moment, now);
    html! {
        <>
            <div class="row-apart">
                <Go to={Route::Case { id: appeal.case.id }}><span class="digits">{ appeal.case.number.as_str() }</span></Go>
                { state_tag(lang, appeal.state) }
            </div>
            <p class="strong">{ &appeal.case.summary }</p>
            if let Some(late) = appeal.late_since {
                <p class="note">{ lang.appeal_late(&time(late)) }</p>
            }
            <p class="pre">{ &appeal.reason }</p>
            if !appeal.photos.is_empty() {
                <div class="picks">
                    for photo in appeal.photos.iter() {
                        <a href={photo.url.clone()} target="_blank" rel="noopener"><img src={photo.thumbnail_url.clone()} alt={lang.appeal_photos()} loading="lazy" /></a>
                    }
                </div>
            }
            <p class="note">{ lang.appeal_by(&appeal.appellant.name, &time(appeal.filed_at)) }</p>
            if !appeal.reviews.is_empty() {
                <ul class="reviews">
                    for review in appeal.reviews.iter() {
                        <li>
                            <span class="row-apart">
                                <span>{ review.stage.label(lang) }</span>
                                { if review.uphold { tag(Tone::Success, Icon::Check, lang.appeal_uphold()) } else { tag(Tone::Danger, Icon::Close, lang.appeal_refuse()) } }
                            </span>
                            <span class="pre">{ &review.reason }</span>
                            <small class="soft">{ format!("{} · {}", review.by.name.as_str(), time(review.at)) }</small>
                        </li>
                    }
                </ul>
            }
        </>
    }
}

fn state_tag(lang: Lang, state: AppealState) -> Html {
    let (tone, icon) = match state {
        AppealState::Filed | AppealState::Seconded => (Tone::Warning, Icon::Clock),
        AppealState::Upheld => (Tone::Success, Icon::CheckCircle),
        AppealState::Refused => (Tone::Neutral, Icon::CloseCircle),
    };
    tag(tone, icon, state.label(lang))
}
