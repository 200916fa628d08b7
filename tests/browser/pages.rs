//! Every page once: it opens, says what it is, and axe finds nothing.

use anyhow::{Context, Result, ensure};
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;

/// Opens pages one after the other and collects what is wrong with them, so that one run tells everything.
async fn visit(browser: &Browser, paths: &[String]) -> Result<()> {
    let mut faults = Vec::new();
    for path in paths {
        if let Err(error) = one(browser, path).await {
            faults.push(format!("{path}: {error:#}"));
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

async fn one(browser: &Browser, path: &str) -> Result<()> {
    browser.open(path).await?;
    browser.find_css("main h1").await?;
    // Nothing is on its way any more.
    let script = "return document.querySelector('[aria-busy=true], .bones, .spinner') === null";
    browser
        .until("the page to be whole", async || Ok((browser.ask(script, vec![]).await? == serde_json::json!(true)).then_some(())))
        .await?;
    let title = browser.client.title().await?;
    ensure!(!title.trim().is_empty(), "it has no title");
    browser.audit().await?;
    browser.console_is_quiet().await
}

#[tokio::test]
async fn the_public_pages() -> Result<()> {
    journey("public-pages", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        let (board, code) = (board.path(), board.short_code);
        let paths = [
            "/",
            "/boards",
            "/boards?q=%E7%8E%8B",
            "/boards?q=nothing-of-the-kind",
            "/verify",
            "/verify?badge=AAAAAAAA",
            "/privacy",
            "/r?code=nonsense",
            "/no-such-page",
            "/g/999999",
            "/r/AAAA-AAAA-AAAA",
        ]
        .map(str::to_owned);
        let of_board = [
            board.clone(),
            format!("{board}/report"),
            format!("{board}/cases"),
            format!("{board}?lang=en"),
            format!("/boards/{code}/print"),
        ];
        visit(&browser, &[paths.as_slice(), of_board.as_slice()].concat()).await
    })
    .await
}

#[tokio::test]
async fn the_members_pages() -> Result<()> {
    journey("member-pages", async |journey| {
        journey.site.report(&journey.site.own_board()?, "0602", "路灯不亮")?;
        let browser = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        let case = a_case(&browser).await?;
        let paths = ["/app/day", "/app/report", "/app/cases", "/app/me", "/app/me/sessions", "/app/me/password", "/app/not-found"]
            .map(str::to_owned);
        visit(&browser, &[paths.as_slice(), &[case]].concat()).await
    })
    .await
}

#[tokio::test]
async fn the_dispatchers_pages() -> Result<()> {
    journey("dispatcher-pages", async |journey| {
        let browser = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        let case = a_case(&browser).await?;
        let paths = [
            "/app/inbox",
            "/app/cases",
            "/app/report",
            "/app/divisions",
            "/app/people",
            "/app/boards/stale",
            "/app/templates",
            "/app/units",
            "/app/routing-rules",
            "/app/notices",
            "/app/me",
        ]
        .map(str::to_owned);
        visit(&browser, &[paths.as_slice(), &[case]].concat()).await
    })
    .await
}

#[tokio::test]
async fn the_assessors_pages() -> Result<()> {
    journey("assessor-pages", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        let village = board.code.get(..12).context("a code of 15 digits")?;
        let paths = ["/app/divisions", "/app/people", "/app/boards/stale", "/app/imports", "/app/limits", "/app/holidays", "/app/me"]
            .map(str::to_owned);
        visit(&browser, &[paths.as_slice(), &[format!("/app/divisions/{village}"), format!("/app/grids/{}", board.code)]].concat()).await
    })
    .await
}

#[tokio::test]
async fn the_administrators_pages() -> Result<()> {
    journey("administrator-pages", async |journey| {
        let browser = journey.signed_in(Screen::Desk, Duty::Administrator).await?;
        browser.open("/app/people").await?;
        browser.find_css("main td a, main .cells a").await?;
        let person = browser.attributes("main td a, main .cells a", "href").await?.into_iter().next().context("a person")?;
        visit(&browser, &["/app/settings", "/app/channels", "/app/appeals", "/app/people", &person].map(str::to_owned)).await
    })
    .await
}

#[tokio::test]
async fn the_offices_pages_on_a_phone() -> Result<()> {
    journey("office-on-a-phone", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.signed_in(Screen::Phone, Duty::Administrator).await?;
        let village = board.code.get(..12).context("a code of 15 digits")?;
        let paths = [
            "/app/divisions",
            "/app/people",
            "/app/boards/stale",
            "/app/imports",
            "/app/limits",
            "/app/holidays",
            "/app/units",
            "/app/routing-rules",
            "/app/templates",
            "/app/channels",
            "/app/appeals",
            "/app/notices",
            "/app/settings",
        ]
        .map(str::to_owned);
        visit(&browser, &[paths.as_slice(), &[format!("/app/divisions/{village}"), format!("/app/grids/{}", board.code)]].concat()).await
    })
    .await
}

/// The page of the first case in the list.
async fn a_case(browser: &Browser) -> Result<String> {
    browser.open("/app/cases").await?;
    browser.find_css("main a[href*='/app/cases/']").await?;
    browser.attributes("main a[href*='/app/cases/']", "href").await?.into_iter().next().context("a case")
}
