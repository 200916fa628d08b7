//! What was reported and what was done: words and photos, before and after side by side.

use shared::cases::Case;
use shared::lang::Lang;
use shared::photos::{Photo, PhotoKind};
use shared::reports::{Channel, Report};
use shared::time::Moment;
use yew::prelude::*;

use super::photos::Gallery;
use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::words::{CaseWords, day_and_time};

/// The reports, first the one that opened the case.
pub fn reports(lang: Lang, case: &Case, now: Moment) -> Html {
    html! { for (i, report) in case.reports.iter().enumerate() { { report_card(lang, report, i, now) } } }
}

/// What a reporter said.
fn report_card(lang: Lang, report: &Report, number: usize, now: Moment) -> Html {
    let who = match (&report.reporter_name, &report.filed_by) {
        (Some(name), _) => name.clone(),
        (None, Some(person)) if report.channel == Channel::App => person.name.to_string(),
        (None, _) => lang.by_resident(),
    };
    let missing = usize::from(report.photo_count) > report.photos.len();
    // A phone without a signal may need a while; after an hour the photos are more likely lost than late.
    let late = now.seconds_since(report.received_at) > 3600;
    html! {
        <Group title={if number == 0 { lang.the_report() } else { lang.joined_report(number) }}>
            <div class="card">
                <p class="pre">{ report.text.as_str() }</p>
                if !report.photos.is_empty() {
                    <Gallery photos={report.photos.clone()} />
                }
                if missing && late {
                    <p class="note with-icon">{ Icon::Alert.small() }{ lang.photos_missing(report.photos.len(), report.photo_count) }</p>
                } else if missing {
                    <p class="note with-icon">{ Icon::Cloud.small() }{ lang.photos_coming(report.photos.len(), report.photo_count) }</p>
                }
                <p class="note">{ format!("{who} · {} · {}", report.channel.label(lang), day_and_time(lang, report.received_at, now)) }</p>
                if let Some(phone) = &report.reporter_phone {
                    <a class="button small" href={format!("tel:{phone}")}>{ Icon::Phone.small() }{ lang.call_reporter() }<span class="digits">{ phone }</span></a>
                }
            </div>
        </Group>
    }
}

/// Before and after side by side, once there is something to compare. What the reporter photographed counts as before.
pub fn photos(lang: Lang, case: &Case) -> Html {
    let of = |kind: PhotoKind| case.photos.iter().filter(move |photo| photo.kind == kind).cloned();
    let after: Vec<Photo> = of(PhotoKind::After).collect();
    let mut before: Vec<Photo> = of(PhotoKind::Before).collect();
    if before.is_empty() && !after.is_empty() {
        before = case.reports.iter().flat_map(|report| &report.photos).cloned().collect();
    }
    if before.is_empty() && after.is_empty() {
        return Html::default();
    }
    let side = |title: String, photos: Vec<Photo>| {
        html! {
            <div class="compare-side">
                <h3 class="note">{ title }</h3>
                if photos.is_empty() {
                    <p class="note compare-none">{ lang.no_photo_yet() }</p>
                } else {
                    <Gallery {photos} />
                }
            </div>
        }
    };
    html! {
        <Group title={lang.before_and_after()}>
            <div class="card compare">{ side(lang.before_work(), before) }{ side(lang.after_work(), after) }</div>
        </Group>
    }
}
