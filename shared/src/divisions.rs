//! Administrative divisions: the sub-district and its villages and communities, by their statistical codes.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::page::Page;
use crate::time::{Day, Moment};
use crate::value::{choice, digits, empty_is_none, text};

text!(
    /// A division's statistical code (统计用区划代码): 9 digits for a sub-district or town, 12 for a village or community.
    DivisionCode, max 12, "^([0-9]{9}|[0-9]{12})$", |s| digits(s, 12).or_else(|_| digits(s, 9)).map_err(|_| crate::value::Fault::DivisionCode)
);

impl DivisionCode {
    pub fn level(&self) -> DivisionLevel {
        if self.as_str().len() == 9 { DivisionLevel::SubDistrict } else { DivisionLevel::Village }
    }

    /// The sub-district a code lies in: its first nine digits.
    pub fn sub_district(&self) -> DivisionCode {
        Self(self.as_str().chars().take(9).collect())
    }
}

text!(
    /// What a division is called, as the national list writes it (`十村村委会`).
    DivisionName, 60
);

impl DivisionName {
    /// What people say: without 村委会, 居委会 and the like (`十村`).
    pub fn short(&self) -> &str {
        let name = self.as_str();
        let stem = ["村委会", "村民委员会", "居委会", "居民委员会", "社区居委会"]
            .iter()
            .filter_map(|end| name.strip_suffix(end))
            .min_by_key(|s| s.len());
        match stem {
            Some("") => name,
            // 十村村委会 is 十村's committee, 和睦村委会 is 和睦村's: the 村 of the committee is dropped, that of the name kept.
            Some(stem) => stem,
            None => name,
        }
    }
}

choice! {
    DivisionLevel {
        SubDistrict = "sub_district", "街道", "Sub-district";
        Village = "village", "村（社区）", "Village";
    }
}

choice! {
    /// The assessment class of a village or grid; it has a first day and a last.
    Class {
        Key = "key", "重点", "Key";
        Ordinary = "ordinary", "一般", "Ordinary";
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Division {
    pub code: DivisionCode,
    pub name: DivisionName,
    pub level: DivisionLevel,
    /// The sub-district a village belongs to.
    pub parent: Option<DivisionCode>,
    /// The class today; a village without one counts as ordinary.
    pub class: Option<Class>,
    /// How many open grids it has.
    #[schema(minimum = 0)]
    pub grids: i64,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDivision {
    pub code: DivisionCode,
    pub name: DivisionName,
}

/// A merge patch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DivisionPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DivisionName>,
}

/// Sets the class from a day on; the period before ends the day before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClassPeriod {
    pub class: Class,
    pub from_day: Day,
}

/// Since when, and until when, a village or grid is of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClassPeriod {
    pub class: Class,
    pub from_day: Day,
    /// The last day; `null` while it lasts.
    pub to_day: Option<Day>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DivisionFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub level: Option<DivisionLevel>,
    /// Villages of this sub-district.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub parent: Option<DivisionCode>,
    /// Part of the name or the beginning of the code.
    #[param(max_length = 60)]
    pub q: Option<String>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

pub fn list_divisions(filter: &DivisionFilter) -> Call<Page<Division>> {
    Call::list("/divisions", filter)
}

pub fn find_division(code: &DivisionCode) -> Call<Division> {
    Call::get(format!("/divisions/{code}"))
}

pub fn add_division(new: &NewDivision) -> Call<Division> {
    Call::post("/divisions", new)
}

pub fn change_division(code: &DivisionCode, patch: &DivisionPatch, version: i32) -> Call<Division> {
    Call::patch(format!("/divisions/{code}"), patch, version)
}

pub fn list_division_classes(code: &DivisionCode) -> Call<Page<ClassPeriod>> {
    Call::get(format!("/divisions/{code}/classes"))
}

pub fn classify_division(code: &DivisionCode, new: &NewClassPeriod) -> Call<Page<ClassPeriod>> {
    Call::post(format!("/divisions/{code}/classes"), new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_called_without_its_committee() {
        for (full, short) in [("十村村委会", "十村"), ("泉家垄村委会", "泉家垄"), ("七里社区", "七里社区"), ("清湖一村村委会", "清湖一村")]
        {
            assert_eq!(full.parse::<DivisionName>().map(|n| n.short().to_owned()), Ok(short.to_owned()));
        }
    }
}
