//! The few line icons of the public pages, drawn in the colour of the text and hidden from screen readers: the words beside them say it.

use maud::PreEscaped;

/// An icon, ready for a template.
pub type Icon = PreEscaped<&'static str>;

macro_rules! icon {
    ($($(#[$meta:meta])* $name:ident = $body:literal;)+) => {
        $($(#[$meta])* pub const $name: Icon = PreEscaped(concat!(
            r#"<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">"#,
            $body, "</svg>"
        ));)+
    };
}

icon! {
    /// The mark of the house: a village cut into grids.
    GRID = r#"<path d="M3.5 6.5 9 4l6 2.5L20.5 4v13.5L15 20l-6-2.5L3.5 20zM9 4v13.5M15 6.5V20M3.5 13 9 10.8l6 2.4 5.5-2.4"/>"#;
    PHONE = r#"<path d="M6.6 3.5h2.7l1.6 4.2-2 1.6a12 12 0 0 0 5.8 5.8l1.6-2 4.2 1.6v2.7a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.6 5.7a2 2 0 0 1 2-2.2z"/>"#;
    CONTACT = r#"<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><circle cx="9.5" cy="10.5" r="2.2"/><path d="M6 16c.6-1.8 1.9-2.7 3.5-2.7s2.9.9 3.5 2.7M15.5 9.5h2.5M15.5 13h2.5"/>"#;
    REPORT = r#"<path d="M4 10v4l10 4.5V5.5zM14 9.5a2.6 2.6 0 0 1 0 5M6.5 15v3.5a1.5 1.5 0 0 0 3 0V16.3M18 7.5l1.8-1M18.5 12h2.2M18 16.5l1.8 1"/>"#;
    SEARCH = r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>"#;
    PIN = r#"<path d="M12 21c4.5-5 6.7-8.3 6.7-11.2A6.7 6.7 0 0 0 5.3 9.8C5.3 12.7 7.5 16 12 21z"/><circle cx="12" cy="9.8" r="2.4"/>"#;
    SHIELD = r#"<path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6z"/><path d="m8.8 11.8 2.3 2.3 4.1-4.3"/>"#;
    RECEIPT = r#"<path d="M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4z"/><path d="M9 8.5h6M9 12h6M9 15.5h3.5"/>"#;
    PEOPLE = r#"<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19c.5-3.5 2.6-5.3 5.5-5.3s5 1.8 5.5 5.3M15.5 5.7a3 3 0 0 1 0 5.8M17.5 14c1.7.8 2.7 2.5 3 5"/>"#;
    PRINT = r#"<path d="M7 9V3.5h10V9M7 17H4.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h15a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H17M7 14h10v6.5H7z"/>"#;
    LOCK = r#"<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>"#;
    INFO = r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>"#;
    WARNING = r#"<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1"/>"#;
    CHECK = r#"<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.7 2.7 5.3-5.6"/>"#;
    CROSS = r#"<circle cx="12" cy="12" r="8.5"/><path d="m9 9 6 6M15 9l-6 6"/>"#;
    CLOCK = r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>"#;
    CAMERA = r#"<path d="M8.5 6 10 4h4l1.5 2h3.5a1.5 1.5 0 0 1 1.5 1.5v10.5A1.5 1.5 0 0 1 19 19.5H5A1.5 1.5 0 0 1 3.5 18V7.5A1.5 1.5 0 0 1 5 6z"/><circle cx="12" cy="12.5" r="3.6"/>"#;
}
