//! What screens are told of the outbox.

use serde_json::{Map, Value};
use shared::cases::CaseId;
use shared::patrols::NewPatrol;
use shared::reports::NewReport;
use shared::safety::NewSafetyFeedback;
use shared::sync::ops::{CaseMove, CaseRemark, OpKind};
use shared::sync::outbox::{Entry, EntryState, Sent};
use shared::sync::rows::whole;
use shared::sync::uploading::UploadEntry;

use crate::phone::{Delivered, Unsent, UnsentFile};

/// Something that is not sent yet.
pub fn unsent(entry: &Entry) -> Unsent {
    let kind: Option<OpKind> = entry.op.kind.as_str().parse().ok();
    let told = Unsent {
        op: entry.op.id,
        kind,
        category: None,
        report: None,
        by: None,
        words: String::new(),
        about: about(&entry.about),
        saved_at: entry.op.captured_at,
        stuck: entry.state == EntryState::Quarantined,
        problem: entry.problem.clone(),
    };
    match kind {
        Some(OpKind::FileReport) => match read::<NewReport>(&entry.op.body) {
            Some(report) => Unsent { report: report.id, category: Some(report.category), words: report.text.to_string(), ..told },
            None => told,
        },
        Some(OpKind::MoveCase) => Unsent { by: read::<CaseMove>(&entry.op.body).map(|wanted| wanted.transition.by), ..told },
        Some(OpKind::RemarkCase) => Unsent { words: read(&entry.op.body).map_or(told.words, |it: CaseRemark| it.note.to_string()), ..told },
        Some(OpKind::Patrol) => Unsent {
            words: read(&entry.op.body).map_or(told.words, |it: NewPatrol| it.note.map_or_else(String::new, String::from)),
            ..told
        },
        Some(OpKind::SafetyFeedback) => {
            let trouble = read(&entry.op.body).and_then(|it: NewSafetyFeedback| it.trouble);
            Unsent { words: trouble.map_or_else(String::new, String::from), ..told }
        }
        // Of care nothing is said where others may look over the shoulder.
        Some(OpKind::Mediate | OpKind::HandOverProperty | OpKind::CareVisit | OpKind::EmergencyStep | OpKind::AnswerAnnouncement)
        | None => told,
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &Map<String, Value>) -> Option<T> {
    whole(&Value::Object(body.clone()))
}

/// The case among the keys of what something is about.
fn about(keys: &[String]) -> Option<CaseId> {
    keys.iter().find_map(|key| key.strip_prefix("case/")?.parse().ok())
}

/// A photo that is not sent yet.
pub fn file(entry: UploadEntry) -> UnsentFile {
    UnsentFile { id: entry.upload.id, report: entry.upload.report, kind: entry.upload.kind, problem: entry.problem }
}

/// Something the server has.
pub fn delivered(sent: Sent) -> Delivered {
    let result = sent.result;
    Delivered {
        op: result.op,
        kind: sent.kind.as_str().parse().ok(),
        case: result.case,
        about: sent.about,
        filed: result.filed,
        receipt: result.receipt.map(|receipt| (receipt.captured_at, receipt.arrived_at)),
    }
}
