//! Messages on their way out.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseNumber};
use shared::channels::{ChannelId, ChannelName, Message, MessageFilter, MessageId, MessageState, SendFault, after_failure};
use shared::notices::NoticeKind;
use shared::page::Page;
use shared::time::Moment;
use shared::value::Phone;

use crate::changes::{self, By};
use crate::channels::postman::Failure;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::say;
use crate::schema::{cases, channels, outbox};

/// Seconds after which a message that a server took and did not settle is taken by another.
const LEASE: i64 = 300;
/// Days after which a message is forgotten.
const KEPT_DAYS: i64 = 30;

/// A message to be sent.
pub struct Outgoing<'a> {
    pub channel: ChannelId,
    pub kind: NoticeKind,
    pub case: CaseId,
    pub phone: Option<Phone>,
    pub text: &'a str,
}

/// A message this server took upon itself to send.
pub struct Claimed {
    pub id: MessageId,
    pub channel: ChannelId,
    /// Sealed.
    pub target: Vec<u8>,
    pub case_id: Option<CaseId>,
    pub phone: Option<Phone>,
    pub body: String,
    /// This one counted.
    pub tries: i32,
}

pub fn add(conn: &mut Conn, message: Outgoing<'_>, now: Moment) -> Result<(), Error> {
    let row = (
        outbox::id.eq(MessageId::new()),
        outbox::channel.eq(message.channel),
        outbox::kind.eq(message.kind),
        outbox::case_id.eq(message.case),
        outbox::phone.eq(message.phone),
        outbox::body.eq(message.text),
        outbox::state.eq(MessageState::Waiting),
        outbox::next_try_at.eq(now),
        outbox::at.eq(now),
    );
    diesel::insert_into(outbox::table).values(row).execute(conn)?;
    Ok(())
}

/// Whether a message is due.
pub fn any_due(conn: &mut Conn, now: Moment) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(outbox::table.filter(outbox::next_try_at.le(now)))).get_result(conn)?)
}

/// Takes messages that are due, the longest waiting first. Of two servers that reach for the same one, one gets it.
pub fn claim(conn: &mut Conn, most: i64, now: Moment) -> Result<Vec<Claimed>, Error> {
    type Row = (MessageId, ChannelId, Vec<u8>, Option<CaseId>, Option<Phone>, String, i32, Option<Moment>);
    let due: Vec<Row> = outbox::table
        .inner_join(channels::table)
        .filter(outbox::next_try_at.le(now))
        .order((outbox::next_try_at, outbox::id))
        .limit(most)
        .select((
            outbox::id,
            outbox::channel,
            channels::target,
            outbox::case_id,
            outbox::phone,
            outbox::body,
            outbox::tries,
            outbox::next_try_at,
        ))
        .load(conn)?;
    let mut claimed = Vec::with_capacity(due.len());
    for (id, channel, target, case_id, phone, body, tries, seen) in due {
        let mine = outbox::table.find(id).filter(outbox::next_try_at.eq(seen)).filter(outbox::tries.eq(tries));
        let values = (outbox::tries.eq(tries + 1), outbox::next_try_at.eq(now.plus_seconds(LEASE)));
        if diesel::update(mine).set(values).execute(conn)? == 1 {
            claimed.push(Claimed { id, channel, target, case_id, phone, body, tries: tries + 1 });
        }
    }
    Ok(claimed)
}

