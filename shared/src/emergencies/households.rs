//! Households on the relocation list (转移清单), person by person: two phones that count the same household count nobody twice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::steps::{EmergencyStep, MadeStep};
use super::{EmergencyId, ShelterName};
use crate::call::Call;
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::staffing::PersonName;
use crate::time::Moment;
use crate::value::{Phone, choice, empty_is_none, id, text};

id!(
    /// Names one household on the list; chosen by whoever adds it.
    HouseholdId
);

id!(
    /// Names one person on the list; chosen by whoever adds the household.
    EvacueeId
);

text!(
    /// What a person on the list is called: a name, or `孙女`.
    EvacueeName, 40
);

text!(
    /// Where the household lives.
    HouseholdAddress, 120
);

text!(
    /// What has to be known to bring them: `轮椅，要担架`.
    HouseholdNote, 200, lines
);

text!(
    /// What of theirs was brought to safety: `摩托车 1 辆、粮食 6 袋，放在文化礼堂`.
    PropertyText, 200
);

choice! {
    /// Where somebody on the list is.
    EvacueeState {
        Waiting = "waiting", "待转移", "To be moved";
        Moved = "moved", "已转移", "Moved";
        /// Was there when heads were counted.
        Present = "present", "已清点", "Counted";
        /// Was not there when heads were counted.
        Missing = "missing", "没有清点到", "Missing";
        Returned = "returned", "已返回", "Back home";
    }
}

/// Somebody who has to be brought to safety.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evacuee {
    pub id: EvacueeId,
    pub name: EvacueeName,
    /// Cannot go alone.
    #[serde(default)]
    pub needs_help: bool,
}

/// The most people of one household.
pub const MOST_PEOPLE: usize = 50;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHousehold {
    pub id: HouseholdId,
    pub grid: GridCode,
    /// The householder (户主).
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<HouseholdAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<HouseholdNote>,
    /// Everybody who is to be moved, the householder among them.
    #[schema(min_items = 1, max_items = 50)]
    pub people: Vec<Evacuee>,
}

/// Where somebody is, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Whereabouts {
    pub person: Evacuee,
    pub state: EvacueeState,
    /// Where they were brought.
    pub to: Option<ShelterName>,
    pub at: Option<Moment>,
}

/// Something of a household's that was brought to safety.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PropertyMoved {
    pub what: PropertyText,
    pub at: Moment,
}

/// A household on the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Household {
    pub id: HouseholdId,
    pub emergency: EmergencyId,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub name: PersonName,
    pub address: Option<HouseholdAddress>,
    pub phone: Option<Phone>,
    pub note: Option<HouseholdNote>,
    #[schema(max_items = 50)]
    pub people: Vec<Whereabouts>,
    #[schema(max_items = 500)]
    pub property: Vec<PropertyMoved>,
    pub updated_at: Moment,
}

impl Household {
    /// How many of its people are somewhere.
    pub fn count(&self, state: EvacueeState) -> usize {
        self.people.iter().filter(|it| it.state == state).count()
    }

    /// Whether somebody of it is still in danger, or was not there when heads were counted.
    pub fn is_open(&self) -> bool {
        self.people.iter().any(|it| matches!(it.state, EvacueeState::Waiting | EvacueeState::Missing))
    }

    /// Whether somebody who cannot go alone is still to be moved.
    pub fn waits_for_help(&self) -> bool {
        self.people.iter().any(|it| it.person.needs_help && it.state == EvacueeState::Waiting)
    }
}

