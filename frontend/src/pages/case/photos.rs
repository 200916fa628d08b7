//! Photos of a case: small ones in a grid, one of them large.

use shared::photos::Photo;
use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::icon::Icon;
use crate::parts::sheet::{cancel, use_modal};
use crate::words::{CaseWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct GalleryProps {
    pub photos: Vec<Photo>,
}

/// The small pictures; each opens large.
#[component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| None::<usize>);
    let mixed = props.photos.iter().any(|p| Some(p.kind) != props.photos.first().map(|q| q.kind));
    let show = {
        let open = open.setter();
        Callback::from(move |i| open.set(i))
    };
    html! {
        <>
            <ul class="nine">
                for (i, photo) in props.photos.iter().enumerate() {
                    <li key={photo.id.to_string()}>
                        <button type="button" class="nine-open" aria-label={format!("{} · {}", lang.view_photo(i + 1), photo.kind.label(lang))} onclick={show.reform(move |_| Some(i))}>
                            <img src={photo.thumbnail_url.clone()} alt="" loading="lazy" />
                            if mixed {
                                <span class="nine-state">{ photo.kind.label(lang) }</span>
                            }
                        </button>
                    </li>
                }
            </ul>
            if let Some(at) = *open {
                <Viewer photos={props.photos.clone()} {at} {show} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ViewerProps {
    photos: Vec<Photo>,
    at: usize,
    show: Callback<Option<usize>>,
}

/// One picture over the whole screen.
#[component]
fn Viewer(props: &ViewerProps) -> Html {
    let lang = use_lang();
    let dialog = use_modal();
    let close = props.show.reform(|()| None);
    let Some(photo) = props.photos.get(props.at) else { return Html::default() };
    let (at, all) = (props.at, props.photos.len());
    let turn = |to: Option<usize>| props.show.reform(move |()| to.or(Some(at)));
    let onkeydown = {
        let show = props.show.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowLeft" => show.emit(Some(at.saturating_sub(1))),
            "ArrowRight" => show.emit(Some((at + 1).min(all - 1))),
            _ => {}
        })
    };
    let words = format!("{} {}", photo.kind.label(lang), lang.photo_of(at + 1, all));
    html! {
        <dialog ref={dialog} class="sheet viewer" aria-label={words.clone()} oncancel={cancel(&close)} {onkeydown}>
            <div class="viewer-foot"><span>{ words.clone() }</span><IconButton icon={Icon::Close} label={lang.close()} onclick={close} /></div>
            <img src={photo.url.clone()} alt={words} width={photo.width.to_string()} height={photo.height.to_string()} />
            if all > 1 {
                <div class="viewer-foot">
                    <IconButton icon={Icon::Back} label={lang.previous_photo()} onclick={turn(at.checked_sub(1))} />
                    <IconButton icon={Icon::Chevron} label={lang.next_photo()} onclick={turn(Some(at + 1).filter(|n| *n < all))} />
                </div>
            }
        </dialog>
    }
}
