//! Reads and writes the few TIFF fields a photo's EXIF needs.

/// A TIFF structure, with its byte order known.
pub struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

/// One field of a directory.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    tag: u16,
    /// 3 for 16 bits, 4 for 32; the others are asked for by what they must be.
    kind: u16,
    count: u32,
    /// Four bytes: the value itself where it fits, else where it is.
    value: &'a [u8],
}

impl<'a> Tiff<'a> {
    /// Reads the header.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        Some(Self { bytes, little })
    }

    /// The fields of the first directory.
    pub fn first(&self) -> Vec<Entry<'a>> {
        self.u32_at(4).map(|at| self.directory(at)).unwrap_or_default()
    }

    /// The fields of the directory that a field points at.
    pub fn below(&self, entry: Entry<'a>) -> Vec<Entry<'a>> {
        self.number(entry).map(|at| self.directory(at)).unwrap_or_default()
    }

    fn directory(&self, at: u32) -> Vec<Entry<'a>> {
        let Some(start) = usize::try_from(at).ok() else { return Vec::new() };
        let count = self.u16_at(start).unwrap_or(0);
        (0..usize::from(count)).map_while(|i| self.entry(start + 2 + i * 12)).collect()
    }

    fn entry(&self, at: usize) -> Option<Entry<'a>> {
        Some(Entry {
            tag: self.u16_at(at)?,
            kind: self.u16_at(at + 2)?,
            count: self.u32_at(at + 4)?,
            value: self.bytes.get(at + 8..at + 12)?,
        })
    }

    /// A whole number of 16 or 32 bits.
    pub fn number(&self, entry: Entry<'a>) -> Option<u32> {
        match entry.kind {
            3 => self.u16_in(entry.value).map(u32::from),
            4 => self.u32_in(entry.value),
            _ => None,
        }
    }

    /// ASCII text without its closing zero.
    pub fn text(&self, entry: Entry<'a>) -> Option<String> {
        let bytes = self.data(entry, 1)?;
        let text: String = bytes.iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect();
        (text.is_ascii() && !text.trim().is_empty()).then(|| text.trim().to_owned())
    }

    /// Fractions, as decimal numbers.
    pub fn fractions(&self, entry: Entry<'a>) -> Option<Vec<f64>> {
        let bytes = self.data(entry, 8)?;
        let fraction = |pair: &[u8]| {
            let (above, below) = (self.u32_in(pair.get(..4)?)?, self.u32_in(pair.get(4..)?)?);
            (below != 0).then(|| f64::from(above) / f64::from(below))
        };
        bytes.chunks_exact(8).map(fraction).collect()
    }

    fn data(&self, entry: Entry<'a>, size: usize) -> Option<&'a [u8]> {
        let length = usize::try_from(entry.count).ok()?.checked_mul(size).filter(|l| *l <= 1024)?;
        if length <= 4 {
            return entry.value.get(..length);
        }
        let start = usize::try_from(self.u32_in(entry.value)?).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    fn u16_at(&self, at: usize) -> Option<u16> {
        self.u16_in(self.bytes.get(at..)?)
    }

    fn u16_in(&self, bytes: &[u8]) -> Option<u16> {
        let two = *bytes.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn u32_at(&self, at: usize) -> Option<u32> {
        self.u32_in(self.bytes.get(at..)?)
    }

    fn u32_in(&self, bytes: &[u8]) -> Option<u32> {
        let four = *bytes.first_chunk()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }
}

/// The field with this tag.
pub fn find<'a>(entries: &[Entry<'a>], tag: u16) -> Option<Entry<'a>> {
    entries.iter().find(|e| e.tag == tag).copied()
}

/// A field to write.
pub enum Field {
    Text(u16, String),
    Fractions(u16, Vec<(u32, u32)>),
    /// A directory below, with its fields.
    Below(u16, Vec<Field>),
}

/// Writes a little-endian TIFF of one directory and those below it.
pub fn write(fields: &[Field]) -> Vec<u8> {
    let mut out = b"II\x2a\0\x08\0\0\0".to_vec();
    directory(&mut out, fields);
    out
}

/// Appends a directory, then what did not fit into its fields.
fn directory(out: &mut Vec<u8>, fields: &[Field]) {
    out.extend(short(fields.len()));
    let table = out.len();
    out.resize(table + fields.len() * 12 + 4, 0);
    for (i, field) in fields.iter().enumerate() {
        let (tag, kind, count, data) = match field {
            Field::Text(tag, text) => {
                let data: Vec<u8> = text.bytes().chain([0]).collect();
                (*tag, 2_u16, data.len(), Some(data))
            }
            Field::Fractions(tag, pairs) => {
                (*tag, 5, pairs.len(), Some(pairs.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()].concat()).collect()))
            }
            Field::Below(tag, _) => (*tag, 4, 1, None),
        };
        let value = match (data, field) {
            (Some(mut data), _) if data.len() <= 4 => {
                data.resize(4, 0);
                data
            }
            (Some(data), _) => {
                let at = long(out.len());
                out.extend(data);
                at
            }
            (None, Field::Below(_, below)) => {
                let at = long(out.len());
                directory(out, below);
                at
            }
            (None, _) => long(0),
        };
        let entry = [tag.to_le_bytes().to_vec(), kind.to_le_bytes().to_vec(), long(count), value].concat();
        out.splice(table + i * 12..table + (i + 1) * 12, entry);
    }
}

fn short(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes()
}

fn long(n: usize) -> Vec<u8> {
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes().to_vec()
}
