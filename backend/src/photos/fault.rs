//! Why a file is not taken as a photo, and what the person can do about it.

use std::fmt;

use shared::lang::Lang;
use shared::photos::MAX_PHOTO_BYTES;

/// Why a file is not taken as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFault {
    /// Not a byte in it: the upload broke off, or the phone could not read its own file.
    Empty,
    /// More than this many bytes.
    TooLarge(usize),
    /// More pixels than are developed.
    TooManyPixels,
    /// HEIC or HEIF, which iPhones and some Androids keep for themselves.
    Heic,
    Avif,
    Gif,
    Svg,
    Pdf,
    Video,
    /// Machine code or a script, whatever it is called.
    Program,
    /// A moving PNG or WebP.
    Animated,
    /// Nothing known.
    NotAPhoto,
    /// The end is missing.
    Truncated,
    /// It begins like a picture and cannot be read as one.
    Broken,
}

impl PhotoFault {
    const ALL: [Self; 14] = [
        Self::Empty,
        Self::TooLarge(MAX_PHOTO_BYTES),
        Self::TooManyPixels,
        Self::Heic,
        Self::Avif,
        Self::Gif,
        Self::Svg,
        Self::Pdf,
        Self::Video,
        Self::Program,
        Self::Animated,
        Self::NotAPhoto,
        Self::Truncated,
        Self::Broken,
    ];

    /// The fault of a [`code`](Self::code).
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }

    /// The stable name a program may branch on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "photo_empty",
            Self::TooLarge(_) => "photo_too_large",
            Self::TooManyPixels => "photo_too_many_pixels",
            Self::Heic => "photo_heic",
            Self::Avif => "photo_avif",
            Self::Gif => "photo_gif",
            Self::Svg => "photo_svg",
            Self::Pdf => "photo_pdf",
            Self::Video => "photo_video",
            Self::Program => "photo_program",
            Self::Animated => "photo_animated",
            Self::NotAPhoto => "photo_unknown",
            Self::Truncated => "photo_truncated",
            Self::Broken => "photo_broken",
        }
    }

    /// Whether the file is of a kind that is never taken, rather than a bad one of a kind that is.
    pub const fn is_wrong_kind(self) -> bool {
        matches!(
            self,
            Self::Heic | Self::Avif | Self::Gif | Self::Svg | Self::Pdf | Self::Video | Self::Program | Self::Animated | Self::NotAPhoto
        )
    }

    /// What to tell the person.
    pub fn in_words(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    fn in_chinese(self) -> String {
        match self {
            Self::Empty => "照片是空的，没有收到内容。请重新选择这张照片再传一次。".into(),
            Self::TooLarge(limit) => format!("照片太大，单张最多 {} MB。请在相册里选“压缩”或截小一些再传。", megabytes(limit)),
            Self::TooManyPixels => "照片的像素太多，最多 5000 万像素、每边 12000 像素。请缩小后再传，手机拍的照片一般都可以。".into(),
            Self::Heic => {
                "这是 HEIC 格式，暂时打不开。请在手机“设置-相机-格式”里选“兼容性最佳”后重拍，或从相册选择照片，让手机自动转成 JPEG。".into()
            }
            Self::Avif => "这是 AVIF 格式，暂时打不开。请存成 JPEG 后再传，或对着屏幕截一张图。".into(),
            Self::Gif => "不接受 GIF 动图。请传一张普通照片（JPEG、PNG 或 WebP）。".into(),
            Self::Svg => "这是 SVG 图形文件，不是照片。请传一张普通照片（JPEG、PNG 或 WebP）。".into(),
            Self::Pdf => "这是 PDF 文件，不是照片。请对着文件拍一张照片再传。".into(),
            Self::Video => "这是视频，不是照片。请从视频里截一张图再传。".into(),
            Self::Program => "这个文件是程序，不是照片，已拒收。请从相册里选择照片。".into(),
            Self::Animated => "这是动图，只能接受静止的照片。请截一张图再传。".into(),
            Self::NotAPhoto => "认不出这个文件是照片。请传 JPEG、PNG 或 WebP 格式的照片。".into(),
            Self::Truncated => "照片不完整，后半部分没有传到。请在信号好的地方重新选择这张照片再传一次。".into(),
            Self::Broken => "照片已损坏，打不开。请先在手机上确认能看到这张照片，或重拍一张。".into(),
        }
    }

    fn in_english(self) -> String {
        match self {
            Self::Empty => "The photo is empty: nothing arrived. Choose it again and send it once more.".into(),
            Self::TooLarge(limit) => format!("The photo is too large; one photo may have {} MB. Send a smaller size of it.", megabytes(limit)),
            Self::TooManyPixels => "The photo has too many pixels; it may have 50 million, and 12,000 along a side. Make it smaller first; photos as phones take them are fine.".into(),
            Self::Heic => "This is HEIC, which cannot be opened here. Set the camera's format to “Most Compatible” and take it again, or choose it from the photo album so that the phone converts it to JPEG.".into(),
            Self::Avif => "This is AVIF, which cannot be opened here. Save it as JPEG first, or send a screenshot of it.".into(),
            Self::Gif => "GIF is not taken. Send an ordinary photo (JPEG, PNG or WebP).".into(),
            Self::Svg => "This is an SVG drawing, not a photo. Send an ordinary photo (JPEG, PNG or WebP).".into(),
            Self::Pdf => "This is a PDF, not a photo. Take a photo of the paper and send that.".into(),
            Self::Video => "This is a video, not a photo. Send a screenshot from it.".into(),
            Self::Program => "This file is a program, not a photo, and was refused. Choose a photo from the album.".into(),
            Self::Animated => "This picture moves; only still photos are taken. Send a screenshot of it.".into(),
            Self::NotAPhoto => "This file is not a photo we know. Send a JPEG, PNG or WebP.".into(),
            Self::Truncated => "The photo is incomplete: its end did not arrive. Choose it again where the signal is better.".into(),
            Self::Broken => "The photo is damaged and cannot be opened. Check that the phone itself can show it, or take it again.".into(),
        }
    }
}

/// Whole megabytes, as limits are set.
const fn megabytes(bytes: usize) -> usize {
    bytes / (1024 * 1024)
}

impl fmt::Display for PhotoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_english())
    }
}

impl std::error::Error for PhotoFault {}
