//! What working without a network costs on a cheap phone: six times slower than this machine, on a line of 400 kbit/s. `cargo xtask bench`
//! runs it; it prints and judges nothing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use image::{Rgb, RgbImage};
use serde_json::json;
use shared::staffing::Duty;

use crate::browser::Browser;
use crate::command::{cheap_phone, slow_line};
use crate::driver::Screen;
use crate::journey::{Journey, journey};
use crate::line::{Line, Trouble};
use crate::outbox::{phone, writes_report};

/// Records that are fetched first.
const RECORDS: usize = 3000;
/// How much slower a cheap phone is.
const SLOWER: f64 = 6.0;
/// 400 kbit/s, in bytes a second.
const BYTES_PER_SECOND: f64 = 50_000.0;
/// How often My day is opened to be timed.
const TIMES: usize = 9;
/// How often something is saved to be timed.
const SAVES: usize = 9;

#[tokio::test]
#[ignore = "measures; `cargo xtask bench` runs it"]
async fn figures_of_a_cheap_phone() -> Result<()> {
    journey("figures", async |journey| {
        println!("\non a phone {SLOWER} times slower than this machine:");
        first_fetch(journey).await?;
        saves(journey).await?;
        photo_sizes(journey).await
    })
    .await
}

/// A grid with thousands of cases, fetched by a phone that has nothing.
async fn first_fetch(journey: &Journey) -> Result<()> {
    let board = journey.site.own_board()?;
    for n in 0..RECORDS {
        journey.site.report(&board, "0401", &format!("第 {n} 处垃圾桶满了，周边有散落的垃圾，请安排清运"))?;
    }
    let member = journey.browser(Screen::Phone).await?;
    let (who, password) = journey.site.login(Duty::FullTime)?;
    member.open("/app").await?;
    slow_line(&member.client, BYTES_PER_SECOND).await?;
    cheap_phone(&member.client, SLOWER).await?;
    member.fill("手机号", &who).await?;
    member.fill("密码", &password).await?;
    let begun = member.ask("return performance.now()", vec![]).await?;
    member.press("button", "登录").await?;
    let script = "const [begun, wanted] = arguments; const open = indexedDB.databases().then((all) => all.find((one) => one.name.startsWith('wangge-')));
        return open.then((one) => one && new Promise((go) => { const request = indexedDB.open(one.name); request.onsuccess = () => {
            const database = request.result; if (!database.objectStoreNames.contains('rows')) { database.close(); return go(null); }
            const count = database.transaction('rows').objectStore('rows').count();
            count.onsuccess = () => { database.close(); go(count.result >= wanted ? performance.now() - begun : null); }; }; }))";
    let took = loop {
        let took = member.ask(script, vec![begun.clone(), json!(RECORDS)]).await?;
        if let Some(took) = took.as_f64() {
            break took;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    };
    println!("  first fetch of {RECORDS} cases at 400 kbit/s, sign-in included   {:>8.1} s", took / 1000.0);
    my_day(&member).await?;
    member.client.clone().close().await.ok();
    Ok(())
}

/// How long My day takes with all of them on the phone, from the tap on its tab until it stands in the page and until it is painted; and what
/// reading the rows of all cases from the browser's database takes.
async fn my_day(member: &Browser) -> Result<()> {
    member.see("由我负责").await?;
    let (mut stands, mut painted) = (Vec::with_capacity(TIMES), Vec::with_capacity(TIMES));
    for _ in 0..TIMES {
        member.press("link", "我的").await?;
        member.arrive("/app/me").await?;
        // Until that page has done its own work.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let tap = "const tab = [...document.querySelectorAll('nav a')].find((one) => one.innerText.trim() === '我的一天');
            return new Promise((go) => { const begun = performance.now(), since = () => performance.now() - begun;
                const look = () => { if (location.pathname !== '/app/day' || !document.querySelector('.figures')) return setTimeout(look);
                    const stands = since(); requestAnimationFrame(() => setTimeout(() => go([stands, since()]))); }; tab.click(); look(); })";
        let [stood, paint]: [f64; 2] = serde_json::from_value(member.ask(tap, vec![]).await?)?;
        stands.push(stood);
        painted.push(paint);
    }
    let read = "return indexedDB.databases().then((all) => new Promise((go) => { const request = indexedDB.open(all.find((one) => one.name.startsWith('wangge-')).name);
        request.onsuccess = () => { const begun = performance.now(), rows = request.result.transaction('rows').objectStore('rows').getAll();
            rows.onsuccess = () => { const took = performance.now() - begun; request.result.close(); go(took); }; }; }))";
    let read = member.ask(read, vec![]).await?.as_f64().context("a time")?;
    for (what, times) in [("until it stands in the page", &mut stands), ("until it is painted", &mut painted)] {
        times.sort_by(f64::total_cmp);
        println!("  My day with {RECORDS} cases, from the tap {what:<28} {:>4.0} ms, worst {:.0} ms", times[TIMES / 2], times[TIMES - 1]);
    }
    println!("  the rows of all of them read from the browser's database         {read:>8.0} ms");
    Ok(())
}

