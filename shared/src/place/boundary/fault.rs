//! What makes a line no outline, and where.

use std::fmt;

use crate::lang::Lang;
use crate::place::Point;

/// Where a boundary is unfit, and why. Polygons, rings and vertices count from 0, as in GeoJSON's `coordinates`.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundaryFault {
    /// Polygon, ring, vertex; `None` when the fault is of the whole.
    pub at: Option<(usize, usize, usize)>,
    pub what: Unfit,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Unfit {
    /// There is no GeoJSON geometry with `type` and `coordinates`.
    NotGeometry,
    /// A geometry of another kind, and which.
    NotPolygon(String),
    Empty,
    /// Something that is not a position of two numbers.
    NotPosition,
    Swapped {
        lon: f64,
        lat: f64,
    },
    OutsideChina {
        lon: f64,
        lat: f64,
    },
    Unclosed,
    /// How many it has; a closed ring needs four.
    TooFewPoints(usize),
    /// How many it has.
    TooManyPoints(usize),
    /// The ring crosses itself at this point, with the side that begins at this vertex.
    CrossesItself(Point, usize),
    /// The ring comes to this point twice.
    TouchesItself(Point),
    /// The line turns back on itself.
    Spike(Point),
    /// Two rings cross at this point.
    RingsCross(Point),
    HoleOutside,
    HolesOverlap,
    PolygonsOverlap,
    /// Less than a square metre.
    TooSmall,
    /// Square kilometres.
    TooLarge(f64),
}

impl Unfit {
    pub(super) const fn at(self, polygon: usize, ring: usize, vertex: usize) -> BoundaryFault {
        BoundaryFault { at: Some((polygon, ring, vertex)), what: self }
    }

    pub(super) const fn anywhere(self) -> BoundaryFault {
        BoundaryFault { at: None, what: self }
    }

    /// The stable name a program may branch on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotGeometry => "not_geometry",
            Self::NotPolygon(_) => "not_polygon",
            Self::Empty => "empty_boundary",
            Self::NotPosition => "not_position",
            Self::Swapped { .. } => "lon_lat_swapped",
            Self::OutsideChina { .. } => "outside_china",
            Self::Unclosed => "ring_not_closed",
            Self::TooFewPoints(_) => "too_few_points",
            Self::TooManyPoints(_) => "too_many_points",
            Self::CrossesItself(..) => "ring_crosses_itself",
            Self::TouchesItself(_) => "ring_touches_itself",
            Self::Spike(_) => "spike",
            Self::RingsCross(_) => "rings_cross",
            Self::HoleOutside => "hole_outside",
            Self::HolesOverlap => "holes_overlap",
            Self::PolygonsOverlap => "polygons_overlap",
            Self::TooSmall => "boundary_too_small",
            Self::TooLarge(_) => "boundary_too_large",
        }
    }
}

impl BoundaryFault {
    /// A JSON pointer into the geometry.
    pub fn pointer(&self, multi: bool) -> String {
        match (self.at, multi) {
            (None, _) => String::new(),
            (Some((polygon, ring, vertex)), true) => format!("/coordinates/{polygon}/{ring}/{vertex}"),
            (Some((_, ring, vertex)), false) => format!("/coordinates/{ring}/{vertex}"),
        }
    }

    /// What to tell the person: the place, counted from 1, and what is wrong there.
    pub fn in_words(&self, lang: Lang) -> String {
        let what = match lang {
            Lang::Zh => self.what_in_chinese(),
            Lang::En => self.what_in_english(),
        };
        let Some((polygon, ring, vertex)) = self.at else { return what };
        match (lang, ring) {
            (Lang::Zh, 0) => format!("第 {} 块外圈第 {} 点：{what}", polygon + 1, vertex + 1),
            (Lang::Zh, _) => format!("第 {} 块第 {ring} 个洞第 {} 点：{what}", polygon + 1, vertex + 1),
            (Lang::En, 0) => format!("polygon {}, outer ring, point {}: {what}", polygon + 1, vertex + 1),
            (Lang::En, _) => format!("polygon {}, hole {ring}, point {}: {what}", polygon + 1, vertex + 1),
        }
    }

