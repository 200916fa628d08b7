//! Contact cards: vCard 3.0 (RFC 2426), because the address books of many phones here do not read 4.0.

use shared::value::Phone;

/// What stands on the card of one person of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<'a> {
    pub name: &'a str,
    /// `十村第一网格 网格长`.
    pub duty: &'a str,
    /// `清湖街道`.
    pub organisation: &'a str,
    /// Only with consent; otherwise the number that answers instead.
    pub phone: Option<&'a Phone>,
    /// Where the board is.
    pub url: &'a str,
    pub note: &'a str,
}

/// The longest line in bytes, not counting the line break (RFC 2426, 2.6).
const LINE: usize = 75;

impl Card<'_> {
    /// The card as a `.vcf` file in UTF-8.
    pub fn to_vcf(&self) -> String {
        let mut out = String::new();
        line(&mut out, "BEGIN:VCARD");
        line(&mut out, "VERSION:3.0");
        // A Chinese name is shown as it stands in FN; N needs the whole of it in one part, or phones turn it round.
        line(&mut out, &format!("N:{};;;;", escaped(self.name)));
        line(&mut out, &format!("FN:{}", escaped(self.name)));
        line(&mut out, &format!("ORG:{}", escaped(self.organisation)));
        line(&mut out, &format!("TITLE:{}", escaped(self.duty)));
        if let Some(phone) = self.phone {
            let kind = if phone.is_mobile() { "CELL" } else { "WORK,VOICE" };
            line(&mut out, &format!("TEL;TYPE={kind}:{phone}"));
        }
        line(&mut out, &format!("URL:{}", self.url));
        line(&mut out, &format!("NOTE:{}", escaped(self.note)));
        line(&mut out, "END:VCARD");
        out
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Ends the line, folding a long one between characters, never inside one.
fn line(out: &mut String, text: &str) {
    let mut room = LINE;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_what_a_phone_reads() -> Result<(), shared::value::Fault> {
        let phone = "13805701234".parse()?;
        let card = Card {
            name: "周,小明",
            duty: "十村第一网格; 网格长",
            organisation: "清湖街道",
            phone: Some(&phone),
            url: "https://grid.example/g/207001",
            note: "一行\n两行\\",
        };
        assert_eq!(
            card.to_vcf(),
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:周\\,小明;;;;\r\nFN:周\\,小明\r\nORG:清湖街道\r\nTITLE:十村第一网格\\; 网格长\r\nTEL;TYPE=CELL:13805701234\r\n\
             URL:https://grid.example/g/207001\r\nNOTE:一行\\n两行\\\\\r\nEND:VCARD\r\n"
        );
        Ok(())
    }

    #[test]
    fn long_lines_fold_between_characters() {
        let note = "网".repeat(60);
        let vcf = Card { name: "甲", duty: "乙", organisation: "丙", phone: None, url: "https://grid.example/", note: &note }.to_vcf();
        assert!(vcf.split("\r\n").all(|l| l.len() <= LINE), "{vcf}");
        assert!(vcf.replace("\r\n ", "").contains(&note));
        assert!(!vcf.contains("TEL"));
    }
}
