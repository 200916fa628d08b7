//! Two people have changed the same record: which members change, and which of them both had changed.
//!
//! Members that only one of them changed are all taken. Where both changed the same member differently, the later arrival holds and
//! both values are told, for the grid leader to look at.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A member both had changed, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub member: String,
    /// What stood there until now.
    pub theirs: Value,
    /// What stands there from now on.
    pub mine: Value,
}

/// A merged record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub value: Map<String, Value>,
    /// Somebody else had changed other members in the meantime (并行修改).
    pub parallel: bool,
    pub clashes: Vec<Clash>,
}

/// Merges what one changed (`mine`) into what stands there now (`theirs`); both began with `base`.
pub fn merge(base: &Map<String, Value>, theirs: &Map<String, Value>, mine: &Map<String, Value>) -> Merged {
    let mut merged = Merged { value: theirs.clone(), parallel: false, clashes: Vec::new() };
    let members: BTreeSet<&String> = base.keys().chain(theirs.keys()).chain(mine.keys()).collect();
    let of = |record: &Map<String, Value>, member: &String| record.get(member).cloned().unwrap_or(Value::Null);
    for member in members {
        let (was, is, wanted) = (of(base, member), of(theirs, member), of(mine, member));
        let (they_did, i_did) = (was != is, was != wanted);
        merged.parallel |= they_did && is != wanted;
        if !i_did || is == wanted {
            continue;
        }
        if they_did {
            merged.clashes.push(Clash { member: member.clone(), theirs: is, mine: wanted.clone() });
        }
        merged.value.insert(member.clone(), wanted);
    }
    merged
}
