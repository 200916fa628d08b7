//! Chance that comes out the same on every machine and every day: SplitMix64, begun from a word.

use shared::time::Moment;
use uuid::Uuid;

/// A stream of numbers. Each part of the demo has its own, so that a change in one part leaves the others as they were.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of this name (FNV-1a of it is the seed).
    pub fn of(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, but not, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number, both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).unsigned_abs() as usize) as i64
    }

    /// One of 0 to `n` - 1; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// True that often: 0 never, 1 always.
    pub fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// About normal around 0, with a deviation of 1 and no far ends.
    pub fn bell(&mut self) -> f64 {
        let sum: f64 = (0..6).map(|_| self.unit()).sum();
        (sum - 3.0) * std::f64::consts::SQRT_2
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// One of a list that is not empty, the heavier the likelier.
    pub fn weighted<'a, T>(&mut self, all: &'a [T], weight: impl Fn(&T) -> f64) -> &'a T {
        let mut left = self.unit() * all.iter().map(&weight).sum::<f64>();
        let found = all.iter().find(|item| {
            left -= weight(item);
            left < 0.0
        });
        found.unwrap_or(&all[all.len() - 1])
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| (self.next() >> 56) as u8)
    }

    /// An id that sorts by when it was made (UUIDv7).
    pub fn id(&mut self, made: Moment) -> Uuid {
        uuid::Builder::from_unix_timestamp_millis(made.millis().unsigned_abs(), &self.bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_says_the_same() {
        let mut chance = Chance::of("清湖");
        let all: Vec<usize> = (0..8).map(|_| chance.below(10)).collect();
        let mut again = Chance::of("清湖");
        assert_eq!(all, (0..8).map(|_| again.below(10)).collect::<Vec<_>>());
        assert!(all.iter().any(|n| Some(n) != all.first()), "{all:?}");
    }

    #[test]
    fn ids_sort_by_when_they_were_made() {
        let mut chance = Chance::of("ids");
        let ids: Vec<Uuid> = (0..100).map(|n| chance.id(Moment::from_millis(1_700_000_000_000 + n))).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn the_heavier_is_the_likelier() {
        let mut chance = Chance::of("weights");
        let heavy = (0..1000).filter(|_| *chance.weighted(&[1.0, 3.0], |w| *w) > 2.0).count();
        assert!((700..800).contains(&heavy), "{heavy}");
    }
}
