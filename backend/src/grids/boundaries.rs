//! Reading a file of boundaries: a GeoJSON FeatureCollection with one feature a grid.

use std::collections::HashMap;

use serde_json::{Map, Value};
use shared::grids::GridCode;
use shared::imports::CoordinateSystem;
use shared::lang::Lang;
use shared::place::boundary::Boundary;
use shared::place::boundary::fault::BoundaryFault;
use shared::problem::Code;

use crate::error::{Error, FieldFault, Words};
use crate::say;

/// The most bytes a boundary file may have.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What people call the member that holds the grid's code.
const CODE_NAMES: &[&str] = &["code", "grid_code", "gridCode", "网格编码", "网格代码", "编码", "代码"];

/// A feature that is fit to be a grid's boundary.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its place in the file, counted from 1.
    pub feature: u32,
    pub code: GridCode,
    pub boundary: Boundary,
}

/// What a file holds: features that are fit, and what is wrong with the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BoundaryFile {
    pub drawn: Vec<Drawn>,
    pub faults: Vec<FieldFault>,
}

/// Reads a boundary file. `unless_said` is the coordinate system of a file that does not name one. Fails when it is no FeatureCollection
/// at all; what is wrong with single features is collected.
pub fn read(bytes: &[u8], unless_said: CoordinateSystem) -> Result<BoundaryFile, Error> {
    if bytes.len() > MOST_BYTES {
        let mib = MOST_BYTES / 1024 / 1024;
        return Err(Error::new(Code::TooLarge)
            .saying(say!("边界文件最大 {mib} MB，请分村导出后再导入", "A boundary file may have {mib} MB; export it village by village")));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(say!("不是有效的 JSON：第 {line} 行第 {column} 列有误", "Not valid JSON: line {line}, column {column}"))
    })?;
    let features =
        file.get("features").and_then(Value::as_array).filter(|_| file.get("type").and_then(Value::as_str) == Some("FeatureCollection"));
    let features = features.ok_or_else(|| {
        unreadable(say!(
            "应为 GeoJSON 的 FeatureCollection（含 features 数组）",
            "Must be a GeoJSON FeatureCollection (with an array of features)"
        ))
    })?;
    if features.is_empty() {
        return Err(unreadable(say!("文件里没有任何网格（features 为空）", "The file has no grids (features is empty)")));
    }
    let system = named_system(file.get("crs"))
        .map_err(|words| Error::fields(vec![FieldFault::new("/crs", "unknown_coordinates", words)]))?
        .unwrap_or(unless_said);
    let mut read = BoundaryFile::default();
    let mut seen: HashMap<GridCode, usize> = HashMap::new();
    for (i, feature) in features.iter().enumerate() {
        match read_feature(i, feature, system) {
            Err(fault) => read.faults.push(fault),
            Ok(drawn) => match seen.insert(drawn.code.clone(), i) {
                Some(first) => read.faults.push(twice(i, first, &drawn.code)),
                None => read.drawn.push(drawn),
            },
        }
    }
    Ok(read)
}

/// Reads one geometry as the boundary of a grid; the pointers of its faults begin with `at`.
pub fn read_geometry(at: &str, geometry: &Value, system: CoordinateSystem) -> Result<Boundary, FieldFault> {
    let read = match system {
        CoordinateSystem::Wgs84 => Boundary::from_geojson(geometry),
        CoordinateSystem::Gcj02 => Boundary::from_geojson_in_gcj02(geometry),
    };
    let multi = geometry.get("type").and_then(Value::as_str) == Some("MultiPolygon");
    read.map_err(|fault| FieldFault::new(format!("{at}{}", fault.pointer(multi)), fault.what.code(), in_words(&fault)))
}

fn read_feature(i: usize, feature: &Value, system: CoordinateSystem) -> Result<Drawn, FieldFault> {
    let number = i + 1;
    let at = format!("/features/{i}");
    let code = find_code(feature.get("properties").and_then(Value::as_object)).map_err(|(member, code, words)| {
        let Words { zh, en } = words;
        FieldFault::new(format!("{at}/properties{member}"), code, say!("第 {number} 个图形：{zh}", "Feature {number}: {en}"))
    })?;
    let own = feature.get("crs").or_else(|| feature.get("properties").and_then(|p| p.get("crs")));
    let system = match named_system(own) {
        Ok(own) => own.unwrap_or(system),
        Err(Words { zh, en }) => {
            return Err(FieldFault::new(
                format!("{at}/properties/crs"),
                "unknown_coordinates",
                say!("第 {number} 个图形（{code}）：{zh}", "Feature {number} ({code}): {en}"),
            ));
        }
    };
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    let boundary = read_geometry(&format!("{at}/geometry"), geometry, system).map_err(|fault| {
        let Words { zh, en } = fault.words;
        FieldFault { words: say!("第 {number} 个图形（{code}），{zh}", "Feature {number} ({code}), {en}"), ..fault }
    })?;
    Ok(Drawn { feature: u32::try_from(number).unwrap_or(u32::MAX), code, boundary })
}

/// The member, the fault's code and the words when there is no fit code.
fn find_code(properties: Option<&Map<String, Value>>) -> Result<GridCode, (String, &'static str, Words)> {
    let found = CODE_NAMES.iter().find_map(|name| Some((*name, properties?.get(*name)?)));
    let Some((name, value)) = found else {
        return Err((String::new(), "required", say!("属性里缺少网格编码 code", "the property code (the grid's code) is missing")));
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        (format!("/{name}"), "grid_code", say!("“{shown}”不是 15 位网格编码", "\"{shown}\" is not a grid code of 15 digits"))
    })
}

