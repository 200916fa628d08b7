//! Putting messages into the outbox, in the transaction of what they tell.

use std::collections::BTreeSet;

use shared::channels::{Adapter, text_of};
use shared::lang::Lang;
use shared::notices::{NoticeCase, NoticeKind};
use shared::staffing::PersonId;
use shared::time::Moment;

use super::rows;
use crate::cases::rows::CaseRow;
use crate::db::Conn;
use crate::error::Error;

/// Hands a notice to every channel that carries its kind for this case: to a group once, by short message to each of those told.
pub fn post(
    conn: &mut Conn,
    case: &CaseRow,
    about: &NoticeCase,
    kind: NoticeKind,
    told: &BTreeSet<PersonId>,
    now: Moment,
) -> Result<(), Error> {
    for channel in rows::listening(conn, kind, case)? {
        let text = text_of(kind, about, Lang::Zh);
        let phones = match channel.adapter {
            Adapter::Wecom | Adapter::Dingtalk => vec![None],
            Adapter::Sms => rows::phones_of(conn, told)?.into_iter().map(Some).collect(),
        };
        for phone in phones {
            rows::outbox::add(conn, rows::outbox::Outgoing { channel: channel.id, kind, case: case.id, phone, text: &text }, now)?;
        }
    }
    Ok(())
}
