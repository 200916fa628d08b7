//! The way of a case: who does what, in which order, and what comes in between.

use shared::cases::Move;
use shared::cases::course::Holder;
use shared::categories::{Category, PhotoNeed};
use shared::photos::PhotoKind;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;
use shared::units::UnitLevel;

use super::pace::Pace;
use super::{Life, Report, Step};
use crate::demo::chance::Chance;
use crate::demo::scenes::{Scene, Subject};
use crate::demo::staff::Staff;
use crate::demo::units::{self, Desk};
use crate::demo::year::Year;

/// Who takes care of a case.
struct Hands {
    dispatcher: Option<PersonId>,
    /// The office of the sub-district that does such things, and who works there.
    office: Option<Desk>,
    leader: Option<PersonId>,
}

impl Hands {
    fn of(staff: &Staff, grid: &str, category: &Category, at: Moment, chance: &mut Chance) -> Self {
        let day = at.day();
        let dispatchers = staff.all(grid.get(..9).unwrap_or_default(), Duty::Dispatcher, &day);
        Self {
            dispatcher: (!dispatchers.is_empty()).then(|| *chance.pick(&dispatchers)),
            office: units::desk_for(staff, category.platform, &day),
            leader: staff.works(grid, Duty::Leader, &day),
        }
    }

    /// Somebody who checks what another one completed.
    fn verifier(&self, completed_by: Option<PersonId>) -> Option<PersonId> {
        self.leader.filter(|leader| Some(*leader) != completed_by).or(self.dispatcher)
    }
}

impl Life {
    /// Goes the way of the case to its end, whenever that may be.
    pub(super) fn work(&mut self, year: &Year<'_>, with_photos: bool, chance: &mut Chance) -> anyhow::Result<()> {
        let Some(Report { sighting, .. }) = self.reports.first() else { return Ok(()) };
        let (category, grid, filed_at, filed_by) = (sighting.category.category(), sighting.grid.clone(), sighting.at, sighting.filed_by);
        let (done, refused) = (sighting.told.done.clone(), sighting.told.refused.clone());
        let (pace, hands) = (Pace::of(category.limit), Hands::of(year.staff, &grid, category, filed_at, chance));
        let at = pace.accepted(filed_at, chance);
        if !category.restricted && filed_by.is_none_or(|_| chance.happens(0.1)) && chance.happens(0.12) {
            return self.make(Step::of(Move::Decline, at, hands.dispatcher).because(refused));
        }
        let member = self.course.assignee;
        if category.self_handle && filed_by.is_some() && filed_by == member && chance.happens(0.5) {
            let finished = filed_at.plus_seconds(chance.between(600, 3300));
            self.photograph(category, with_photos, filed_at, finished, member, chance);
            return self.make(Step::of(Move::SelfHandle, finished, member).because(done));
        }
        let (worker, at) = match &hands.office {
            Some(office) if !category.self_handle && chance.happens(0.45) => self.through_office(&hands, office, at, chance)?,
            _ => {
                let (coming, note) = year.stories.accepting(category, chance);
                self.make(Step { reason: coming, note, ..Step::of(Move::Take, at, member) })?;
                (member, at)
            }
        };
        let finished = pace.completed(at, chance);
        self.on_the_way(&hands, worker, at, finished, chance)?;
        self.photograph(category, with_photos, at, finished, worker, chance);
        self.make(Step::of(Move::Complete, finished, worker).because(done))?;
        self.end(year, category, &hands, pace.closed(finished, chance), chance)
    }

    /// Accepted by the command room, dispatched to an office, taken on there; who has it now and since when. One in eight comes back first.
    fn through_office(
        &mut self,
        hands: &Hands,
        office: &Desk,
        at: Moment,
        chance: &mut Chance,
    ) -> anyhow::Result<(Option<PersonId>, Moment)> {
        self.make(Step::of(Move::Accept, at, hands.dispatcher))?;
        let sent = at.plus_seconds(chance.between(60, 900));
        let to = |unit| Some(Holder { level: UnitLevel::SubDistrict, unit: Some(unit) });
        self.make(Step { to: to(office.unit), ..Step::of(Move::Dispatch, sent, hands.dispatcher) })?;
        let mut taken = sent.plus_seconds(chance.between(600, 5400));
        if chance.happens(0.12) {
            self.make(Step::of(Move::Return, taken, office.handler).because("不属于本单位职责，建议先由网格现场确认位置后再派。"))?;
            let again = taken.plus_seconds(chance.between(300, 1800));
            self.make(Step {
                to: to(office.unit),
                note: Some("已与网格核对，确属你单位，请接手。".into()),
                ..Step::of(Move::Dispatch, again, hands.dispatcher)
            })?;
            taken = again.plus_seconds(chance.between(600, 3600));
        }
        self.make(Step::of(Move::Take, taken, office.handler))?;
        Ok((office.handler, taken))
    }

