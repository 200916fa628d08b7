//! What My day shows of leave: whom one covers for, with what there is to know; and one's own.

use std::rc::Rc;

use shared::leaves::{CoverPack, Leave};
use shared::sync::rows::{KnownRecord, whole};
use shared::time::Moment;
use yew::prelude::*;

use super::span;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::phone::use_records;
use crate::route::Route;
use crate::words::{LeaveWords, day};

/// The covering that lasts or comes, and one's own leave. Nothing when there is none.
#[component]
pub fn Covering() -> Html {
    let lang = use_lang();
    let (packs, own) = (use_records("cover/"), use_records("leave/"));
    let (Some(packs), Some(own)) = (packs, own) else { return Html::default() };
    let today = Moment::now().day();
    let packs: Vec<CoverPack> = of(&packs).filter(|pack: &CoverPack| pack.to_day >= today).collect();
    let own: Vec<Leave> = of(&own).filter(|leave: &Leave| leave.is_current(&today)).collect();
    html! {
        <>
            for pack in packs {
                <section class="card" key={pack.leave.to_string()}>
                    <div class="row-apart">
                        <h2 class="with-icon strong">{ Icon::People.small() }{ lang.you_cover(&pack.away.name) }</h2>
                        if let Some(phone) = &pack.phone {
                            <a class="inline-target with-icon" href={format!("tel:{}", phone.as_str())}>{ Icon::Phone.small() }{ lang.call_away(&pack.away.name) }</a>
                        }
                    </div>
                    <p>{ pack.covers.iter().map(|it| format!("{} · {}", it.area_name, it.duty.label(lang))).collect::<Vec<_>>().join("、") }</p>
                    <small class="soft">
                        { if pack.from_day > today { lang.cover_from(&day(lang, &pack.from_day), &day(lang, &pack.to_day)) } else { lang.cover_until(&day(lang, &pack.to_day)) } }
                    </small>
                    if let Some(note) = &pack.note { <p class="pre">{ note.as_str() }</p> }
                </section>
            }
            for leave in own {
                <section class="card" key={leave.id.to_string()}>
                    <div class="row-apart">
                        <p class="with-icon">{ Icon::Clock.small() }{ lang.own_leave(leave.state.label(lang), &span(lang, &leave)) }</p>
                        <Go to={Route::Leaves} class="inline-target">{ lang.leaves() }</Go>
                    </div>
                </section>
            }
        </>
    }
}

fn of<T: serde::de::DeserializeOwned>(known: &Rc<Vec<KnownRecord>>) -> impl Iterator<Item = T> {
    known.iter().filter_map(|record| whole(record.body.as_ref()?))
}
