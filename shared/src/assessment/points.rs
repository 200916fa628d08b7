//! Points of an assessment, to the hundredth.

use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::ToSchema;

use crate::value::Fault;

/// Points in hundredths, sent as a number: `12.5`. Never more than [`Points::MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ToSchema)]
#[schema(value_type = f64, minimum = -1000, maximum = 1000, multiple_of = 0.01)]
pub struct Points(i64);

impl Points {
    pub const ZERO: Self = Self(0);
    /// More than any scheme gives.
    pub const MOST: Self = Self::whole(1000);

    pub const fn whole(points: i64) -> Self {
        Self(points * 100)
    }

    pub const fn hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    pub const fn in_hundredths(self) -> i64 {
        self.0
    }

    /// So many times; what is more than [`Points::MOST`] counts as that.
    #[must_use]
    pub fn times(self, n: u64) -> Self {
        let product = i128::from(self.0) * i128::from(n);
        Self(i64::try_from(product).unwrap_or(Self::MOST.0).min(Self::MOST.0))
    }

    /// The share `part` of `whole` of these points, half a hundredth rounded up. Nothing of nothing is nothing.
    #[must_use]
    pub fn share(self, part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let twice = 2 * i128::from(self.0) * i128::from(part);
        let rounded = (twice + i128::from(whole)).div_euclid(2 * i128::from(whole));
        Self(i64::try_from(rounded).unwrap_or(Self::MOST.0))
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hundredths = f64::deserialize(deserializer)? * 100.0;
        // A number that is not a whole number of hundredths is refused rather than rounded: nobody would see what became of it.
        let whole = hundredths.round();
        let fits = (hundredths - whole).abs() < 1e-6 && whole.abs() <= Self::MOST.0 as f64;
        if fits { Ok(Self(whole as i64)) } else { Err(D::Error::custom(Fault::OutOfRange)) }
    }
}
