//! What the office keeps at hand: rules by which cases find their way, templates of its own, filters; and inboxes that were looked at.

use diesel::prelude::*;
use shared::cases::filters::FilterQuery;
use shared::cases::templates::{NewTemplate, TemplatePatch};
use shared::cases::{CaseFilter, Move, Queue};
use shared::categories::CategoryGroup;
use shared::notices::NoticesRead;
use shared::routing::{NewRoutingRule, OfficeHours, RuleAuto, RuleLate, Weekday};
use shared::sla::Light;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;
use shared::units::UnitLevel;

use super::names::staff_phone;
use super::staff::LOGINS;
use super::units;
use crate::cases::filters;
use crate::cases::templates::rows as templates;
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::people;
use crate::{notices, routing};

/// The village whose cleaning the part-time members see to at weekends.
const CLEAN_VILLAGE: &str = "330881003207";
/// Everything older than this many hours was read.
const UNREAD_HOURS: i64 = 6;

/// Rules, templates and filters, as they have been for some months.
pub fn furnish(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let at = now.plus_seconds(-120 * 86_400);
    let (administrator, dispatcher) = (login(conn, Duty::Administrator)?, login(conn, Duty::Dispatcher)?);
    for rule in rules()? {
        routing::rows::add(conn, &rule, By { person: administrator, at })?;
    }
    for (by, title, text) in TEMPLATES {
        let new = NewTemplate { by, title: fit(title)?, text: fit(text)? };
        templates::add(conn, new, By { person: dispatcher, at })?;
    }
    let (by, title, text) = OLD_TEMPLATE;
    let old = templates::add(conn, NewTemplate { by, title: fit(title)?, text: fit(text)? }, By { person: dispatcher, at })?;
    let retire = TemplatePatch { retired: Some(true), ..TemplatePatch::default() };
    templates::change(conn, old.id, &retire, By { person: dispatcher, at: at.plus_seconds(40 * 86_400) })?;
    for (duty, name, filter) in saved()? {
        if let (Some(person), Some(query)) = (login(conn, duty)?, FilterQuery::of(&filter)) {
            filters::rows::save(conn, person, fit(name)?, query, at)?;
        }
    }
    Ok(())
}

/// The logins have looked at what they were told before these hours.
pub fn read_notices(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let up_to = now.plus_seconds(-UNREAD_HOURS * 3600);
    for (duty, _) in LOGINS {
        if let Some(person) = login(conn, duty)? {
            notices::rows::mark_read(conn, person, &NoticesRead { ids: Vec::new(), up_to: Some(up_to) }, up_to)?;
        }
    }
    Ok(())
}

/// The person behind the login of a duty.
fn login(conn: &mut Conn, duty: Duty) -> Result<Option<PersonId>, Error> {
    let Some((_, number)) = LOGINS.iter().find(|(of, _)| *of == duty) else { return Ok(None) };
    Ok(people::table.filter(people::phone.eq(staff_phone(*number))).select(people::id).first(conn).optional()?)
}

fn fit<T: std::str::FromStr<Err: Into<anyhow::Error>>>(text: &str) -> Result<T, Error> {
    text.parse().map_err(Error::internal)
}

/// Move, title, words.
const TEMPLATES: [(Move, &str, &str); 5] = [
    (Move::Take, "今天来看", "网格员今天到现场查看，到之前会先打电话。"),
    (Move::Update, "已报修等配件", "已报修，配件到货后马上安装，预计【日期】前完成。"),
    (Move::Complete, "路灯已修好", "【位置】的路灯已修好，今晚试灯正常。如再不亮，请在回执页点“没解决”。"),
    (Move::Suspend, "列入工程统一施工", "这一处要等【工程名称】统一施工，预计【日期】开工。在此之前先设围挡和提示牌，请注意安全。"),
    (Move::Return, "不属本单位职责", "按职责分工，这件事由【单位】负责，请重新派遣。依据：【文件或分工】。"),
];
const OLD_TEMPLATE: (Move, &str, &str) = (Move::Close, "满意请回复", "如对办理结果满意，请回复“满意”。");

