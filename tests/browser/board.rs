//! A resident before the noticeboard: who is responsible, and how to reach them.

use anyhow::{Context, Result, ensure};

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;

/// What a board may weigh, in bytes, before it is compressed.
const MOST_BYTES: usize = 30 * 1024;

#[tokio::test]
async fn a_resident_reads_a_board_by_its_code_and_calls() -> Result<()> {
    journey("board", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        // The phone has a slow browser that runs no script.
        browser.allow_scripts(false).await?;
        browser.open(&board.path()).await?;
        browser.see(&board.name).await?;
        browser.see("谁负责").await?;
        browser.shoot("board").await?;
        can_call_everybody(&browser).await?;
        can_keep_every_card(journey.site.server.port, &browser).await?;

        let mut http = journey.site.server.connect()?;
        let page = http.send("GET", &board.path(), &[("accept", "text/html")], b"")?;
        ensure!(page.body.len() < MOST_BYTES, "the board weighs {} bytes", page.body.len());
        ensure!(!page.text().contains("<script"), "the board needs a script");

        browser.allow_scripts(true).await?;
        browser.reload().await?;
        browser.audit().await?;
        browser.console_is_quiet().await
    })
    .await
}

/// Each number that is shown dials itself.
async fn can_call_everybody(browser: &Browser) -> Result<()> {
    let numbers = browser.attributes("main a[href^='tel:']", "href").await?;
    ensure!(numbers.len() >= 2, "there is hardly anybody to call: {numbers:?}");
    for number in &numbers {
        let digits = number.trim_start_matches("tel:");
        ensure!(digits.len() >= 8 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-'), "{number} cannot be dialled");
    }
    Ok(())
}

/// Each card is a vCard with the name and a number.
async fn can_keep_every_card(port: u16, browser: &Browser) -> Result<()> {
    let cards = browser.attributes("a[download]", "href").await?;
    ensure!(!cards.is_empty(), "there is no card to keep");
    let mut http = tests::http::Http::connect(port)?;
    let words = browser.words().await?;
    for card in &cards {
        let path = card.strip_prefix(&browser.origin).unwrap_or(card);
        let answer = http.send("GET", path, &[], b"")?;
        ensure!(
            answer.status == 200 && answer.header("content-type").is_some_and(|t| t.starts_with("text/vcard")),
            "{card}: {} {:?}",
            answer.status,
            answer.header("content-type")
        );
        let text = answer.text();
        let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':').map(|(_, value)| value.to_owned()));
        ensure!(text.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\n") && text.ends_with("END:VCARD\r\n"), "{card} is no vCard: {text}");
        let name = line("FN").context("a name")?;
        ensure!(words.contains(&name), "the card is of {name}, who is not on the board");
        ensure!(line("TEL").is_some_and(|tel| tel.len() >= 8), "nobody can be called with {text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_resident_finds_a_board_and_checks_a_visitor() -> Result<()> {
    journey("find-a-board", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        browser.open("/").await?;
        browser.fill("村、网格、人名或口令码", &board.short_code).await?;
        browser.press("button", "查找").await?;
        browser.arrive("/boards").await?;
        browser.shoot("boards").await?;
        browser.press("link", &board.name).await?;
        browser.arrive(&board.path()).await?;

        browser.press("link", "核验上门人员").await?;
        browser.arrive("/verify").await?;
        browser.audit().await?;
        browser.console_is_quiet().await
    })
    .await
}
