//! The 54,800 yuan of 华夏村: found, counted before three witnesses and handed to the heir, without a network.

use anyhow::Result;

use crate::dispute::{reads, signs_at};
use crate::journey::journey;
use crate::line::{Line, Trouble};
use crate::outbox::{is_sent, phone};

#[tokio::test]
async fn what_was_found_is_counted_before_witnesses_and_handed_over() -> Result<()> {
    journey("witnessed", async |journey| {
        let line = Line::to(journey.site.server.port)?;
        let member = phone(journey, &line).await?;
        member.open("/app/report").await?;
        member.press("button", "类别").await?;
        member.fill("搜索类别", "财物发现").await?;
        member.press("button", "财物发现与见证移交").await?;
        member.no_sheet().await?;
        member.fill("情况说明", "拆旧房时发现一盒现金").await?;
        member.press("button", "提交上报").await?;
        member.see("上报成功").await?;
        member.press("link", "查看案件").await?;
        member.press("link", "见证移交").await?;
        member.see("当着见证人的面清点").await?;
        line.has(Trouble::Dead);

        member.press("button", "提交移交清单").await?;
        member.see("请填写这一项").await?;
        member.audit().await?;
        member.fill("发现经过", "拆旧房时在墙缝里发现一只铁盒").await?;
        member.fill("清点移交的地点", "华夏村旧房").await?;
        member.fill("物品名称", "铁盒").await?;
        member.fill("数量", "1").await?;
        member.fill("100 元 几张", "548").await?;
        member.see("按张数合计 54800.00 元").await?;
        member.fill("清点总额（元）", "54,700").await?;
        member.press("button", "再加一位见证人").await?;
        for (n, name) in ["张三", "李四", "王五"].iter().enumerate() {
            member.fill(&format!("见证人 {} 姓名", n + 1), name).await?;
            signs_at(&member, &format!("见证人 {} 签名", n + 1), n).await?;
        }
        for (field, text) in [("接收人姓名", "周明"), ("与失主关系", "继承人"), ("核对了什么凭据", "户口簿")] {
            member.fill(field, text).await?;
        }
        signs_at(&member, "接收人签名", 3).await?;
        signs_at(&member, "移交人签名", 4).await?;
        member.press("button", "提交移交清单").await?;
        member.see("与清点总额 54700.00 元不符").await?;
        member.fill("清点总额（元）", "54800").await?;
        member.shoot("witnessed-form").await?;
        member.shoot_dark_and_large("witnessed-form").await?;
        member.press("button", "提交移交清单").await?;
        member.see("已存本机，恢复网络后自动送达").await?;
        member.see("伍万肆仟捌佰元整").await?;
        member.shoot("witnessed").await?;
        member.shoot_dark_and_large("witnessed").await?;
        member.audit().await?;

        let case = member.path().await?;
        line.has(Trouble::None);
        member.open("/app/outbox").await?;
        is_sent(&member).await?;
        member.open(&case).await?;
        member.see("已登记，不能再改").await?;
        member.press("button", "下载移交清单").await?;
        let receipt = journey.downloaded(&member, "handover.pdf").await?;
        reads(&receipt, &["财物见证移交清单", "现金 100 元 × 548", "54800.00 元", "伍万肆仟捌佰元整", "见证人：王五", "接收人：周明"], 1)
    })
    .await
}