/// A household as it was added, with everything that was done since: whoever did it, in whatever order it arrived. Of two who say where
/// somebody is, the later counts; what both say counts once.
pub fn standing(people: &[Evacuee], steps: &[MadeStep]) -> (Vec<Whereabouts>, Vec<PropertyMoved>) {
    let mut order: Vec<&MadeStep> = steps.iter().collect();
    order.sort_by_key(|made| (made.at, made.id));
    let mut of_person: BTreeMap<EvacueeId, (EvacueeState, Option<ShelterName>, Moment)> = BTreeMap::new();
    let mut property = Vec::new();
    for made in order {
        match &made.step {
            EmergencyStep::Move(moving) => {
                for id in &moving.people {
                    of_person.insert(*id, (EvacueeState::Moved, Some(moving.to.clone()), made.at));
                }
                property.extend(moving.property.iter().map(|what| PropertyMoved { what: what.clone(), at: made.at }));
            }
            EmergencyStep::Count(count) => {
                let seen = [(&count.present, EvacueeState::Present), (&count.missing, EvacueeState::Missing)];
                for (id, state) in seen.into_iter().flat_map(|(ids, state)| ids.iter().map(move |id| (*id, state))) {
                    let to = of_person.get(&id).and_then(|(_, to, _)| to.clone());
                    of_person.insert(id, (state, to, made.at));
                }
            }
            EmergencyStep::Return(back) => {
                for id in &back.people {
                    let to = of_person.get(id).and_then(|(_, to, _)| to.clone());
                    of_person.insert(*id, (EvacueeState::Returned, to, made.at));
                }
            }
            EmergencyStep::Household(_) | EmergencyStep::Receive(_) => {}
        }
    }
    let whereabouts = |person: &Evacuee| match of_person.get(&person.id) {
        Some((state, to, at)) => Whereabouts { person: person.clone(), state: *state, to: to.clone(), at: Some(*at) },
        None => Whereabouts { person: person.clone(), state: EvacueeState::Waiting, to: None, at: None },
    };
    (people.iter().map(whereabouts).collect(), property)
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HouseholdFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// Only those with somebody in this state.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub state: Option<EvacueeState>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// By grid, in the order they were added.
pub fn list_households(emergency: EmergencyId, filter: &HouseholdFilter) -> Call<Page<Household>> {
    Call::list(format!("/emergencies/{emergency}/households"), filter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::steps::{Counting, EmergencyStepId, Moving, Returning};
    use super::*;

    fn person(n: u128) -> Evacuee {
        Evacuee { id: EvacueeId::from(uuid::Uuid::from_u128(n)), name: EvacueeName(format!("第 {n} 人")), needs_help: n == 1 }
    }

    fn step(n: u128, at: i64, step: EmergencyStep) -> MadeStep {
        MadeStep { id: EmergencyStepId::from(uuid::Uuid::from_u128(n)), at: Moment::from_millis(at), step }
    }

    fn moving(people: &[u128], to: &str) -> EmergencyStep {
        EmergencyStep::Move(Moving {
            household: HouseholdId::from(uuid::Uuid::nil()),
            people: people.iter().map(|n| person(*n).id).collect(),
            to: shelter(to),
            property: None,
        })
    }

    fn shelter(name: &str) -> ShelterName {
        name.parse().unwrap_or_else(|_| panic!("{name}"))
    }

    #[test]
    fn two_phones_that_count_the_same_people_count_nobody_twice() {
        let people = [person(1), person(2), person(3)];
        let household = HouseholdId::from(uuid::Uuid::nil());
        let steps = [
            step(2, 20, moving(&[2, 3], "礼堂")),
            step(1, 10, moving(&[1, 2], "小学")),
            step(3, 30, EmergencyStep::Count(Counting { household, present: vec![person(1).id], missing: vec![person(3).id] })),
        ];
        let (whereabouts, _) = standing(&people, &steps);
        let told: Vec<_> = whereabouts.iter().map(|it| (it.state, it.to.as_ref().map(ToString::to_string))).collect();
        let (school, hall) = (Some("小学".to_owned()), Some("礼堂".to_owned()));
        assert_eq!(told, [(EvacueeState::Present, school), (EvacueeState::Moved, hall.clone()), (EvacueeState::Missing, hall)]);
    }

    fn any_step() -> impl Strategy<Value = (i64, u8, Vec<u128>)> {
        (0_i64..6, 0_u8..4, prop::collection::vec(1_u128..5, 0..4))
    }

    proptest! {
        /// Whoever's steps arrive first, and however often: the standing is the same, and nobody of the household is lost.
        #[test]
        fn the_order_of_arrival_does_not_matter(all in prop::collection::vec(any_step(), 0..12), turn in 0_usize..12) {
            let household = HouseholdId::from(uuid::Uuid::nil());
            let people = [person(1), person(2), person(3), person(4)];
            let ids = |ns: &[u128]| ns.iter().map(|n| person(*n).id).collect::<Vec<_>>();
            let mut steps: Vec<MadeStep> = all
                .iter()
                .enumerate()
                .map(|(i, (at, kind, who))| {
                    let done = match kind {
                        0 => moving(who, "小学"),
                        1 => EmergencyStep::Count(Counting { household, present: ids(who), missing: Vec::new() }),
                        2 => EmergencyStep::Count(Counting { household, present: Vec::new(), missing: ids(who) }),
                        _ => EmergencyStep::Return(Returning { household, people: ids(who) }),
                    };
                    step(i as u128, *at, done)
                })
                .collect();
            let before = standing(&people, &steps);
            let by = turn.min(steps.len());
            steps.rotate_left(by);
            prop_assert_eq!(&standing(&people, &steps), &before);
            steps.reverse();
            prop_assert_eq!(&standing(&people, &steps), &before);
            prop_assert_eq!(before.0.len(), people.len());
        }
    }
}
