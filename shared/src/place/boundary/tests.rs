use proptest::prelude::*;

use super::*;

/// A ring around Qinghu, in thousandths of a degree from its south-west corner, closed.
fn ring(corners: &[(i32, i32)]) -> Ring {
    corners
        .iter()
        .chain(corners.first())
        .map(|(x, y)| Point { lon: 118.6 + f64::from(*x) / 1000.0, lat: 28.66 + f64::from(*y) / 1000.0 })
        .collect()
}

fn square(x: i32, y: i32, side: i32) -> Ring {
    ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
}

fn at(x: f64, y: f64) -> Point {
    Point { lon: 118.6 + x / 1000.0, lat: 28.66 + y / 1000.0 }
}

/// Polygon, ring and position of a fault, and its code.
type Unfit = (Option<(usize, usize, usize)>, &'static str);

fn unfit(polygons: Vec<Polygon>) -> Option<Unfit> {
    Boundary::new(polygons).err().map(|fault| (fault.at, fault.what.code()))
}

#[test]
fn an_outline_is_written_as_it_was_read() -> Result<(), BoundaryFault> {
    for text in [
        r#"{"type":"Polygon","coordinates":[[[118.6,28.66],[118.61,28.66],[118.61,28.6701234567],[118.6,28.66]]]}"#,
        r#"{"type":"MultiPolygon","coordinates":[[[[118.6,28.66],[118.61,28.66],[118.61,28.67],[118.6,28.66]]]]}"#,
    ] {
        let geometry: Value = serde_json::from_str(text).unwrap_or_default();
        let boundary = Boundary::from_geojson(&geometry)?;
        assert_eq!(boundary.to_geojson(), geometry);
        assert_eq!(Boundary::from_stored(&boundary.to_geojson().to_string())?, boundary);
    }
    Ok(())
}

#[test]
fn rings_run_as_the_standard_asks() -> Result<(), BoundaryFault> {
    let clockwise: Ring = square(0, 0, 10).into_iter().rev().collect();
    let boundary = Boundary::new(vec![vec![clockwise, square(2, 2, 2)]])?;
    let areas: Vec<bool> = boundary.polygons().iter().flatten().map(|r| measure::ring_area(r) > 0.0).collect();
    assert_eq!(areas, [true, false]);
    Ok(())
}

#[test]
fn holes_are_outside() -> Result<(), BoundaryFault> {
    let boundary = Boundary::new(vec![vec![square(0, 0, 10), square(4, 4, 2)], vec![square(20, 0, 5)]])?;
    for (x, y, inside) in [(1.0, 1.0, true), (5.0, 5.0, false), (22.0, 2.0, true), (15.0, 2.0, false), (-1.0, 5.0, false)] {
        assert_eq!(boundary.contains(at(x, y)), inside, "{x} {y}");
    }
    // A thousandth of a degree is 97.7 m eastward and 110.8 m northward at this latitude.
    assert!((boundary.edge_distance_m(at(5.0, 5.0)) - 97.7).abs() < 0.2, "{}", boundary.edge_distance_m(at(5.0, 5.0)));
    assert!((boundary.area_m2() - 97.75 * 110.82 * (100.0 - 4.0 + 25.0)).abs() < 1_500.0, "{}", boundary.area_m2());
    Ok(())
}

#[test]
fn the_area_is_that_of_the_ellipsoid() -> Result<(), BoundaryFault> {
    // One degree square at 30 N, by numerical integration of the ellipsoid's surface element.
    let corners = [(110.0, 30.0), (111.0, 30.0), (111.0, 31.0), (110.0, 31.0), (110.0, 30.0)];
    let area = Boundary::new(vec![vec![corners.iter().map(|(lon, lat)| Point { lon: *lon, lat: *lat }).collect()]])?.area_m2() / 1e6;
    assert!((area - 10_642.393).abs() < 0.01, "{area}");
    Ok(())
}

#[test]
fn what_is_no_outline_is_refused_where_it_fails() {
    let bow_tie = ring(&[(0, 0), (10, 10), (10, 0), (0, 10)]);
    let Err(fault) = Boundary::new(vec![vec![bow_tie]]) else { panic!("a bow tie was taken") };
    assert_eq!((fault.at, fault.what.code()), (Some((0, 0, 0)), "ring_crosses_itself"));
    assert!(fault.in_words(crate::lang::Lang::Zh).contains("[118.605000, 28.665000]"), "{fault}");

    let mut open = square(0, 0, 10);
    open.pop();
    let shell = || square(0, 0, 10);
    for (polygons, expected) in [
        (vec![vec![open]], (Some((0, 0, 3)), "ring_not_closed")),
        (vec![vec![ring(&[(0, 0), (5, 5)])]], (Some((0, 0, 0)), "too_few_points")),
        (vec![], (None, "empty_boundary")),
        (vec![vec![ring(&[(0, 0), (10, 0), (10, 10), (10, 5), (0, 5)])]], (Some((0, 0, 2)), "spike")),
        (vec![vec![ring(&[(0, 0), (15, 0), (10, 0), (10, 10), (0, 10)])]], (Some((0, 0, 1)), "spike")),
        (vec![vec![ring(&[(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)])]], (Some((0, 0, 1)), "ring_touches_itself")),
        (vec![vec![shell(), square(20, 20, 2)]], (Some((0, 1, 0)), "hole_outside")),
        (vec![vec![shell(), square(8, 8, 4)]], (Some((0, 0, 2)), "rings_cross")),
        (vec![vec![shell(), square(2, 2, 4), square(3, 3, 1)]], (Some((0, 2, 0)), "holes_overlap")),
        (vec![vec![shell()], vec![square(2, 2, 2)]], (Some((1, 0, 0)), "polygons_overlap")),
        (vec![vec![shell()], vec![shell()]], (Some((1, 0, 0)), "polygons_overlap")),
        (vec![vec![ring(&[(0, 0), (1000, 0), (2000, 2000), (0, 2000)])]], (None, "boundary_too_large")),
    ] {
        assert_eq!(unfit(polygons), Some(expected), "{expected:?}");
    }
    // An island in a lake, neighbours that share a border, and a doubled point are fit.
    for fit in [
        vec![vec![shell(), square(2, 2, 4)], vec![square(2, 2, 4)]],
        vec![vec![shell()], vec![square(10, 0, 5)]],
        vec![vec![ring(&[(0, 0), (9, 0), (9, 0), (9, 9)])]],
    ] {
        assert_eq!(unfit(fit.clone()), None, "{fit:?}");
    }
}

#[test]
fn broken_geometry_is_named() {
    for (text, code) in [
        (r#"{"type":"Point","coordinates":[118.6,28.66]}"#, "not_polygon"),
        (r#"{"type":"Polygon"}"#, "not_geometry"),
        ("null", "not_geometry"),
        (r#"{"type":"Polygon","coordinates":[]}"#, "empty_boundary"),
        (r#"{"type":"Polygon","coordinates":[[["118",28]]]}"#, "not_position"),
        (r#"{"type":"Polygon","coordinates":[[[28.66,118.6],[28.66,118.61]]]}"#, "lon_lat_swapped"),
        (r#"{"type":"Polygon","coordinates":[[[2.35,48.85],[2.36,48.85]]]}"#, "outside_china"),
        (r#"{"type":"MultiPolygon","coordinates":[[[118.6,28.66]]]}"#, "not_position"),
    ] {
        let fault = Boundary::from_geojson(&serde_json::from_str(text).unwrap_or_default());
        assert_eq!(fault.err().map(|f| f.what.code()), Some(code), "{text}");
    }
}

/// A star around a centre: simple by construction.
fn star() -> impl Strategy<Value = Ring> {
    prop::collection::vec(0.2..1.0_f64, 4..60).prop_map(|radii| {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let corner = |(i, r): (usize, &f64)| at(20.0 + 20.0 * r * (step * i as f64).cos(), 20.0 + 20.0 * r * (step * i as f64).sin());
        let mut ring: Ring = radii.iter().enumerate().map(corner).collect();
        ring.extend(ring.first().copied());
        ring
    })
}

proptest! {
    #[test]
    fn a_star_is_fit_and_its_corners_are_on_its_edge(ring in star()) {
        let boundary = Boundary::new(vec![vec![ring.clone()]]);
        prop_assert!(boundary.is_ok(), "{boundary:?}");
        if let Ok(boundary) = boundary {
            prop_assert!(boundary.contains(at(20.0, 20.0)));
            prop_assert!(ring.iter().all(|p| boundary.edge_distance_m(*p) < 1e-6));
            let bounds = boundary.bounds();
            prop_assert!(ring.iter().all(|p| (bounds.west..=bounds.east).contains(&p.lon) && (bounds.south..=bounds.north).contains(&p.lat)));
            let text = serde_json::to_string(&boundary).unwrap_or_default();
            prop_assert_eq!(serde_json::from_str::<Boundary>(&text).ok(), Some(boundary));
        }
    }

    #[test]
    fn a_border_belongs_to_one_side(cut in prop::collection::vec(1..39_i32, 2..10), x in 0..400_i32, y in 0..400_i32) {
        // A rectangle cut in two along a jagged line: each point of it lies in exactly one half, those on the cut too.
        let n = cut.len() as i32;
        let line: Vec<(i32, i32)> = cut.iter().enumerate().map(|(i, c)| (*c, i as i32 * 40 / (n - 1))).collect();
        let left: Vec<_> = [(0, 40), (0, 0)].into_iter().chain(line.iter().copied()).collect();
        let right: Vec<_> = [(40, 0), (40, 40)].into_iter().chain(line.iter().rev().copied()).collect();
        let halves: Vec<_> = [left, right].iter().filter_map(|half| Boundary::new(vec![vec![ring(half)]]).ok()).collect();
        prop_assert_eq!(halves.len(), 2);
        let points = line.iter().map(|(x, y)| at(f64::from(*x), f64::from(*y))).chain([at(f64::from(x) / 10.0, f64::from(y) / 10.0)]);
        for p in points.filter(|p| p.lat < at(0.0, 39.99).lat && p.lon < at(39.99, 0.0).lon) {
            prop_assert_eq!(halves.iter().filter(|half| half.contains(p)).count(), 1, "{:?}", p);
        }
    }

    #[test]
    fn a_crossed_pair_of_corners_is_found(ring in star(), i in 0..1000_usize) {
        // Swapping two neighbours of a star makes its line cross or touch itself, unless their radii hide it; then it is still a fit ring.
        let mut crossed = ring.clone();
        let n = crossed.len() - 1;
        let k = 1 + i % (n - 2);
        crossed.swap(k, k + 1);
        let fit = Boundary::new(vec![vec![crossed.clone()]]);
        let brute = (0..n).any(|a| (0..n).any(|b| b > a + 1 && !(a == 0 && b == n - 1) && meet(crossed[a], crossed[a + 1], crossed[b], crossed[b + 1])));
        prop_assert_eq!(fit.is_err(), brute);
    }
}

/// Whether two sides meet, by solving the two lines.
fn meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (rx, ry, sx, sy) = (b.lon - a.lon, b.lat - a.lat, d.lon - c.lon, d.lat - c.lat);
    let cross = rx * sy - ry * sx;
    let (t, u) = (((c.lon - a.lon) * sy - (c.lat - a.lat) * sx) / cross, ((c.lon - a.lon) * ry - (c.lat - a.lat) * rx) / cross);
    (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)
}
