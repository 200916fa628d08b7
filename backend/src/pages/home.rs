//! The first page: find my grid, all boards, my receipt, check a visitor, staff.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{Either, get};
use maud::{Markup, html};
use serde::Deserialize;
use shared::lang::Lang;
use shared::receipts::ReceiptCode;

use super::answers::{SeeOther, Shown};
use super::icons::{self, Icon};
use super::words::Words as Frame;
use super::{House, Reader, Width, page};
use crate::answer::Answer;
use crate::db::Db;
use crate::embed::asset;
use crate::settings;

shared::messages! {
    /// The words of the first page.
    pub trait Words;
    title => "有事找网格", "Your grid is there for you";
    lead => "看看您家的网格归谁管，打个电话，或者把看到的问题报上来。", "See who is in charge where you live, call them, or report what you have seen.";
    find => "查找我的网格", "Find my grid";
    find_label => "村、网格、人名或口令码", "Village, grid, person or short code";
    search => "查找", "Search";
    locate => "用定位查找", "Use my location";
    locating => "正在定位…", "Finding your location…";
    located => "您可能在这些网格：", "You may be in:";
    nowhere => "附近没有网格范围，请从列表里选。", "No grid is near here; please choose from the list.";
    refused => "没有拿到定位。可以按村名查找，或从列表里选。", "Your location is not available. Search by village, or choose from the list.";
    locate_note => "位置只用来查这一次，不保存。", "Your location is used for this one search and not kept.";
    receipt => "查询我反映的事", "Follow my report";
    receipt_label => "回执码", "Receipt code";
    receipt_hint => "12 位字母和数字，在提交后的页面上", "12 letters and digits, shown after you sent the report";
    look_up => "查询", "Look up";
    wrong_receipt => "回执码为 12 位字母和数字，请对照回执检查", "A receipt code has 12 letters and digits; please check it against the receipt";
    error_title => "错误：", "Error: ";
    ways => "查看与核验", "Look up and check";
    boards_note => "按村查看，可以打印", "By village; they can be printed";
    verify_note => "有人自称网格员上门时", "When somebody says they work for the grid";
    staff_note => "网格员、街道工作人员", "Grid members and the office";
}

#[get("/")]
pub async fn home(db: Data<Db>, reader: Reader) -> Answer<Shown> {
    let house = db.read(|conn| Ok(House::from(&settings::find(conn)?))).await?;
    Ok(Shown::public(home_page(&reader, &house, None)))
}

fn home_page(reader: &Reader, house: &House, wrong_receipt: Option<&str>) -> Markup {
    let lang = reader.lang;
    let main = html! {
        @if wrong_receipt.is_some() {
            div.error-summary role="alert" aria-labelledby="to-correct" { h2 #to-correct { (lang.to_correct()) } a href="#receipt" { (lang.wrong_receipt()) } }
        }
        div.lead { h1 { (lang.title()) } p { (lang.lead()) } }
        (find(lang))
        nav.cells aria-label=(lang.ways()) {
            (row("/boards", icons::PEOPLE, &lang.all_boards(), &lang.boards_note()))
            (row("/verify", icons::SHIELD, &lang.verify(), &lang.verify_note()))
        }
        (receipt(wrong_receipt, lang))
        nav.cells aria-label=(lang.staff()) { (row("/app/", icons::LOCK, &lang.staff(), &lang.staff_note())) }
    };
    let title = if wrong_receipt.is_some() { format!("{}{}", lang.error_title(), lang.receipt()) } else { lang.title() };
    page(reader, house, Width::Column, &title, &main)
}

/// The search works by itself; a script adds the button that asks the phone where it is.
fn find(lang: Lang) -> Markup {
    html! {
        section.card {
            h2 { (lang.find()) }
            form.search role="search" action="/boards" method="get" {
                label for="q" { (lang.find_label()) }
                input.input #q name="q" type="search" maxlength="60" enterkeyhint="search";
                button.button.button-primary type="submit" { (icons::SEARCH) span { (lang.search()) } }
            }
            div #locate hidden data-locating=(lang.locating()) data-located=(lang.located()) data-nowhere=(lang.nowhere()) data-refused=(lang.refused()) {
                button.button type="button" { (icons::PIN) (lang.locate()) }
                p.soft.small { (lang.locate_note()) }
                div role="status" {}
            }
            @if let Some(script) = asset("locate.js") { script type="module" src=(script) {} }
        }
    }
}

fn receipt(wrong: Option<&str>, lang: Lang) -> Markup {
    html! {
        form.card action="/r" method="get" {
            h2 { (lang.receipt()) }
            div.field {
                label for="receipt" { (lang.receipt_label()) }
                p.field-hint #receipt-hint { (lang.receipt_hint()) }
                @if wrong.is_some() { p.field-error #receipt-error { (lang.wrong_receipt()) } }
                input.input.digits #receipt name="code" value=[wrong] required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    enterkeyhint="go" aria-describedby=(if wrong.is_some() { "receipt-hint receipt-error" } else { "receipt-hint" }) aria-invalid=[wrong.map(|_| "true")];
            }
            button.button type="submit" { (icons::RECEIPT) (lang.look_up()) }
        }
    }
}

fn row(href: &str, icon: Icon, words: &str, note: &str) -> Markup {
    html! { a.cell href=(href) { span.cell-icon { (icon) } span.cell-body { span { (words) } span.cell-note { (note) } } } }
}

/// What the form for a receipt code sends.
#[derive(Debug, Deserialize)]
pub struct Entered {
    code: Option<String>,
}

/// Goes from a typed receipt code to its page, or says what is wrong with it.
#[get("/r")]
pub async fn find_receipt(db: Data<Db>, reader: Reader, entered: Query<Entered>) -> Answer<Either<SeeOther, Shown>> {
    let entered = entered.into_inner().code.unwrap_or_default();
    if let Ok(code) = entered.parse::<ReceiptCode>() {
        return Ok(Either::Left(SeeOther(format!("/r/{code}"))));
    }
    let house = db.read(|conn| Ok(House::from(&settings::find(conn)?))).await?;
    let shown: String = entered.chars().filter(|c| !c.is_control()).take(20).collect();
    let page = Shown::personal(home_page(&reader, &house, Some(&shown))).with(StatusCode::UNPROCESSABLE_ENTITY);
    Ok(Either::Right(page))
}
