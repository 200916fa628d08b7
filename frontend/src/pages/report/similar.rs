//! What is known already, shown while a report is written: joining it takes one tap.

use shared::cases::CaseId;
use shared::duplicates::{self, SimilarCase, SimilarFilter};
use shared::lang::Lang;
use yew::prelude::*;

use super::draft::Draft;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::words::KnownWords;

/// What to ask for a draft, as soon as category and place are known. Words for the place are left out: they change with every letter.
pub fn question(draft: &Draft) -> Option<SimilarFilter> {
    let point = draft.at.place.map(|place| place.point);
    Some(SimilarFilter {
        category: draft.category.clone()?,
        lon: point.map(|p| p.lon),
        lat: point.map(|p| p.lat),
        grid: Some(draft.at.grid.as_ref()?.code.clone()),
        text: None,
    })
}

#[derive(PartialEq, Properties)]
pub struct SimilarCasesProps {
    pub question: Option<SimilarFilter>,
    /// The case the report will join.
    pub joins: Option<CaseId>,
    pub choose: Callback<Option<CaseId>>,
}

/// The cases that may be the same. Nothing is shown where there are none, or where it cannot be asked: it never holds a report up.
#[component]
pub fn SimilarCases(props: &SimilarCasesProps) -> Html {
    let lang = use_lang();
    let known = use_call(props.question.as_ref().map(duplicates::find_similar)).state;
    let cases = known.value().filter(|_| props.question.is_some()).map(|similar| similar.cases.clone()).unwrap_or_default();
    {
        // What was chosen before category or place changed may be another matter now.
        let gone = known.value().is_some() && props.joins.is_some_and(|joins| cases.iter().all(|case| case.case != joins));
        let choose = props.choose.clone();
        use_effect_with(gone, move |gone| {
            if *gone {
                choose.emit(None);
            }
        });
    }
    if cases.is_empty() {
        return Html::default();
    }
    html! {
        <div class="card" role="status">
            <p class="card-title strong">{ lang.known_title() }</p>
            <p class="note">{ lang.known_hint() }</p>
            { for cases.iter().map(|case| one(lang, case, props)) }
        </div>
    }
}

fn one(lang: Lang, case: &SimilarCase, props: &SimilarCasesProps) -> Html {
    let chosen = props.joins == Some(case.case);
    let press = {
        let (choose, id) = (props.choose.clone(), case.case);
        Callback::from(move |()| choose.emit((!chosen).then_some(id)))
    };
    let when = case.closed_on.as_ref().map_or_else(|| lang.known_filed(case.filed_on.as_str()), |day| lang.known_closed(day.as_str()));
    let facts = [
        case.number.as_ref().map(ToString::to_string),
        Some(case.category_label.clone()),
        Some(case.progress.label(lang).to_owned()),
        Some(when),
        case.distance_m.map(|metres| lang.metres_off(metres)),
        case.place_text.clone(),
    ];
    html! {
        <div class="field">
            <p class="strong">{ case.summary.clone().unwrap_or_else(|| case.category_label.clone()) }</p>
            <p class="note">{ facts.into_iter().flatten().collect::<Vec<_>>().join(" · ") }</p>
            if case.can_join {
                <Button small=true weight={if chosen { Weight::Primary } else { Weight::Plain }} icon={chosen.then_some(Icon::Check)} onclick={press}>
                    { if chosen { lang.joining() } else { lang.join() } }
                </Button>
            }
        </div>
    }
}
