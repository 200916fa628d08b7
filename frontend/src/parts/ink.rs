//! A field to sign on, with a finger or a pen: strokes on a field of 1000 by 400.

use std::fmt::Write;

use shared::ink::INK_FIELD;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::button::{Button, Weight};
use super::icon::Icon;
use crate::look::use_lang;
use crate::words::ShellWords;

/// Points closer than this to the last one add nothing.
const NEAR: i32 = 6;
/// The most points: what a signature may weigh.
const MOST_POINTS: usize = 2500;

#[derive(PartialEq, Properties)]
pub struct InkPadProps {
    /// Who signs.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// The strokes so far, as a path.
    pub path: AttrValue,
    pub set: Callback<String>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// A field to sign on.
#[component]
pub fn InkPad(props: &InkPadProps) -> Html {
    let lang = use_lang();
    let last = use_mut_ref(|| None::<(i32, i32)>);
    // Ahead of what is drawn: a pen is faster than a page.
    let ink = use_mut_ref(String::new);
    let begin = {
        let (last, ink, path, set) = (last.clone(), ink.clone(), props.path.clone(), props.set.clone());
        Callback::from(move |event: PointerEvent| {
            event.prevent_default();
            let Some((x, y)) = place(&event) else { return };
            if let Some(field) = field(&event) {
                // The pen may leave the field and come back.
                let _ = field.set_pointer_capture(event.pointer_id());
            }
            *last.borrow_mut() = Some((x, y));
            *ink.borrow_mut() = format!("{path}M{x} {y}");
            set.emit(ink.borrow().clone());
        })
    };
    let go_on = {
        let (last, set) = (last.clone(), props.set.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((u, v)) = *last.borrow() else { return };
            let Some((x, y)) = place(&event) else { return };
            if ((x - u).abs() < NEAR && (y - v).abs() < NEAR) || ink.borrow().matches('L').count() >= MOST_POINTS {
                return;
            }
            *last.borrow_mut() = Some((x, y));
            // Writing to a text does not fail.
            let _ = write!(ink.borrow_mut(), "L{x} {y}");
            set.emit(ink.borrow().clone());
        })
    };
    let end = Callback::from(move |_: PointerEvent| *last.borrow_mut() = None);
    let clear = props.set.reform(|()| String::new());
    let view = format!("0 0 {} {}", INK_FIELD.0, INK_FIELD.1);
    let label = props.label.clone().unwrap_or_else(|| lang.sign_here().into());
    html! {
        <div class="field" data-wrong={props.error.is_some().then_some("")}>
            <div class="ink-head">
                <span class="label">{ label.clone() }</span>
                <Button weight={Weight::Text} small=true icon={Icon::Refresh} onclick={clear}>{ lang.clear_ink() }</Button>
            </div>
            <svg class="ink" viewBox={view} role="img" aria-label={label} onpointerdown={begin} onpointermove={go_on} onpointerup={end.clone()} onpointercancel={end}>
                <line class="ink-line" x1="40" y1="330" x2="960" y2="330" />
                <path d={props.path.clone()} />
            </svg>
            if let Some(error) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ error }</span></p>
            }
        </div>
    }
}

/// The field, whichever of its lines the pen meets.
fn field(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("svg").ok()?
}

/// Where on the field the pen is.
fn place(event: &PointerEvent) -> Option<(i32, i32)> {
    let edge = field(event)?.get_bounding_client_rect();
    let on = |at: f64, from: f64, size: f64, full: f32| ((at - from) / size.max(1.0) * f64::from(full)).round().clamp(0.0, f64::from(full));
    let x = on(f64::from(event.client_x()), edge.left(), edge.width(), INK_FIELD.0);
    let y = on(f64::from(event.client_y()), edge.top(), edge.height(), INK_FIELD.1);
    Some((x as i32, y as i32))
}

/// A signature that was made.
pub fn drawn(path: &str) -> Html {
    let view = format!("0 0 {} {}", INK_FIELD.0, INK_FIELD.1);
    html! { <svg class="ink small" viewBox={view} aria-hidden="true" focusable="false"><path d={path.to_owned()} /></svg> }
}
