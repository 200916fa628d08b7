//! The office at its desk: giving cases to people, keeping staff and boundaries.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use calamine::Reader;
use fantoccini::key::Key;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use shared::staffing::Duty;

use crate::command;
use crate::driver::Screen;
use crate::journey::journey;

#[tokio::test]
async fn the_dispatcher_gives_a_case_from_the_inbox_to_somebody() -> Result<()> {
    journey("inbox", async |journey| {
        let board = journey.site.board(|_| true)?;
        journey.site.report(&board, "0601", "村口路面塌了一块，电动车差点摔倒")?;
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        desk.press("link", "待办收件箱").await?;
        desk.arrive("/app/inbox").await?;
        desk.press("button", "村口路面塌了一块").await?;
        desk.find("heading", "办理过程").await?;
        desk.audit().await?;
        desk.shoot("inbox").await?;
        desk.press("button", "指派").await?;
        desk.see_sheet("指派").await?;
        desk.press("button", "指派").await?;
        desk.see("请选择负责人").await?;
        desk.audit().await?;
        let somebody = desk.find_css("dialog .cells input[type=radio], dialog .cells button").await?;
        desk.ask("(arguments[0].labels?.[0] || arguments[0]).click()", vec![serde_json::to_value(&somebody)?]).await?;
        desk.press("button", "指派").await?;
        desk.no_sheet().await?;
        desk.see("指派给 ").await?;
        desk.console_is_quiet().await
    })
    .await
}

/// The office's pages are a part of the program of their own. A network that breaks down before it is there costs nothing but another tap.
#[tokio::test]
async fn the_offices_part_of_the_app_is_loaded_again_when_it_did_not_come() -> Result<()> {
    journey("part", async |journey| {
        let desk = journey.signed_in(Screen::Phone, Duty::Dispatcher).await?;
        command::out_of_reach(&desk.client, "*split_office*", true).await?;
        desk.open("/app/inbox").await?;
        desk.see("网络不通").await?;
        desk.audit().await?;
        desk.press("button", "再试一次").await?;
        desk.see("网络不通").await?;
        command::out_of_reach(&desk.client, "*split_office*", false).await?;
        desk.press("button", "再试一次").await?;
        desk.find("button", "待受理").await?;
        Ok(())
    })
    .await
}