/// Writes down what became of a message. `chance` spreads the next tries.
pub fn settle(conn: &mut Conn, message: &Claimed, failure: Option<Failure>, chance: f64, now: Moment) -> Result<(), Error> {
    let next = failure.as_ref().and_then(|_| after_failure(message.tries, now, chance));
    let state = match (&failure, next) {
        (None, _) => MessageState::Sent,
        (Some(_), Some(_)) => MessageState::Waiting,
        (Some(_), None) => MessageState::Failed,
    };
    let values = (
        outbox::state.eq(state),
        outbox::next_try_at.eq(next),
        outbox::sent_at.eq(failure.is_none().then_some(now)),
        outbox::fault.eq(failure.as_ref().map(|failure| failure.fault)),
        outbox::detail.eq(failure.and_then(|failure| failure.detail)),
    );
    // Only while it is still this server's to settle.
    let mine = outbox::table.find(message.id).filter(outbox::tries.eq(message.tries)).filter(outbox::state.eq(MessageState::Waiting));
    diesel::update(mine).set(values).execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct MessageRow {
    id: MessageId,
    channel: ChannelId,
    kind: NoticeKind,
    phone: Option<Phone>,
    body: String,
    state: MessageState,
    tries: i32,
    next_try_at: Option<Moment>,
    sent_at: Option<Moment>,
    fault: Option<SendFault>,
    detail: Option<String>,
    at: Moment,
}

/// Where a message stands in the list.
pub type Position = (Moment, MessageId);

pub fn list(conn: &mut Conn, filter: &MessageFilter, stretch: &Stretch<Position>) -> Result<Page<Message>, Error> {
    let mut query = outbox::table
        .inner_join(channels::table)
        .left_join(cases::table)
        .select((MessageRow::as_select(), channels::name, cases::number.nullable()))
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(outbox::state.eq(state));
    }
    if let Some(channel) = filter.channel {
        query = query.filter(outbox::channel.eq(ChannelId::from(channel)));
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(outbox::at.lt(at).or(outbox::at.eq(at).and(outbox::id.lt(id))));
    }
    let rows: Vec<(MessageRow, ChannelName, Option<CaseNumber>)> =
        query.order((outbox::at.desc(), outbox::id.desc())).limit(stretch.to_load()).load(conn)?;
    Ok(stretch.page(rows, |(row, ..)| (row.at, row.id)).map(|(row, channel, number)| shown(row, channel, number)))
}

fn find(conn: &mut Conn, id: MessageId) -> Result<Message, Error> {
    let (row, channel, number) = outbox::table
        .inner_join(channels::table)
        .left_join(cases::table)
        .filter(outbox::id.eq(id))
        .select((MessageRow::as_select(), channels::name, cases::number.nullable()))
        .first(conn)?;
    Ok(shown(row, channel, number))
}

fn shown(row: MessageRow, channel_name: ChannelName, case_number: Option<CaseNumber>) -> Message {
    Message {
        id: row.id,
        channel: row.channel,
        channel_name,
        kind: row.kind,
        case_number,
        text: row.body,
        phone: row.phone.map(|phone| phone.masked()),
        state: row.state,
        tries: row.tries,
        at: row.at,
        next_try_at: row.next_try_at,
        sent_at: row.sent_at,
        fault: row.fault,
        detail: row.detail,
    }
}

/// Has a message that was given up tried again, as if it were new.
pub fn retry(conn: &mut Conn, id: MessageId, by: By) -> Result<Message, Error> {
    find(conn, id)?;
    let given_up = outbox::table.find(id).filter(outbox::state.eq(MessageState::Failed));
    let values = (outbox::state.eq(MessageState::Waiting), outbox::tries.eq(0), outbox::next_try_at.eq(by.at));
    if diesel::update(given_up).set(values).execute(conn)? == 0 {
        return Err(Error::conflict(say!("只有发送失败的消息可以重发", "Only a message that was given up can be tried again")));
    }
    changes::note(conn, by, "message", &id.to_string(), "retry", &serde_json::json!({}))?;
    find(conn, id)
}

pub fn count(conn: &mut Conn, channel: ChannelId, state: MessageState) -> Result<i64, Error> {
    Ok(outbox::table.filter(outbox::channel.eq(channel)).filter(outbox::state.eq(state)).count().get_result(conn)?)
}

/// Forgets what a channel that was turned off has not sent yet.
pub fn forget_waiting(conn: &mut Conn, channel: ChannelId) -> Result<(), Error> {
    let waiting = outbox::table.filter(outbox::channel.eq(channel)).filter(outbox::state.eq(MessageState::Waiting));
    diesel::delete(waiting).execute(conn)?;
    Ok(())
}

pub fn forget_all(conn: &mut Conn, channel: ChannelId) -> Result<(), Error> {
    diesel::delete(outbox::table.filter(outbox::channel.eq(channel))).execute(conn)?;
    Ok(())
}

/// Forgets messages after a month.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    let old = outbox::at.lt(now.plus_seconds(-KEPT_DAYS * 86_400));
    Ok(diesel::delete(outbox::table.filter(old)).execute(conn)?)
}
