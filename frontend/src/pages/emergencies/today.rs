//! What My day shows of emergencies that last: first of all, and until they end.

use shared::emergencies::carried::{emergencies, heads, households, unread};
use yew::prelude::*;

use super::telling::Unread;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::phone::use_records;
use crate::route::Route;
use crate::words::EmergencyWords;

/// A card for each emergency that lasts, with what was told and is not confirmed.
#[component]
pub fn EmergencyCards() -> Html {
    let lang = use_lang();
    let (known, lists, read) = (use_records("emergency/"), use_records("emergency_household/"), use_records("emergency_receipts/"));
    let (Some(known), Some(lists), Some(read)) = (known, lists, read) else { return Html::default() };
    let lasting: Vec<_> = emergencies(&known).into_iter().filter(|it| it.closed_at.is_none()).collect();
    html! {
        for emergency in lasting {
            <section class="card emergency" key={emergency.id.to_string()}>
                <h2 class="with-icon strong">{ Icon::Alert.small() }{ format!("{} · {}", emergency.kind.label(lang), emergency.title) }</h2>
                { counts(lang, heads(&households(&lists, &emergency))) }
                <Go to={Route::Emergency { id: emergency.id }} class="button primary">{ lang.to_emergency() }</Go>
            </section>
            for notice in unread(&emergency, &read) {
                <Unread key={notice.id.to_string()} emergency={emergency.id} notice={notice.clone()} />
            }
        }
    }
}

fn counts(lang: shared::lang::Lang, heads: shared::emergencies::situation::Heads) -> Html {
    if heads.all() == 0 {
        return html! { <p class="soft">{ lang.nobody_listed() }</p> };
    }
    let part = |words: String, n: i64| format!("{words} {n}");
    let parts =
        [part(lang.heads_waiting(), heads.waiting), part(lang.heads_safe(), heads.safe()), part(lang.heads_missing(), heads.missing)];
    html! { <p class="digits">{ parts.join(" · ") }</p> }
}