/// Search, select, dispatch, and see what became of it: no mouse.
#[tokio::test]
async fn the_office_dispatches_several_cases_by_keyboard() -> Result<()> {
    journey("bulk-dispatch", async |journey| {
        let board = journey.site.board(|_| true)?;
        for place in ["桥头", "祠堂边"] {
            journey.site.report(&board, "0601", &format!("晨巡发现{place}路面坑洼"))?;
        }
        // One that the search leaves out, so that it shows when the search is done.
        journey.site.report(&board, "0602", "村口路灯不亮")?;
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        desk.open("/app/inbox").await?;
        desk.find("button", "待受理").await?;
        desk.find_css(".inbox-row").await?;
        let (enter, tab, down, escape) = (char::from(Key::Enter), char::from(Key::Tab), char::from(Key::Down), char::from(Key::Escape));

        desk.keys(&['?']).await?;
        desk.see_sheet("键盘用法").await?;
        desk.audit().await?;
        desk.keys(&[escape]).await?;
        desk.no_sheet().await?;

        desk.keys(&['/']).await?;
        // Enter searches at once, and leads to the first row of what was found.
        desk.client.active_element().await?.send_keys(&format!("晨巡{enter}")).await?;
        let found = "return document.querySelectorAll('.inbox-row').length === 2 && document.activeElement.id === 'inbox-row-0'";
        desk.until("the two cases", async || Ok((desk.ask(found, vec![]).await? == json!(true)).then_some(()))).await?;
        desk.keys(&['x']).await?;
        // What is searched for in the same queue leaves what is selected, where it is still listed.
        desk.keys(&['/']).await?;
        desk.client.active_element().await?.send_keys(&format!("路面{enter}")).await?;
        desk.until("the focus to come back", async || Ok((desk.ask(found, vec![]).await? == json!(true)).then_some(()))).await?;
        desk.see("已选 1 件").await?;
        desk.keys(&['j', 'x']).await?;
        desk.see("已选 2 件").await?;
        desk.audit().await?;
        desk.shoot("inbox-selected").await?;
        desk.keys(&['d']).await?;
        desk.see_sheet("派遣 2 件").await?;
        desk.audit().await?;
        // Past the way to close it, to the levels: the grid, then the village.
        desk.keys(&[tab, tab, ' ', down]).await?;
        desk.find_css("dialog input[type=radio]:checked").await?;
        desk.shoot("bulk-dispatch").await?;
        // From wherever one is.
        desk.keys(&[char::from(Key::Control), enter]).await?;
        desk.no_sheet().await?;
        desk.see("派遣：办好 2 件").await?;
        desk.press("button", "待签收").await?;
        desk.press("button", "晨巡发现桥头").await?;
        desk.see("交给 村（社区）").await?;
        desk.audit().await?;
        desk.shoot("inbox-dispatched").await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn a_filter_is_saved_and_what_it_finds_is_exported() -> Result<()> {
    journey("saved-filter", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Dispatcher).await?;
        desk.open("/app/inbox").await?;
        desk.press("button", "已超期").await?;
        desk.press("button", "保存筛选").await?;
        desk.see_sheet("保存筛选").await?;
        desk.press("button", "保存").await?;
        desk.find_css("dialog [aria-invalid=true]").await?;
        desk.fill("筛选名称", "天天看超期").await?;
        desk.audit().await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.press("button", "待受理").await?;
        desk.press("button", "天天看超期").await?;
        desk.find("button", "删除筛选").await?;
        desk.press("button", "导出").await?;
        desk.see_sheet("导出").await?;
        desk.audit().await?;
        desk.press("button", "CSV").await?;
        let file = journey.downloaded(&desk, ".csv").await?;
        ensure!(std::fs::read_to_string(file)?.lines().count() > 1, "an empty table");
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn the_assessor_edits_a_person_and_an_appointment() -> Result<()> {
    journey("staffing", async |journey| {
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "公示牌与人员").await?;
        desk.audit().await?;
        desk.press("link", "人员").await?;
        desk.arrive("/app/people").await?;
        desk.fill("职务", "专职网格员").await?;
        desk.audit().await?;
        desk.shoot("people").await?;
        desk.find_css("main td a").await?.click().await?;
        desk.arrive("/app/people/").await?;
        desk.audit().await?;

        desk.press("button", "修改").await?;
        desk.see_sheet("修改人员").await?;
        desk.fill("姓名", "").await?;
        desk.press("button", "保存").await?;
        desk.find_css("dialog [aria-invalid=true]").await?;
        desk.audit().await?;
        desk.fill("姓名", "赵小满").await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.find("heading", "赵小满").await?;

        desk.press("button", "结束任职").await?;
        desk.see_sheet("结束任职").await?;
        desk.press("button", "保存").await?;
        desk.no_sheet().await?;
        desk.see("已结束").await?;
        desk.reload().await?;
        desk.find("heading", "赵小满").await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn a_staff_file_with_a_mistake_is_refused_by_row_and_column_and_a_good_one_imported() -> Result<()> {
    journey("import", async |journey| {
        let board = journey.site.board(|_| true)?;
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.press("link", "数据导入").await?;
        desk.arrive("/app/imports").await?;
        desk.press("box", "人员").await?;
        desk.audit().await?;
        desk.press("button", "下载模板").await?;
        let template = journey.downloaded(&desk, ".xlsx").await?;
        ensure!(read_header(&template)?.iter().any(|column| column == HEADER[1]), "the template has other columns");
        let row = |name, phone| [name, phone, "兼职网格员", board.code.as_str(), "2026-01-01"];

        let bad = journey.file("bad.xlsx");
        sheet(&bad, &[row("钱多多", "13905700001"), row("孙一", "1390570")])?;
        desk.choose("选择文件", &[&bad]).await?;
        desk.press("button", "检查文件").await?;
        desk.see("处错误").await?;
        desk.see("B3").await?;
        desk.audit().await?;
        desk.shoot("import-mistake").await?;
        ensure!(!desk.offers("button", "确认导入").await?, "a faulty file cannot be imported");

        let good = journey.file("good.xlsx");
        sheet(&good, &[row("钱多多", "13905700001"), row("孙一", "13905700002")])?;
        desk.choose("bad.xlsx", &[&good]).await?;
        desk.press("button", "检查文件").await?;
        desk.see("共 2 行，可以导入").await?;
        desk.audit().await?;
        desk.press("button", "确认导入 2 处变化").await?;
        desk.see("导入完成").await?;
        desk.shoot("imported").await?;
        desk.open("/app/people").await?;
        desk.fill("搜索姓名或电话", "钱多多").await?;
        desk.find("link", "钱多多").await?;
        desk.console_is_quiet().await
    })
    .await
}

#[tokio::test]
async fn the_boundaries_of_a_village_are_drawn_and_checked() -> Result<()> {
    journey("boundaries", async |journey| {
        let board = journey.site.board(|board| board["boundary"].is_object())?;
        let desk = journey.signed_in(Screen::Desk, Duty::Assessor).await?;
        desk.open("/app/divisions").await?;
        desk.press("link", &board.village).await?;
        desk.arrive("/app/divisions/").await?;
        let drawing = desk.find("image", "网格边界图").await?;
        let shapes = desk.ask("return arguments[0].querySelectorAll('path.grid').length", vec![serde_json::to_value(&drawing)?]).await?;
        ensure!(shapes.as_u64().is_some_and(|n| n >= 1), "no grid is drawn");
        desk.audit().await?;
        desk.shoot("boundaries").await?;
        desk.press("link", &board.name).await?;
        desk.arrive("/app/grids/").await?;
        desk.audit().await?;
        desk.console_is_quiet().await
    })
    .await
}

/// The columns a staff file must have, as its template names them.
const HEADER: [&str; 5] = ["姓名", "工作电话", "职责", "网格编码或村编码", "起始日期"];

fn read_header(file: &Path) -> Result<Vec<String>> {
    let mut book = calamine::open_workbook_auto(file)?;
    let range = book.worksheet_range_at(0).context("a template without a sheet")??;
    Ok(range.rows().next().unwrap_or_default().iter().map(ToString::to_string).collect())
}

fn sheet(file: &Path, rows: &[[&str; 5]]) -> Result<()> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (y, row) in std::iter::once(&HEADER).chain(rows).enumerate() {
        for (x, cell) in row.iter().enumerate() {
            sheet.write_string(u32::try_from(y)?, u16::try_from(x)?, *cell)?;
        }
    }
    Ok(book.save(file)?)
}