/// How long from the tap until the page says 已存本机, with no network.
async fn saves(journey: &Journey) -> Result<()> {
    let line = Line::to(journey.site.server.port)?;
    let member = phone(journey, &line).await?;
    line.has(Trouble::Dead);
    let mut took = Vec::with_capacity(SAVES);
    for n in 0..SAVES {
        writes_report(&member, &format!("{n} 号井盖松动"), &[]).await?;
        cheap_phone(&member.client, SLOWER).await?;
        let script = "const button = [...document.querySelectorAll('button')].find((one) => one.innerText.trim() === '提交上报');
            return new Promise((go) => { const begun = performance.now(); new MutationObserver((_, all) => {
                if (!document.querySelector('h1')?.innerText.includes('已存本机')) return; all.disconnect(); go(performance.now() - begun); })
                .observe(document.body, { childList: true, subtree: true, characterData: true }); button.click(); })";
        took.push(member.ask(script, vec![]).await?.as_f64().context("a time")?);
        cheap_phone(&member.client, 1.0).await?;
    }
    took.sort_by(f64::total_cmp);
    println!("  a report saved, from the tap to 已存本机: median             {:>8.0} ms, worst {:.0} ms", took[SAVES / 2], took[SAVES - 1]);
    Ok(())
}

/// What is left of a photo of 12 megapixels.
async fn photo_sizes(journey: &Journey) -> Result<()> {
    let line = Line::to(journey.site.server.port)?;
    let member = phone(journey, &line).await?;
    line.has(Trouble::Dead);
    for (name, noise) in [("plain", 8_u32), ("leaves and gravel", 90)] {
        let file = twelve_megapixels(&journey.site.folder, noise)?;
        writes_report(&member, name, &[&file]).await?;
        println!(
            "  a photo of 12 megapixels, {name:<18} {:>8.0} KB of {:.0} KB",
            kept(&member).await? / 1000.0,
            std::fs::metadata(&file)?.len() as f64 / 1000.0
        );
        member.press("button", "清空").await?;
        member.see_sheet("清空这份草稿？").await?;
        member.press("button", "清空").await?;
        member.no_sheet().await?;
    }
    Ok(())
}

/// Bytes of the one photo on the phone.
async fn kept(member: &Browser) -> Result<f64> {
    let script = "return indexedDB.databases().then((all) => new Promise((go) => { const request = indexedDB.open(all.find((one) => one.name.startsWith('wangge-')).name);
        request.onsuccess = () => { const files = request.result.transaction('files').objectStore('files').getAll();
            files.onsuccess = () => { request.result.close(); go(files.result.at(-1)?.byteLength ?? null); }; }; }))";
    member.until("the photo on the phone", async || Ok(member.ask(script, vec![]).await?.as_f64())).await
}

/// A photo as a phone takes it; more noise is more detail.
fn twelve_megapixels(folder: &Path, noise: u32) -> Result<PathBuf> {
    let file = folder.join(format!("12mp-{noise}.jpg"));
    let mut seed = 1_u32;
    let picture = RgbImage::from_fn(4000, 3000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let base = 90 + (x / 60 + y / 45) % 80;
        let grain = |shift: u32| u8::try_from((base + (seed >> shift) % noise).min(255)).unwrap_or(u8::MAX);
        Rgb([grain(24), grain(20), grain(16)])
    });
    picture.save(&file)?;
    Ok(file)
}
