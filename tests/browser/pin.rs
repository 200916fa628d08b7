//! A phone behind a PIN: whoever finds it reads nothing, and whoever owns it loses nothing.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::driver::Screen;
use crate::journey::journey;
use crate::line::{Line, Trouble};
use crate::outbox::{delivers, phone, writes_report};
use crate::picture::photo;

/// How many things on the phone can be read as they lie there, and how many lie there at all; but for what the engine remembers of itself.
async fn lies_open(member: &Browser) -> Result<(u64, u64)> {
    let script = "return indexedDB.databases().then((all) => new Promise((go) => {
        const request = indexedDB.open(all.find((one) => one.name.startsWith('wangge-')).name);
        request.onsuccess = async () => {
            const database = request.result;
            const names = [...database.objectStoreNames].filter((name) => name !== 'meta');
            const shelves = await Promise.all(names.map((name) => new Promise((found) => {
                const all = database.transaction(name).objectStore(name).getAll();
                all.onsuccess = () => found(all.result);
            })));
            database.close();
            const all = shelves.flat();
            const isOpen = (one) => typeof one === 'string' || (one[0] === 0xff && one[1] === 0xd8);
            go([all.filter(isOpen).length, all.length]);
        };
    }))";
    let found = member.ask(script, vec![]).await?;
    Ok((found[0].as_u64().unwrap_or_default(), found[1].as_u64().unwrap_or_default()))
}

#[tokio::test]
async fn behind_a_pin_nothing_can_be_read_and_nothing_is_lost() -> Result<()> {
    journey("pin", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        line.has(Trouble::Dead);
        let words = "配电箱门开着";
        writes_report(&member, words, &[&photo(&journey.site.folder, "box.jpg", [200, 160, 30])?]).await?;
        member.press("button", "提交上报").await?;
        member.see("已存本机").await?;
        let (open, all) = lies_open(&member).await?;
        ensure!(open > 10 && open == all, "without a PIN {open} of {all} can be read");

        member.open("/app/me").await?;
        member.press("button", "解锁密码").await?;
        member.see_sheet("设置解锁密码").await?;
        member.audit().await?;
        member.fill("解锁密码", "204819").await?;
        member.fill("再输一次解锁密码", "204818").await?;
        member.press("button", "保存").await?;
        member.see("两次输入的解锁密码不一样").await?;
        member.fill("再输一次解锁密码", "204819").await?;
        member.press("button", "保存").await?;
        member.no_sheet().await?;
        member.see("已开启").await?;
        ensure!(lies_open(&member).await? == (0, all), "behind a PIN nothing can be read");

        let member = journey.reopened(member, Screen::Phone).await?;
        member.open("/app/outbox").await?;
        member.see("输入解锁密码").await?;
        member.shoot("pin").await?;
        member.audit().await?;
        member.fill("解锁密码", "111111").await?;
        member.press("button", "解锁").await?;
        member.see("解锁密码不对").await?;
        member.fill("解锁密码", "204819").await?;
        member.press("button", "解锁").await?;
        member.see(words).await?;
        line.has(Trouble::None);
        delivers(&member).await?;

        member.open("/app/me").await?;
        member.see("输入解锁密码").await?;
        member.fill("解锁密码", "204819").await?;
        member.press("button", "解锁").await?;
        member.see("已开启").await?;
        member.press("button", "解锁密码").await?;
        member.see_sheet("取消解锁密码").await?;
        member.press("button", "取消解锁密码").await?;
        member.no_sheet().await?;
        let (open, all) = lies_open(&member).await?;
        ensure!(open > 0 && open == all, "without a PIN {open} of {all} can be read");
        Ok(())
    })
    .await
}
