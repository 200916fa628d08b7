//! Ranks inside a class: equal points share a rank, and as many are left out after them (1, 1, 3).

use super::points::Points;

/// What is ranked: points, and whether a leader's veto stands against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// `None` where nothing applied: it has no rank.
    pub total: Option<Points>,
    pub vetoed: bool,
}

/// The rank of each, from 1, in the order in which they came. Whoever is vetoed stands behind all who are not.
pub fn ranks(all: &[Standing]) -> Vec<Option<usize>> {
    let merit = |of: &Standing| of.total.map(|total| (!of.vetoed, total));
    let mut order: Vec<usize> = (0..all.len()).filter(|at| all[*at].total.is_some()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(merit(&all[*at])));
    let mut ranks = vec![None; all.len()];
    let mut before = None::<(usize, usize)>;
    for (place, at) in order.into_iter().enumerate() {
        let rank = match before {
            Some((other, rank)) if merit(&all[other]) == merit(&all[at]) => rank,
            _ => place + 1,
        };
        ranks[at] = Some(rank);
        before = Some((at, rank));
    }
    ranks
}
