//! Signing in, and the way each reader wants pages: language, size, light or dark.

use anyhow::{Result, ensure};
use serde_json::json;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;

#[tokio::test]
async fn a_wrong_password_says_so_and_a_right_one_outlives_a_reload() -> Result<()> {
    journey("sign-in", async |journey| {
        let phone_user = journey.browser(Screen::Phone).await?;
        let (phone, password) = journey.site.login(Duty::FullTime)?;
        phone_user.open("/app").await?;
        phone_user.find("button", "登录").await?;
        phone_user.audit().await?;
        phone_user.shoot("sign-in").await?;
        phone_user.fill("手机号", &phone).await?;
        phone_user.fill("密码", "not the password").await?;
        phone_user.press("button", "登录").await?;
        phone_user.find_css("[role=alert]").await?;
        phone_user.audit().await?;
        ensure!(phone_user.value("手机号").await? == phone, "the number must be typed again");
        phone_user.fill("密码", &password).await?;
        phone_user.press("button", "登录").await?;
        phone_user.find_css(".has-tabs main h1").await?;

        phone_user.reload().await?;
        phone_user.find_css(".has-tabs main h1").await?;
        phone_user.open("/app/me/sessions").await?;
        phone_user.see("本机").await?;
        ensure!(phone_user.path().await? == "/app/me/sessions", "a link into the app leads elsewhere");

        phone_user.open("/app/me").await?;
        phone_user.press("button", "退出登录").await?;
        phone_user.see_sheet("退出登录").await?;
        phone_user.audit().await?;
        phone_user.press("button", "退出登录").await?;
        phone_user.find("field", "密码").await?;
        phone_user.reload().await?;
        phone_user.find("field", "密码").await?;
        phone_user.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn a_link_into_the_app_waits_for_signing_in() -> Result<()> {
    journey("deep-link", async |journey| {
        let desk = journey.browser(Screen::Desk).await?;
        let (phone, password) = journey.site.login(Duty::Dispatcher)?;
        desk.open("/app/cases").await?;
        desk.fill("手机号", &phone).await?;
        desk.fill("密码", &password).await?;
        desk.press("button", "登录").await?;
        desk.find("heading", "案件").await?;
        ensure!(desk.path().await? == "/app/cases", "signing in led away from the link");
        desk.open("/app/no/such/page").await?;
        desk.see("没有这个页面").await?;
        desk.audit().await
    })
    .await
}

#[tokio::test]
async fn english_large_print_and_dark_hold_over_the_app() -> Result<()> {
    journey("look-of-the-app", async |journey| {
        let phone_user = journey.signed_in(Screen::Phone, Duty::FullTime).await?;
        phone_user.press("link", "我的").await?;
        phone_user.arrive("/app/me").await?;
        phone_user.audit().await?;
        phone_user.press("box", "English").await?;
        phone_user.find("heading", "Appearance").await?;
        phone_user.press("box", "Dark").await?;
        phone_user.press("box", "Large print").await?;
        phone_user.shoot("me-dark-large").await?;
        for path in ["/app/me", "/app/day", "/app/cases", "/app/report"] {
            phone_user.open(path).await?;
            phone_user.find_css(".has-tabs main h1").await?;
            phone_user.find("link", "Cases").await?;
            is_so(&phone_user, "en", "dark", "elder").await?;
        }
        phone_user.audit().await?;
        phone_user.open("/app/settings").await?;
        phone_user.find_css(".has-tabs main h1").await?;
        phone_user.see("There is no such page").await?;

        // The public pages look and speak the same, and a change there holds in the app.
        phone_user.open("/boards").await?;
        phone_user.find("link", "中文").await?;
        phone_user.press("link", "Standard").await?;
        phone_user.find("link", "Large").await?;
        phone_user.open("/app/me").await?;
        phone_user.find("heading", "Appearance").await?;
        let mode = phone_user.ask("return document.documentElement.dataset.mode ?? null", vec![]).await?;
        ensure!(mode == json!(null), "the app is still in {mode}");
        phone_user.console_is_quiet().await
    })
    .await
}

async fn is_so(browser: &Browser, lang: &str, theme: &str, mode: &str) -> Result<()> {
    let html = browser.ask("const d = document.documentElement; return [d.lang, d.dataset.theme, d.dataset.mode]", vec![]).await?;
    ensure!(html == json!([lang, theme, mode]), "the page is {html}");
    let background = browser
        .ask("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every((c) => c < 80)", vec![])
        .await?;
    ensure!(background == json!(theme == "dark"), "the background does not fit");
    Ok(())
}

#[tokio::test]
async fn english_and_large_print_hold_over_the_public_pages_without_script() -> Result<()> {
    journey("look-of-the-pages", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        browser.allow_scripts(false).await?;
        browser.open(&board.path()).await?;
        let size = async || -> Result<f64> {
            Ok(browser
                .ask("return parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)", vec![])
                .await?
                .as_f64()
                .unwrap_or_default())
        };
        let standard = size().await?;
        browser.press("link", "长辈版").await?;
        browser.see("标准版").await?;
        ensure!(browser.path().await? == board.path(), "the switch leads away from the board");
        ensure!(size().await? > standard * 1.1, "large print is not larger");
        browser.press("link", "English").await?;
        browser.see("Report a problem").await?;
        browser.shoot("board-english-large").await?;
        for path in ["/", "/boards", "/verify", "/privacy"] {
            browser.open(path).await?;
            browser.find("link", "中文").await?;
            browser.find("link", "Standard").await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_runs_no_script_that_is_not_its_own() -> Result<()> {
    journey("policy", async |journey| {
        let board = journey.site.board(|_| true)?;
        let browser = journey.browser(Screen::Phone).await?;
        let inject = "const s = document.createElement('script'); s.textContent = 'window.injected = true'; document.body.append(s);
            const b = document.createElement('button'); b.setAttribute('onclick', 'window.injected = true'); document.body.append(b); b.click();
            return window.injected === true";
        for path in [board.path().as_str(), "/", "/app"] {
            browser.open(path).await?;
            browser.find_css("body *").await?;
            ensure!(browser.ask(inject, vec![]).await? == json!(false), "{path} runs injected scripts");
        }
        Ok(())
    })
    .await
}
