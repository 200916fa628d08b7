//! Records as they go to a phone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use shared::cases::CaseId;
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::patrols::places::PatrolPlaceId;
use shared::sync::pulling::{Bucket, RecordChange, RecordKind};
use shared::time::Moment;

use crate::cases::rows::{self as cases, CaseRow, carried};
use crate::cases::{showing, templates};
use crate::db::Conn;
use crate::error::Error;
use crate::feed::FeedRow;
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;
use crate::{announcements, care, disputes, emergencies, holidays, leaves, patrols, roster, safety, settings, sla};

/// For whom, and as of when.
pub struct Reader<'a> {
    pub caller: &'a Caller,
    /// All buckets the caller holds.
    pub held: &'a BTreeSet<Bucket>,
    pub addresses: &'a Addresses,
    pub secrets: &'a Secrets,
    pub now: Moment,
}

impl Reader<'_> {
    /// The changes that rows of the feed stand for, in their order.
    pub fn changes(&self, conn: &mut Conn, rows: Vec<FeedRow>) -> Result<Vec<(String, RecordChange)>, Error> {
        let cases = self.cases(conn, &rows)?;
        let field = self.field(conn, &rows)?;
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            let FeedRow { kind, record, bucket, seq, gone, .. } = row;
            let body = match (gone, kind.parse()) {
                (true, _) | (_, Err(_)) => None,
                (false, Ok(RecordKind::Case)) => match cases.get(&record).filter(|case| self.comes_in(&bucket, case)) {
                    Some(case) => Some(self.case(conn, case.clone())?),
                    None => None,
                },
                (false, Ok(RecordKind::Dispute)) => self.dispute(conn, &bucket, &record)?,
                (false, Ok(RecordKind::PatrolPlace | RecordKind::SafetyFeedback)) => field.get(&record).cloned(),
                (false, Ok(RecordKind::CareRecord)) => {
                    care::rows::carried::body(conn, self.secrets, self.caller, &record, &self.now.day())?
                }
                (false, Ok(RecordKind::Emergency)) => emergencies::rows::carried::body(conn, &record)?,
                (false, Ok(RecordKind::EmergencyHousehold)) => emergencies::rows::carried::household_body(conn, &record)?,
                (false, Ok(RecordKind::EmergencyReceipts)) => emergencies::rows::carried::receipts_body(conn, &record, self.caller.person)?,
                (false, Ok(RecordKind::Announcement)) => announcements::rows::carried::body(conn, &record)?,
                (false, Ok(RecordKind::AnnouncementAnswer)) => {
                    announcements::rows::carried::answer_body(conn, &record, self.caller.person)?
                }
                (false, Ok(RecordKind::Roster)) => roster::rows::body(conn, &record)?,
                (false, Ok(RecordKind::Leave)) => leaves::rows::body(conn, &record)?,
                (false, Ok(RecordKind::Cover)) => leaves::rows::cover_body(conn, &record, self.caller.person, &self.now.day())?,
                (false, Ok(kind)) => Some(whole(conn, kind)?),
            };
            // Whoever visits or covers no more is not to keep what he knew, whether or not the feed has caught up with it.
            let personal = [RecordKind::CareRecord, RecordKind::Cover].iter().any(|it| kind == it.as_str());
            let gone = gone || (body.is_none() && personal);
            changes.push((bucket, RecordChange { kind, id: record, rev: seq, gone, body }));
        }
        Ok(changes)
    }

    fn cases(&self, conn: &mut Conn, rows: &[FeedRow]) -> Result<HashMap<String, CaseRow>, Error> {
        let named = rows.iter().filter(|row| !row.gone && row.kind == RecordKind::Case.as_str());
        let ids: Vec<CaseId> = named.filter_map(|row| row.record.parse().ok()).collect();
        Ok(cases::find_all(conn, &ids)?.into_iter().map(|case| (case.id.to_string(), case)).collect())
    }

    /// Places to patrol and what grids answered, by their ids.
    fn field(&self, conn: &mut Conn, rows: &[FeedRow]) -> Result<BTreeMap<String, Value>, Error> {
        let named = |kind: RecordKind| rows.iter().filter(move |row| !row.gone && row.kind == kind.as_str()).map(|row| &row.record);
        let places: Vec<PatrolPlaceId> = named(RecordKind::PatrolPlace).filter_map(|id| id.parse().ok()).collect();
        let grids: BTreeSet<GridCode> = named(RecordKind::SafetyFeedback).filter_map(|code| code.parse().ok()).collect();
        let mut bodies = patrols::rows::carried::bodies(conn, &places, &self.now.day())?;
        bodies.append(&mut safety::rows::bodies(conn, &grids, self.caller, self.now)?);
        Ok(bodies)
    }

    /// Whether a case is sent with this bucket: with its grid's where the caller holds that, else with the caller's own.
    fn comes_in(&self, bucket: &str, case: &CaseRow) -> bool {
        let home = carried::bucket(&case.grid, case.restricted);
        bucket == home.as_str() || !self.held.contains(&home)
    }

    /// A mediation, with its grid's bucket where the caller holds that, else with the caller's own.
    fn dispute(&self, conn: &mut Conn, bucket: &str, record: &str) -> Result<Option<Value>, Error> {
        let Some(case) = record.parse().ok().map(|id| cases::find(conn, id)).transpose()? else { return Ok(None) };
        if !self.comes_in(bucket, &case) || !may::see_dispute(self.caller, &cases::course::facts(conn, &case, self.now)?) {
            return Ok(None);
        }
        disputes::showing::show(conn, &case)?.map(serde_json::to_value).transpose().map_err(Error::internal)
    }

    fn case(&self, conn: &mut Conn, case: CaseRow) -> Result<Value, Error> {
        let shown = showing::show(conn, case, self.caller, self.addresses, self.now)?;
        serde_json::to_value(shown).map_err(Error::internal)
    }
}

/// The records of which there is one.
fn whole(conn: &mut Conn, kind: RecordKind) -> Result<Value, Error> {
    Ok(match kind {
        RecordKind::Case | RecordKind::Dispute | RecordKind::PatrolPlace | RecordKind::SafetyFeedback | RecordKind::CareRecord => {
            Value::Null
        }
        RecordKind::Emergency | RecordKind::EmergencyHousehold | RecordKind::EmergencyReceipts => Value::Null,
        RecordKind::Announcement | RecordKind::AnnouncementAnswer => Value::Null,
        RecordKind::Roster | RecordKind::Leave | RecordKind::Cover => Value::Null,
        RecordKind::PatrolPlans => json!(patrols::rows::plans::find(conn)?),
        RecordKind::Limits => {
            let mut set: Vec<Value> = sla::rows::all(conn)?
                .into_iter()
                .filter_map(|((category, stage), set)| Some(json!({ "category": category, "stage": stage, "limit": set.limit? })))
                .collect();
            set.sort_by_key(Value::to_string);
            json!({ "items": set })
        }
        RecordKind::Holidays => json!(holidays::rows::list(conn, None)?),
        RecordKind::Settings => json!(settings::rows::find(conn)?),
        RecordKind::Templates => json!({ "items": templates::rows::list(conn, &Default::default())? }),
    })
}
