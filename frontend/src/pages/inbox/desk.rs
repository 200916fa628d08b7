//! What the desk of the inbox remembers: the filter, where the cursor stands, what is selected, what is open.

use std::rc::Rc;

use shared::cases::{CaseFilter, CaseId, CaseOrder, CaseSummary, Move, Queue};
use yew::prelude::*;

/// The state of the inbox.
#[derive(Clone, PartialEq)]
pub struct Desk {
    pub filter: CaseFilter,
    /// The row the keys act on.
    pub cursor: usize,
    pub selected: Vec<CaseId>,
    /// On a phone: whether a press selects a case instead of opening it.
    pub picking: bool,
    /// The case beside the list.
    pub open: Option<CaseId>,
    pub sheet: Option<Sheet>,
}

/// What lies over the page.
#[derive(Clone, PartialEq)]
pub enum Sheet {
    Keys,
    Save,
    Export,
    Handover,
    /// One move for one case.
    Quick(CaseId, Move),
    /// One move for several.
    Bulk(Move, Rc<Vec<CaseSummary>>),
}

/// What somebody does at the desk.
pub enum Act {
    /// Another filter: what was selected or open belonged to the old one, unless another word is searched for in the same cases.
    Filter(CaseFilter),
    Cursor(usize),
    Toggle(CaseId),
    Select(Vec<CaseId>),
    /// Begins to select on a phone, or ends it.
    Pick(bool),
    Open(CaseId),
    Show(Sheet),
    Close,
}

impl Default for Desk {
    fn default() -> Self {
        Self { filter: of_queue(Some(Queue::Accept)), cursor: 0, selected: Vec::new(), picking: false, open: None, sheet: None }
    }
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = (*self).clone();
        match act {
            Act::Filter(filter) => {
                let among = |filter: &CaseFilter| CaseFilter { q: None, ..filter.clone() };
                let selected = if among(&filter) == among(&self.filter) { next.selected } else { Vec::new() };
                next = Self { filter, selected, picking: self.picking, ..Self::default() };
            }
            Act::Cursor(row) => next.cursor = row,
            Act::Toggle(id) if next.selected.contains(&id) => next.selected.retain(|one| *one != id),
            Act::Toggle(id) => next.selected.push(id),
            Act::Select(ids) => next.selected = ids,
            Act::Pick(on) => (next.picking, next.selected) = (on, Vec::new()),
            Act::Open(id) => next.open = Some(id),
            Act::Show(sheet) => next.sheet = Some(sheet),
            Act::Close => next.sheet = None,
        }
        Rc::new(next)
    }
}

/// The cases of a queue, or all open ones: what is due first on top, where all of them are due.
pub fn of_queue(queue: Option<Queue>) -> CaseFilter {
    let order = if queue.is_some() { CaseOrder::Due } else { CaseOrder::Oldest };
    CaseFilter { queue, open: queue.is_none().then_some(true), order: Some(order), ..CaseFilter::default() }
}

/// How many cases the list reads at a time.
pub const AT_A_TIME: u16 = 50;

/// A filter as it stands in an address, back into a filter; parts that a later release no longer knows are left out.
pub fn from_query(query: &str) -> CaseFilter {
    let value = |name: &str| {
        let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
        let spaced = pair.1.replace('+', " ");
        js_sys::decode_uri_component(&spaced).ok().and_then(|text| text.as_string())
    };
    let yes = |name: &str| value(name).and_then(|text| text.parse().ok());
    CaseFilter {
        status: value("status").and_then(|text| text.parse().ok()),
        queue: value("queue").and_then(|text| text.parse().ok()),
        open: yes("open"),
        category: value("category").and_then(|text| text.parse().ok()),
        grid: value("grid").and_then(|text| text.parse().ok()),
        village: value("village").and_then(|text| text.parse().ok()),
        level: value("level").and_then(|text| text.parse().ok()),
        unit: value("unit").and_then(|text| text.parse().ok()),
        light: value("light").and_then(|text| text.parse().ok()),
        mine: yes("mine"),
        q: value("q"),
        order: value("order").and_then(|text| text.parse().ok()),
        ..CaseFilter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_listed_by_what_is_due_and_everything_else_by_age() {
        assert_eq!(of_queue(Some(Queue::Late)).order, Some(CaseOrder::Due));
        assert_eq!((of_queue(None).open, of_queue(None).order), (Some(true), Some(CaseOrder::Oldest)));
    }

    #[test]
    fn another_filter_forgets_what_was_selected_and_open() {
        let desk = Rc::new(Desk { cursor: 4, selected: vec![CaseId::new()], open: Some(CaseId::new()), ..Desk::default() });
        let next = desk.reduce(Act::Filter(of_queue(None)));
        assert_eq!((next.cursor, next.selected.len(), next.open), (0, 0, None));
    }

    #[test]
    fn another_word_keeps_what_was_selected() {
        let chosen = CaseId::new();
        let desk = Rc::new(Desk { selected: vec![chosen], open: Some(chosen), ..Desk::default() });
        let searched = CaseFilter { q: Some("路灯".into()), ..desk.filter.clone() };
        let next = desk.reduce(Act::Filter(searched));
        assert_eq!((next.selected.as_slice(), next.open), (&[chosen][..], None));
    }
}