    /// What comes in between: word on how it goes, a pause, more time, a card.
    fn on_the_way(&mut self, hands: &Hands, worker: Option<PersonId>, from: Moment, to: Moment, chance: &mut Chance) -> anyhow::Result<()> {
        let span = to.seconds_since(from);
        if span < 6 * 3600 {
            return Ok(());
        }
        let at = |share: f64| from.plus_seconds((span as f64 * share) as i64);
        match chance.unit() {
            x if x < 0.10 => self.make(Step::of(Move::Update, at(0.4), worker).because("已到现场看过，材料在准备，按约定时间处理。")),
            x if x < 0.15 => {
                let until = Some(at(0.6).plus_seconds(5 * 86_400));
                self.make(Step {
                    until, ..Step::of(Move::Wait, at(0.3), worker).because("请补充具体门牌号或一张照片，方便找到位置。")
                })?;
                self.make(Step::of(Move::Resume, at(0.6), worker))
            }
            x if x < 0.20 => {
                self.make(Step::of(Move::AskExtension, at(0.5), worker).because("需要等配件到货，申请延期。"))?;
                self.make(Step::of(Move::Extend, at(0.55), hands.dispatcher).because("情况属实，同意延期一次。"))
            }
            x if x < 0.23 => self.make(Step::of(Move::Remind, at(0.7), hands.dispatcher)),
            x if x < 0.25 => self.make(Step::of(Move::YellowCard, at(0.8), hands.dispatcher).because("临近时限没有进展，请今天反馈。")),
            _ => Ok(()),
        }
    }

    /// Checked where the category asks for it, closed, and now and then the reporter has a word to say.
    fn end(&mut self, year: &Year<'_>, category: &'static Category, hands: &Hands, at: Moment, chance: &mut Chance) -> anyhow::Result<()> {
        let verifier = hands.verifier(self.course.completed_by);
        let closing = year.stories.closing(category, chance);
        if category.verify() {
            self.make(Step::of(Move::Verify, at.plus_seconds(-chance.between(600, 3000)), verifier))?;
        }
        self.make(Step::of(Move::Close, at, verifier).because(closing))?;
        let said = at.plus_seconds(chance.between(3600, 30 * 3600));
        match chance.unit() {
            x if x < 0.25 => self.make(Step::of(Move::Confirm, said, None)),
            x if x < 0.29 && !category.restricted => self.again(hands, category, said, chance),
            _ => Ok(()),
        }
    }

    /// Not solved: handled and closed once more.
    fn again(&mut self, hands: &Hands, category: &Category, said: Moment, chance: &mut Chance) -> anyhow::Result<()> {
        let worker = self.course.assignee;
        self.make(Step::of(Move::Reopen, said, None).because("过了一天又和原来一样，请再来看看。"))?;
        let sent = said.plus_seconds(chance.between(900, 7200));
        self.make(Step { assignee: worker, ..Step::of(Move::Assign, sent, hands.dispatcher) })?;
        let done = sent.plus_seconds(chance.between(5, 20) * 3600);
        self.make(Step::of(Move::Complete, done, worker).because("重新到现场处理，并和上报人一起看过，约定一周后再来复查。"))?;
        let closed = done.plus_seconds(chance.between(2, 24) * 3600);
        let verifier = hands.verifier(worker);
        if category.verify() {
            self.make(Step::of(Move::Verify, closed.plus_seconds(-600), verifier))?;
        }
        self.make(Step::of(Move::Close, closed, verifier).because("复查没有反弹，结案。"))?;
        self.make(Step::of(Move::Confirm, closed.plus_seconds(chance.between(1800, 40_000)), None))
    }

    /// The photos the category asks for; in the first months of the year nobody asked.
    fn photograph(
        &mut self,
        category: &Category,
        asked: bool,
        from: Moment,
        finished: Moment,
        worker: Option<PersonId>,
        chance: &mut Chance,
    ) {
        let needs = category.photos;
        let Some(subject) = Subject::of(category.code).filter(|_| asked && needs != PhotoNeed::NotNeeded) else { return };
        let has_photo = self.reports.first().is_some_and(|report| report.photos > 0);
        if needs == PhotoNeed::BeforeAndAfter && !has_photo {
            let at = finished.plus_seconds(-chance.between(900, 2400)).max(from.plus_seconds(30));
            self.shoot(Scene { subject, solved: false }, PhotoKind::Before, at, worker);
        }
        let at = finished.plus_seconds(-chance.between(20, 200)).max(from.plus_seconds(60));
        self.shoot(Scene { subject, solved: true }, PhotoKind::After, at, worker);
    }
}
