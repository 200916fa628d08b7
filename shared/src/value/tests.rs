//! What fits and what does not.

use super::*;

#[test]
fn a_fault_survives_a_parsers_wording() {
    for fault in [Fault::TooLong(120), Fault::Empty, Fault::Digits(15), Fault::Phone, Fault::AreaCode, Fault::GridNumber] {
        assert_eq!(Fault::find(&format!("invalid value: {fault} at line 1 column 9")), Some(fault));
    }
    assert_eq!(Fault::find("expected value at line 1 column 1"), None);
}

#[test]
fn phones_are_read_as_people_write_them() {
    for (written, kept) in
        [("138 0570 1234", "13805701234"), ("05704012345", "0570-4012345"), ("010-12345678", "010-12345678"), ("12345", "12345")]
    {
        assert_eq!(written.parse::<Phone>().map(String::from), Ok(kept.to_owned()), "{written}");
    }
    for wrong in ["12345678901", "1380570123", "abc", "+8613805701234", "0570123", "138"] {
        assert_eq!(wrong.parse::<Phone>(), Err(Fault::Phone), "{wrong}");
    }
    assert_eq!("13805701234".parse::<Phone>().map(|p| p.masked()), Ok("138****1234".into()));
}

#[test]
fn text_is_trimmed_and_bounded() {
    assert_eq!(fit("  路灯不亮 ", 4, false), Ok("路灯不亮".into()));
    assert_eq!(fit("路灯不亮了", 4, false), Err(Fault::TooLong(4)));
    assert_eq!(fit(" \t ", 4, false), Err(Fault::Empty));
    assert_eq!(fit("a\u{0}b", 4, true), Err(Fault::ControlCharacter));
    assert_eq!(fit("a\nb", 4, false), Err(Fault::ControlCharacter));
    assert_eq!(fit("a\r\nb", 4, true), Ok("a\nb".into()));
}