/// The coordinate system that a `crs` member names: plainly, or the old GeoJSON way with `properties.name`.
fn named_system(crs: Option<&Value>) -> Result<Option<CoordinateSystem>, Words> {
    let name = match crs {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(name)) => Some(name.as_str()),
        Some(other) => other.get("properties").and_then(|p| p.get("name")).and_then(Value::as_str),
    };
    let plain: String = name.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if plain.ends_with("GCJ02") {
        Ok(Some(CoordinateSystem::Gcj02))
    } else if ["WGS84", "CRS84", "CGCS2000", "EPSG4326", "EPSG4490"].iter().any(|known| plain.ends_with(known))
        || plain.ends_with("EPSG64326")
    {
        Ok(Some(CoordinateSystem::Wgs84))
    } else {
        let shown: String = name.unwrap_or("?").chars().take(60).collect();
        Err(say!(
            "不认识坐标系“{shown}”，可用 WGS-84、CGCS2000 或 GCJ-02",
            "the coordinate system \"{shown}\" is not known; use WGS-84, CGCS2000 or GCJ-02"
        ))
    }
}

fn twice(i: usize, first: usize, code: &GridCode) -> FieldFault {
    let (number, first) = (i + 1, first + 1);
    let words = say!(
        "第 {number} 个图形：网格 {code} 在第 {first} 个图形已出现",
        "Feature {number}: grid {code} was already drawn by feature {first}"
    );
    FieldFault::new(format!("/features/{i}/properties"), "duplicate", words)
}

fn in_words(fault: &BoundaryFault) -> Words {
    Words { zh: fault.in_words(Lang::Zh), en: fault.in_words(Lang::En) }
}

fn unreadable(words: Words) -> Error {
    Error::new(Code::FileUnreadable).saying(words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(features: &Value) -> Vec<u8> {
        json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
    }

    fn feature(code: Value, ring: Value) -> Value {
        json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } })
    }

    fn triangle() -> Value {
        json!([[118.6, 28.66], [118.61, 28.66], [118.61, 28.67], [118.6, 28.66]])
    }

    #[test]
    fn grids_are_read_by_their_codes() -> Result<(), Error> {
        let drawn = read(
            &file(&json!([feature(json!("330881003207001"), triangle()), feature(json!(330_881_003_207_002_u64), triangle())])),
            CoordinateSystem::Wgs84,
        )?;
        assert_eq!(drawn.faults, []);
        assert_eq!(drawn.drawn.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["330881003207001", "330881003207002"]);
        Ok(())
    }

    #[test]
    fn shifted_coordinates_are_moved_back() -> Result<(), Error> {
        let mut marked =
            json!({ "type": "FeatureCollection", "crs": "GCJ-02", "features": [feature(json!("330881003207001"), triangle())] });
        let west = |bytes: &[u8], system| read(bytes, system).map(|file| file.drawn.first().map_or(0.0, |d| d.boundary.bounds().west));
        let by_mark = west(marked.to_string().as_bytes(), CoordinateSystem::Wgs84)?;
        assert!((118.59..118.597).contains(&by_mark), "{by_mark}");
        assert_eq!(
            by_mark.to_bits(),
            west(&file(&json!([feature(json!("330881003207001"), triangle())])), CoordinateSystem::Gcj02)?.to_bits()
        );
        marked["crs"] = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } });
        assert_eq!(west(marked.to_string().as_bytes(), CoordinateSystem::Gcj02)?.to_bits(), 118.6_f64.to_bits());
        Ok(())
    }

    #[test]
    fn each_fault_has_its_place() -> Result<(), Error> {
        let swapped = json!([[28.66, 118.6], [28.66, 118.61], [28.67, 118.61], [28.66, 118.6]]);
        let crossed = json!([[118.6, 28.66], [118.61, 28.67], [118.61, 28.66], [118.6, 28.67], [118.6, 28.66]]);
        let features = json!([
            feature(json!("330881003207001"), triangle()),
            feature(json!("330881003207001"), triangle()),
            feature(json!("12"), triangle()),
            { "type": "Feature", "properties": null, "geometry": null },
            feature(json!("330881003207005"), swapped),
            feature(json!("330881003207006"), crossed),
            { "type": "Feature", "properties": { "网格编码": "330881003207007" }, "geometry": { "type": "LineString", "coordinates": [] } },
        ]);
        let read = read(&file(&features), CoordinateSystem::Wgs84)?;
        let places: Vec<_> = read.faults.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
        assert_eq!(
            places,
            [
                ("/features/1/properties", "duplicate"),
                ("/features/2/properties/code", "grid_code"),
                ("/features/3/properties", "required"),
                ("/features/4/geometry/coordinates/0/0", "lon_lat_swapped"),
                ("/features/5/geometry/coordinates/0/0", "ring_crosses_itself"),
                ("/features/6/geometry", "not_polygon"),
            ]
        );
        assert!(
            read.faults.iter().any(|f| f.words.zh
                == "第 5 个图形（330881003207005），第 1 块外圈第 1 点：[28.66, 118.6] 的经度和纬度看起来写反了，应先经度后纬度")
        );
        Ok(())
    }

    #[test]
    fn files_of_another_kind_are_refused() {
        for bytes in
            [&b"{"[..], b"[]", b"{\"type\":\"FeatureCollection\"}", b"{\"type\":\"FeatureCollection\",\"features\":[]}", b"PK\x03\x04"]
        {
            assert_eq!(read(bytes, CoordinateSystem::Wgs84).err().map(|e| e.code), Some(Code::FileUnreadable));
        }
    }
}