/// What fits first counts, so the narrow ones come first.
fn rules() -> Result<Vec<NewRoutingRule>, Error> {
    let to = |name: &str, unit: &str| -> Result<NewRoutingRule, Error> {
        let (unit, level) = units::named(unit).unzip();
        Ok(NewRoutingRule { level, unit, ..empty(name)? })
    };
    let of_grid = |name: &str, duty: Duty| -> Result<NewRoutingRule, Error> { Ok(NewRoutingRule { duty: Some(duty), ..empty(name)? }) };
    let group = |group: CategoryGroup, rule: NewRoutingRule| NewRoutingRule { group: Some(group), ..rule };
    let climbs = |rule: NewRoutingRule| NewRoutingRule { late: RuleLate::Escalate, ..rule };
    let category =
        |code: &str, rule: NewRoutingRule| -> Result<NewRoutingRule, Error> { Ok(NewRoutingRule { category: Some(fit(code)?), ..rule }) };
    let power = climbs(category("0604", to("停水停电，直接派公共服务", "公共服务办公室")?)?);
    let night = climbs(group(CategoryGroup::Emergency, to("夜间和节假日的险情，直接派应急站", "应急管理站")?));
    let late_fire = category("0304", to("夜里的燃气用电隐患，提醒应急站值班", "应急管理站")?)?;
    let weekend = of_grid("十村周末的小广告和堆放，兼职网格员先看", Duty::PartTime)?;
    Ok(vec![
        NewRoutingRule { auto: RuleAuto::Dispatch, ..power },
        NewRoutingRule { auto: RuleAuto::Dispatch, hours: Some(OfficeHours::Outside), ..night },
        NewRoutingRule { from_time: Some(fit("21:00")?), to_time: Some(fit("07:00")?), ..climbs(late_fire) },
        NewRoutingRule {
            area: Some(fit(CLEAN_VILLAGE)?),
            weekdays: vec![Weekday::Saturday, Weekday::Sunday],
            ..category("0404", weekend)?
        },
        climbs(group(CategoryGroup::Hazards, to("安全隐患交应急站，到期自动上报", "应急管理站")?)),
        climbs(group(CategoryGroup::Construction, to("违建交执法队，到期自动上报", "综合行政执法队")?)),
        category("0402", to("渣土和建筑垃圾交执法队", "综合行政执法队")?)?,
        category("0603", to("井盖和排水交住建局", "市住房和城乡建设局")?)?,
        group(CategoryGroup::Safety, to("平安和诉求交平安办", "平安法治办公室")?),
        climbs(group(CategoryGroup::Disputes, of_grid("矛盾纠纷由网格长先上门", Duty::Leader)?)),
        group(CategoryGroup::Environment, of_grid("环境问题由专职网格员先处理", Duty::FullTime)?),
    ])
}

fn empty(name: &str) -> Result<NewRoutingRule, Error> {
    Ok(NewRoutingRule {
        name: fit(name)?,
        category: None,
        group: None,
        area: None,
        hours: None,
        weekdays: Vec::new(),
        from_time: None,
        to_time: None,
        level: None,
        unit: None,
        duty: None,
        auto: RuleAuto::Suggest,
        late: RuleLate::Nothing,
    })
}

fn saved() -> Result<Vec<(Duty, &'static str, CaseFilter)>, Error> {
    let all = CaseFilter::default;
    Ok(vec![
        (Duty::Dispatcher, "今天要派的", CaseFilter { queue: Some(Queue::Dispatch), ..all() }),
        (Duty::Dispatcher, "超期未办结", CaseFilter { light: Some(Light::Red), open: Some(true), ..all() }),
        (Duty::Dispatcher, "十村未办结", CaseFilter { village: Some(fit(CLEAN_VILLAGE)?), open: Some(true), ..all() }),
        (Duty::Assessor, "等审批的申请", CaseFilter { queue: Some(Queue::Decide), ..all() }),
        (Duty::Assessor, "在街道的路灯", CaseFilter { category: Some(fit("0602")?), level: Some(UnitLevel::SubDistrict), ..all() }),
        (Duty::Handler, "等签收", CaseFilter { queue: Some(Queue::Sign), ..all() }),
        (Duty::FullTime, "我手上将到期", CaseFilter { mine: Some(true), light: Some(Light::Yellow), ..all() }),
    ])
}