    fn what_in_chinese(&self) -> String {
        match &self.what {
            Unfit::NotGeometry => "没有 GeoJSON 几何图形（应有 type 和 coordinates）".into(),
            Unfit::NotPolygon(kind) => format!("应为 Polygon 或 MultiPolygon，现为 {kind}"),
            Unfit::Empty => "没有任何坐标".into(),
            Unfit::NotPosition => "应为 [经度, 纬度] 两个数字".into(),
            Unfit::Swapped { lon, lat } => format!("[{lon}, {lat}] 的经度和纬度看起来写反了，应先经度后纬度"),
            Unfit::OutsideChina { lon, lat } => format!("[{lon}, {lat}] 不在中国境内"),
            Unfit::Unclosed => "这一圈没有闭合：最后一点应与第一点相同".into(),
            Unfit::TooFewPoints(n) => format!("闭合的一圈至少 4 个点（首尾相同），这里只有 {n} 个"),
            Unfit::TooManyPoints(n) => format!("共 {n} 个点，最多 {} 个，请先简化边界", super::Boundary::MAX_POINTS),
            Unfit::CrossesItself(at, other) => format!("边界线在 {} 与第 {} 点起的边自相交叉", place(at), other + 1),
            Unfit::TouchesItself(at) => format!("边界线两次经过 {}", place(at)),
            Unfit::Spike(at) => format!("边界线在 {} 原路折返", place(at)),
            Unfit::RingsCross(at) => format!("与另一圈在 {} 交叉", place(at)),
            Unfit::HoleOutside => "洞不在外圈之内".into(),
            Unfit::HolesOverlap => "与另一个洞重叠".into(),
            Unfit::PolygonsOverlap => "与同一网格的另一块重叠".into(),
            Unfit::TooSmall => "面积不足 1 平方米".into(),
            Unfit::TooLarge(km2) => format!("面积 {km2} 平方公里，大得不像网格，请检查坐标"),
        }
    }

    fn what_in_english(&self) -> String {
        match &self.what {
            Unfit::NotGeometry => "there is no GeoJSON geometry (with type and coordinates)".into(),
            Unfit::NotPolygon(kind) => format!("must be a Polygon or MultiPolygon, but is a {kind}"),
            Unfit::Empty => "there are no coordinates".into(),
            Unfit::NotPosition => "must be [longitude, latitude], two numbers".into(),
            Unfit::Swapped { lon, lat } => format!("[{lon}, {lat}] looks swapped: longitude comes first, then latitude"),
            Unfit::OutsideChina { lon, lat } => format!("[{lon}, {lat}] is not in China"),
            Unfit::Unclosed => "the ring is not closed: its last point must be its first".into(),
            Unfit::TooFewPoints(n) => format!("a closed ring has at least 4 points (the last like the first), this one has {n}"),
            Unfit::TooManyPoints(n) => {
                format!("{n} points, at most {} are taken; simplify the boundary first", super::Boundary::MAX_POINTS)
            }
            Unfit::CrossesItself(at, other) => {
                format!("the line crosses itself at {}, on the side that begins at point {}", place(at), other + 1)
            }
            Unfit::TouchesItself(at) => format!("the line comes to {} twice", place(at)),
            Unfit::Spike(at) => format!("the line turns back on itself at {}", place(at)),
            Unfit::RingsCross(at) => format!("crosses another ring at {}", place(at)),
            Unfit::HoleOutside => "the hole does not lie in its outer ring".into(),
            Unfit::HolesOverlap => "lies on another hole".into(),
            Unfit::PolygonsOverlap => "lies on another polygon of the same grid".into(),
            Unfit::TooSmall => "has less than one square metre".into(),
            Unfit::TooLarge(km2) => format!("has {km2} square kilometres, too many for a grid; please check the coordinates"),
        }
    }
}

/// Six decimals: a tenth of a metre.
fn place(point: &Point) -> String {
    format!("[{:.6}, {:.6}]", point.lon, point.lat)
}

impl fmt::Display for BoundaryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(Lang::En))
    }
}

impl std::error::Error for BoundaryFault {}
