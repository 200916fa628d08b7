//! What was reported and what was solved in a grid, for everybody to read: nothing personal, nothing restricted.
//!
//! Shown are category, progress, days, a place to about a hundred metres, and the place in words where nothing personal is found in
//! them. Of photos only those that staff took before and after the work, and only once the case is closed: photos of residents may
//! show homes and faces and stay with those who handle the case.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::{Call, percent_encoded};
use crate::cases::CaseStatus;
use crate::categories::CategoryCode;
use crate::page::Page;
use crate::place::Point;
use crate::privacy;
use crate::time::Day;
use crate::value::{choice, empty_is_none};

/// Days after filing for which a case stays in the public list.
pub const PUBLIC_DAYS: i64 = 365;

choice! {
    /// How far a case is, for everybody. What was declined, merged or voided is not shown at all.
    Progress {
        Received = "received", "已收到", "Received";
        Working = "working", "处理中", "Being worked on";
        Solved = "solved", "已办结", "Solved";
    }
}

impl Progress {
    /// What a status comes down to, if everybody may know.
    pub const fn of(status: CaseStatus) -> Option<Self> {
        match status {
            CaseStatus::Filed => Some(Self::Received),
            CaseStatus::Closed => Some(Self::Solved),
            CaseStatus::Declined | CaseStatus::Merged | CaseStatus::Void => None,
            _ if status.is_open() => Some(Self::Working),
            _ => None,
        }
    }

    /// The statuses it stands for.
    pub fn statuses(self) -> impl Iterator<Item = CaseStatus> {
        CaseStatus::ALL.iter().copied().filter(move |status| Self::of(*status) == Some(self))
    }
}

/// A case as everybody may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicCase {
    pub category: CategoryCode,
    #[schema(max_length = 60)]
    pub category_label: String,
    pub progress: Progress,
    pub filed_on: Day,
    pub closed_on: Option<Day>,
    /// Where, in the reporter's words; only where nothing personal is found in them.
    #[schema(max_length = 120)]
    pub place_text: Option<String>,
    /// Rounded to about a hundred metres.
    pub point: Option<Point>,
    /// The small rendition of a photo that staff took before the work; only of closed cases.
    #[schema(max_length = 300)]
    pub before_url: Option<String>,
    /// The same after the work.
    #[schema(max_length = 300)]
    pub after_url: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicCaseFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub progress: Option<Progress>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// A point as everybody may know it: to the thousandth of a degree.
pub fn coarse(point: Point) -> Point {
    let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    Point { lon: round(point.lon), lat: round(point.lat) }
}

/// The place in words, where everybody may read it. `names` are those of the staff.
pub fn public_place<'a>(text: Option<&'a str>, names: &[&str]) -> Option<&'a str> {
    text.filter(|text| privacy::is_clean(text, names))
}

/// Public; `code` is the short code or the grid's code.
pub fn list_public_cases(code: &str, filter: &PublicCaseFilter) -> Call<Page<PublicCase>> {
    Call::list(format!("/boards/{}/cases", percent_encoded(code)), filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_shown_in_three_words_or_not_at_all() {
        for status in CaseStatus::ALL {
            let shown = Progress::of(*status);
            assert_eq!(shown.is_some(), status.is_open() || *status == CaseStatus::Closed, "{status}");
            assert_eq!(Progress::ALL.iter().filter(|p| p.statuses().any(|s| s == *status)).count(), usize::from(shown.is_some()));
        }
    }

    #[test]
    fn the_public_learns_a_place_to_about_a_hundred_metres() {
        let point = Point { lon: 118.600_49, lat: 28.670_51 };
        assert_eq!(coarse(point), Point { lon: 118.6, lat: 28.671 });
        assert!(point.metres_to(coarse(point)) < 80.0);
        assert_eq!(public_place(Some("村口桥头"), &[]), Some("村口桥头"));
        assert_eq!(public_place(Some("王建国家门口"), &[]), None);
        assert_eq!(public_place(Some("小梅家"), &["小梅"]), None);
    }
}
