//! The page on which a resident checks a visitor.

use maud::{Markup, html};
use shared::boards::Visitor;
use shared::lang::Lang;

use crate::pages::{House, Reader, Width, icons, page, spaced};

shared::messages! {
    /// The words of the check.
    pub trait Words;
    title => "核验上门人员", "Check a visitor";
    use_of => "有人自称网格员上门？请对方出示工作证，输入证上的证件码，看看今天是不是在岗。", "Somebody at your door says they work for the grid? Ask for the badge and enter its code to see whether they are on duty today.";
    badge => "证件码", "Badge code";
    badge_hint => "8 位字母和数字，不分大小写", "8 letters and digits; capitals do not matter";
    check => "核验", "Check";
    error_title => "错误：", "Error: ";
    to_correct => "有以下问题需要更正", "Please correct the following";
    wrong_form => "证件码为 8 位字母和数字，请对照工作证检查", "A badge code has 8 letters and digits; please check it against the badge";
    unknown => "查不到这个证件码", "This badge code is not known";
    unknown_advice => "请再核对一遍。仍然查不到的，不要让对方进门，可以拨打监督电话核实。", "Check it once more. If it stays unknown, do not let the person in; you can call the supervision phone.";
    on_duty(name: &str) => "{name} 今天在岗", "{name} is on duty today";
    off_duty(name: &str) => "{name} 今天不在岗", "{name} is not on duty today";
    off_duty_advice => "这个人目前没有网格职务，不要让对方以网格工作的名义进门，可以拨打监督电话核实。", "This person holds no duty in the grids at present. Do not let them in on grid business; you can call the supervision phone.";
    compare => "请对照照片和姓名；对不上的，不要开门。", "Compare photo and name; if they do not match, do not open.";
    since(day: &str) => "{day} 起", "since {day}";
    until(day: &str) => "到 {day}", "until {day}";
    portrait_of(name: &str) => "{name}的照片", "Portrait of {name}";
    supervision => "监督电话", "Supervision phone";
    again => "核验别人", "Check somebody else";
}

/// What became of a check.
pub enum Outcome {
    /// Nothing was entered yet.
    Open,
    /// What was entered cannot be a badge code.
    WrongForm(String),
    Unknown(String),
    Found(Box<Visitor>),
}

/// The page with the form, and the outcome above it.
pub fn verify_page(reader: &Reader, house: &House, outcome: &Outcome) -> Markup {
    let lang = reader.lang;
    let entered = match outcome {
        Outcome::WrongForm(code) | Outcome::Unknown(code) => Some(code.as_str()),
        Outcome::Open | Outcome::Found(_) => None,
    };
    let wrong = matches!(outcome, Outcome::WrongForm(_));
    let main = html! {
        @match outcome {
            Outcome::Found(visitor) => (found(visitor, lang)),
            Outcome::Unknown(_) => {
                h1 { (lang.title()) }
                div.notice.notice-danger role="alert" { (icons::CROSS) div { strong { (lang.unknown()) } p { (lang.unknown_advice()) } } }
                (phone(house, lang))
            }
            _ => {
                @if wrong {
                    div.error-summary role="alert" aria-labelledby="to-correct" { h2 #to-correct { (lang.to_correct()) } a href="#badge" { (lang.wrong_form()) } }
                }
                div.lead { h1 { (lang.title()) } p { (lang.use_of()) } }
            }
        }
        (form(entered, wrong, matches!(outcome, Outcome::Found(_)), lang))
    };
    let title = if wrong { format!("{}{}", lang.error_title(), lang.title()) } else { lang.title() };
    page(reader, house, Width::Column, &title, &main)
}

fn form(entered: Option<&str>, wrong: bool, again: bool, lang: Lang) -> Markup {
    html! {
        form.card action="/verify" method="get" {
            @if again { h2 { (lang.again()) } }
            div.field {
                label for="badge" { (lang.badge()) }
                p.field-hint #badge-hint { (lang.badge_hint()) }
                @if wrong { p.field-error #badge-error { (lang.wrong_form()) } }
                input.input.digits #badge name="badge" value=[entered] required maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    enterkeyhint="go" aria-describedby=(if wrong { "badge-hint badge-error" } else { "badge-hint" }) aria-invalid=[wrong.then_some("true")];
            }
            button.button.button-primary type="submit" { (icons::SHIELD) (lang.check()) }
        }
    }
}

fn found(visitor: &Visitor, lang: Lang) -> Markup {
    html! {
        section.card.center {
            @match &visitor.photo_url {
                Some(url) => img.portrait src=(url) alt=(lang.portrait_of(&visitor.name)) width="160" height="200";,
                None => span.avatar.avatar-large aria-hidden="true" { (visitor.name.chars().take(1).collect::<String>()) },
            }
            h1.verdict { (if visitor.on_duty { lang.on_duty(&visitor.name) } else { lang.off_duty(&visitor.name) }) }
            @if visitor.on_duty {
                div.notice.notice-success { (icons::CHECK) p { (lang.compare()) } }
            } @else {
                div.notice.notice-danger { (icons::CROSS) p { (lang.off_duty_advice()) } }
            }
        }
        @if !visitor.duties.is_empty() {
            ul.cells {
                @for duty in &visitor.duties {
                    li { div.cell { span.cell-body {
                        span { (duty.area_name) }
                        span.cell-note { (lang.since(duty.from_day.as_str())) @if let Some(day) = &duty.to_day { " " (lang.until(day.as_str())) } }
                    } span.badge.badge-brand { (duty.duty.label(lang)) } } }
                }
            }
        }
        @if let Some(number) = &visitor.supervision_phone {
            a.button href={ "tel:" (number) } { (icons::PHONE) (lang.supervision()) " " span.nowrap { (spaced(number)) } }
        }
    }
}

fn phone(house: &House, lang: Lang) -> Markup {
    html! {
        @if let Some(number) = &house.supervision_phone {
            a.button.button-primary href={ "tel:" (number) } { (icons::PHONE) (lang.supervision()) " " span.nowrap { (spaced(number)) } }
        }
    }
}
