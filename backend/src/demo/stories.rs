//! What people write: the texts of `demo/stories.toml`, with places, names and numbers filled in.

use anyhow::Context;
use serde::Deserialize;
use shared::categories::{Category, CategoryCode, CategoryGroup};

use super::chance::Chance;
use super::names;

const FILE: &str = include_str!("../../../demo/stories.toml");

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    /// Places that any village has.
    places: Vec<String>,
    /// What is written when a case is closed: what was seen on the spot, and what was heard where there is nothing to see.
    verified: Vec<String>,
    heard: Vec<String>,
    /// What the reporter is told when somebody will come and look.
    coming: Vec<String>,
    /// Notes for colleagues who will come and look.
    accepted_notes: Vec<String>,
    /// Why cases are declined.
    returned_words: Vec<String>,
    residents: Vec<String>,
    pub kind: Vec<Kind>,
}

/// What is written about one category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub category: CategoryCode,
    /// How many of the year's reports.
    pub share: usize,
    /// When most of it happens; always, when none are named.
    #[serde(default)]
    pub months: Vec<u32>,
    #[serde(default)]
    pub hours: Hours,
    /// What members saw, and what was done about it.
    seen: Vec<(String, String)>,
    /// The same as residents put it.
    #[serde(default)]
    told: Vec<(String, String)>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    refused: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    #[default]
    Day,
    Evening,
    Night,
}

/// One report in words.
pub struct Told {
    pub text: String,
    pub place: String,
    pub done: String,
    pub refused: String,
}

impl Stories {
    pub fn read() -> anyhow::Result<Self> {
        toml::from_str(FILE).context("the texts of the demo cannot be read")
    }

    /// What is written about a category.
    pub fn of(&self, category: &CategoryCode) -> Option<&Kind> {
        self.kind.iter().find(|kind| kind.category == *category)
    }

    /// What is written when a case of a category is closed.
    pub fn closing(&self, category: &Category, chance: &mut Chance) -> String {
        chance.pick::<String>(if is_on_the_spot(category) { &self.verified } else { &self.heard }).clone()
    }

    /// What the reporter is told, and what colleagues are, when a case of a category is accepted; often nothing.
    pub fn accepting(&self, category: &Category, chance: &mut Chance) -> (Option<String>, Option<String>) {
        let mut some = |words: &[String]| (is_on_the_spot(category) && chance.happens(0.35)).then(|| chance.pick(words).clone());
        (some(&self.coming), some(&self.accepted_notes))
    }

    /// The `nth` report of a kind; `by_resident` when a resident wrote it.
    pub fn tell(&self, kind: &Kind, nth: usize, by_resident: bool, chance: &mut Chance) -> Told {
        let places = if kind.places.is_empty() { &self.places } else { &kind.places };
        let place = filled(chance.pick::<String>(places), "", chance);
        let texts = if by_resident && !kind.told.is_empty() { &kind.told } else { &kind.seen };
        // One after the other, so that no text comes twice before all came once.
        let (text, done) = &texts[nth % texts.len()];
        let (mut text, done) = (filled(text, &place, chance), filled(done, &place, chance));
        if by_resident && chance.happens(0.25) {
            text = format!("{text}（{}，想请网格尽快看看）", chance.pick(&self.residents));
        }
        let refused = if kind.refused.is_empty() { &self.returned_words } else { &kind.refused };
        Told { text, done, refused: chance.pick(refused).clone(), place }
    }
}

/// Whether there is something to go and look at.
fn is_on_the_spot(category: &Category) -> bool {
    use CategoryGroup::{Construction, Emergency, Environment, Facilities, Hazards};
    matches!(category.group(), Hazards | Environment | Construction | Facilities | Emergency)
}

/// Fills the gaps of a text in.
fn filled(text: &str, place: &str, chance: &mut Chance) -> String {
    let mut text = text.replace("{处}", place);
    while let Some((at, gap)) = text.find('{').and_then(|at| Some((at, text.get(at..)?.split_inclusive('}').next()?.to_owned()))) {
        let fill = match gap.as_str() {
            "{户}" => format!("{}家", names::surname(chance)),
            "{人}" => format!("{}{}", names::surname(chance), chance.pick(&["大爷", "阿姨", "奶奶", "师傅", "大伯", "婶"])),
            "{号}" => chance.between(3, 188).to_string(),
            "{数}" => (*chance.pick(&["两", "三", "四", "五", "六"])).to_owned(),
            "{多}" => chance.between(11, 46).to_string(),
            _ => String::new(),
        };
        text.replace_range(at..at + gap.len(), &fill);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::categories::CATEGORIES;

    use super::*;

    #[test]
    fn every_category_has_its_stories_and_they_are_420() -> anyhow::Result<()> {
        let stories = Stories::read()?;
        let told: BTreeSet<&str> = stories.kind.iter().map(|k| k.category.as_str()).collect();
        assert_eq!(told, CATEGORIES.iter().map(|c| c.code).collect());
        assert_eq!(stories.kind.iter().map(|k| k.share).sum::<usize>(), 420);
        Ok(())
    }

    #[test]
    fn no_gap_stays_open_and_every_text_fits() -> anyhow::Result<()> {
        let (stories, mut chance) = (Stories::read()?, Chance::of("test"));
        for kind in &stories.kind {
            for nth in 0..kind.share {
                let Told { text, place, done, refused } = stories.tell(kind, nth, nth % 2 == 0, &mut chance);
                for (text, most) in [(&text, 120), (&place, 120), (&done, 500), (&refused, 500)] {
                    assert!(!text.contains(['{', '}']) && !text.is_empty() && text.chars().count() <= most, "{text}");
                }
            }
        }
        Ok(())
    }
}
