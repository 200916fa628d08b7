//! A life as its slices keep it.

use shared::cases::CaseNumber;
use shared::sla::Calendar;
use shared::time::Moment;

use super::{Life, Report};
use crate::cases::rows::CaseRow;
use crate::cases::rows::timeline::Event;
use crate::demo::chance::Chance;
use crate::demo::prints::Prints;
use crate::error::Error;
use crate::photos::rows::PhotoRow;
use crate::reports::rows::ReportRow;

impl Life {
    pub fn filed_at(&self) -> Moment {
        self.events.first().map_or(Moment::from_millis(0), |e| e.at)
    }

    /// Its case under this number.
    pub fn case(&self, number: CaseNumber) -> Result<CaseRow, Error> {
        let Report { sighting, .. } =
            self.reports.first().ok_or_else(|| Error::internal(anyhow::anyhow!("a case of the demo without a report")))?;
        let (place, course) = (sighting.place, &self.course);
        Ok(CaseRow {
            id: self.id,
            number,
            status: course.status,
            category: sighting.category.clone(),
            restricted: sighting.category.category().restricted,
            summary: sighting.told.text.clone(),
            grid: sighting.grid.clone(),
            lon: place.map(|p| p.point.lon),
            lat: place.map(|p| p.point.lat),
            accuracy_m: place.and_then(|p| p.accuracy_m),
            place_source: place.map(|p| p.source),
            place_text: Some(sighting.told.place.parse().map_err(Error::internal)?),
            level: course.holder.level,
            unit: course.holder.unit,
            assignee: course.assignee,
            due_at: course.clock.as_ref().and_then(|clock| clock.due(Calendar::shipped())),
            warn_at: course.clock.as_ref().and_then(|clock| clock.warn_at(Calendar::shipped())),
            resume_at: course.resume_at,
            degree: course.degree,
            late_since: course.late_since,
            merged_into: None,
            parent: None,
            leader: self.leader,
            full_time: self.full_time,
            filed_by: sighting.filed_by,
            result: course.result.clone(),
            filed_at: self.filed_at(),
            closed_at: course.closed_at,
            version: 1 + self.events.iter().filter(|e| e.by_move.is_some()).count() as i32,
            updated_at: self.events.last().map_or(self.filed_at(), |e| e.at),
        })
    }

    /// Its timeline; the ids sort as the lines do.
    pub fn timeline(&self) -> impl Iterator<Item = Event> + '_ {
        let mut chance = Chance::of(&format!("timeline {}", self.id));
        self.events.iter().enumerate().map(move |(i, e)| Event {
            id: chance.id(Moment::from_millis(e.at.millis() + i as i64)).as_bytes().to_vec(),
            case_id: self.id,
            at: e.at,
            kind: e.kind,
            by_move: e.by_move,
            by_person: e.by,
            status: e.course.status,
            level: e.course.holder.level,
            unit: e.course.holder.unit,
            assignee: e.course.assignee,
            other: None,
            until: e.until,
            reason: e.reason.clone(),
            note: e.note.clone(),
        })
    }

    /// Its photos, in the order they came.
    pub fn photos<'a>(&'a self, prints: &'a Prints) -> impl Iterator<Item = PhotoRow> + 'a {
        let mut chance = Chance::of(&format!("photos {}", self.id));
        self.photos.iter().filter_map(move |shot| prints.photo(chance.id(shot.at).into(), self.id, shot))
    }

    pub fn reports(&self) -> Result<Vec<ReportRow>, Error> {
        self.reports.iter().map(|report| self.report(report)).collect()
    }

    fn report(&self, Report { id, receipt, sighting, photos }: &Report) -> Result<ReportRow, Error> {
        let place = sighting.place;
        let (name, phone) = sighting.reporter.clone().unzip();
        Ok(ReportRow {
            id: *id,
            case_id: self.id,
            receipt: receipt.clone(),
            category: sighting.category.clone(),
            text: sighting.told.text.parse().map_err(Error::internal)?,
            grid: sighting.grid.clone(),
            lon: place.map(|p| p.point.lon),
            lat: place.map(|p| p.point.lat),
            accuracy_m: place.and_then(|p| p.accuracy_m),
            place_source: place.map(|p| p.source),
            place_text: Some(sighting.told.place.parse().map_err(Error::internal)?),
            channel: sighting.channel,
            filed_by: sighting.filed_by,
            reporter_name: name.map(|name| name.parse()).transpose().map_err(Error::internal)?,
            reporter_phone: phone.map(|phone| phone.parse()).transpose().map_err(Error::internal)?,
            captured_at: sighting.filed_by.map(|_| sighting.at.plus_seconds(-40)),
            received_at: sighting.at,
            photo_count: (*photos).into(),
        })
    }
}
