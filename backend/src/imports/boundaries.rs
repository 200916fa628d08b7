//! Boundaries of grids as GeoJSON.

use shared::imports::ChangeKind;
use shared::place::boundary::Boundary;

use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::grids::boundaries::{BoundaryFile, Drawn};
use crate::grids::rows::{self, State};
use crate::imports::outcome::Outcome;
use crate::say;

/// Compares a file with what is drawn, and draws what differs unless `dry_run`.
pub fn run(conn: &mut Conn, file: BoundaryFile, dry_run: bool, by: By) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    file.faults.into_iter().for_each(|fault| outcome.fault(fault));
    let codes: Vec<_> = file.drawn.iter().map(|drawn| drawn.code.clone()).collect();
    let there = rows::states_of(conn, &codes, &by.at.day())?;
    let mut different = Vec::new();
    for Drawn { feature, code, boundary } in file.drawn {
        let place = format!("/features/{}/properties", feature - 1);
        match there.get(&code) {
            None => {
                outcome.fault(FieldFault::new(
                    place,
                    "unknown_grid",
                    say!(
                        "第 {feature} 个图形：没有编码为 {code} 的网格，请先添加网格",
                        "Feature {feature}: there is no grid {code}; add it first"
                    ),
                ));
            }
            Some(State::Closed) => {
                outcome.fault(FieldFault::new(
                    place,
                    "closed_grid",
                    say!("第 {feature} 个图形：网格 {code} 已停用", "Feature {feature}: grid {code} is closed"),
                ));
            }
            Some(State::Open { boundary: Some(old), .. }) if Boundary::from_stored(old).is_ok_and(|old| old == boundary) => outcome.keep(),
            Some(State::Open { name, boundary: old }) => {
                let kind = if old.is_some() { ChangeKind::Change } else { ChangeKind::Add };
                let m2 = boundary.area_m2().round();
                outcome
                    .count(feature, kind, || (format!("{code} {name}"), say!("边界面积 {m2} 平方米", "A boundary of {m2} square metres")));
                different.push((code, boundary));
            }
        }
    }
    if !dry_run {
        outcome.faultless()?;
        for (code, boundary) in different {
            rows::draw(conn, &code, &boundary, None, by)?;
        }
    }
    Ok(outcome)
}
