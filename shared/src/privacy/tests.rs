use proptest::prelude::*;

use super::*;

fn told(text: &str) -> Vec<(PersonalKind, &str)> {
    find(text, &["林小梅"]).into_iter().map(|one| (one.kind, &text[one.start..one.end])).collect()
}

#[test]
fn personal_data_is_found_where_it_stands() {
    use PersonalKind::{BankCard, IdNumber, Name, Phone, Plate};
    let table: &[(&str, &[(PersonalKind, &str)])] = &[
        ("打我手机13805701234，谢谢", &[(Phone, "13805701234")]),
        ("３号楼 138 0570 1234", &[(Phone, "138 0570 1234")]),
        ("１３８０５７０１２３４", &[(Phone, "１３８０５７０１２３４")]),
        ("+86-138-0570-1234", &[(Phone, "86-138-0570-1234")]),
        ("0570-4012345转2", &[(Phone, "0570-4012345")]),
        ("(0570)4012345", &[(Phone, "0570)4012345")]),
        ("电话：4012345", &[(Phone, "4012345")]),
        ("身份证11010519491231002X的人", &[(IdNumber, "11010519491231002X")]),
        ("11010519491231002x", &[(IdNumber, "11010519491231002x")]),
        ("卡号6222 0212 3456 7890 128", &[(BankCard, "6222 0212 3456 7890 128")]),
        ("卡号6222 0212 3456 7890 129", &[]),
        ("卡号4111 1111 1111 1111", &[(BankCard, "4111 1111 1111 1111")]),
        ("浙H·12345挡路", &[(Plate, "浙H·12345")]),
        ("浙hd12345停在桥头", &[(Plate, "浙hd12345")]),
        ("浙H1234学", &[(Plate, "浙H1234学")]),
        ("姓名：王建国，住村口", &[(Name, "王建国")]),
        ("村民毛水根家的墙", &[(Name, "毛水根")]),
        ("户主 欧阳建国", &[(Name, "欧阳建国")]),
        ("他叫李四", &[(Name, "李四")]),
        ("王建国家门口", &[(Name, "王建国")]),
        ("徐根土家后", &[(Name, "徐根土")]),
        ("毛阿婆早餐店", &[(Name, "毛阿婆")]),
        ("找林小梅", &[(Name, "林小梅")]),
        ("Mr. Smith's garden", &[(Name, "Smith")]),
        ("村民王建国 13805701234", &[(Name, "王建国"), (Phone, "13805701234")]),
    ];
    for (text, found) in table {
        assert_eq!(told(text), *found, "{text}");
    }
}

#[test]
fn what_only_looks_personal_is_left_alone() {
    for text in [
        "村口桥头东侧第三盏路灯",
        "灯杆编号 20231234",
        "案件20261123-0007，2026-03-01 18:05",
        "网格330881003207001，口令码207 001",
        "拨打12345或110、95598",
        "11010519491231002X0",
        "110105194912310021",
        "1380570123",
        "叫人来修，叫不开门",
        "居民方便出行，村民广场旁",
        "大家的田，国家的路，周边人家门口",
        "何家村口，王某反映，村民张某某",
        "云南A区，浙江H12",
        "陈家祠堂前，毛家仓水库边",
        "Mister Lamp, misnamed Road",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn a_warning_names_the_kinds_once() {
    assert_eq!(warning("桥头", &[], Lang::Zh), None);
    let text = "13805701234 或 13905701234，浙H12345";
    assert_eq!(warning(text, &[], Lang::Zh).as_deref(), Some("文字里好像有电话号码、车牌号"));
    assert_eq!(warning(text, &[], Lang::En).as_deref(), Some("The text seems to hold a phone number, a number plate"));
}

proptest! {
    #[test]
    fn whatever_is_written_spans_are_whole_letters_in_order(text in "[一-龥0-9０-９xX王毛家叫浙H姓名： ·.()-]{0,60}|\\PC{0,60}") {
        let mut end = 0;
        for one in find(&text, &["王毛"]) {
            prop_assert!(one.start >= end && one.start < one.end);
            prop_assert!(text.get(one.start..one.end).is_some());
            end = one.end;
        }
    }

    #[test]
    fn a_mobile_is_found_in_any_words(before in "[路灯桥头坏了，。]{0,20}", after in "[请快来修，。]{0,20}", rest in 0_u64..1_000_000_000) {
        let number = format!("13{rest:09}");
        let text = format!("{before}{number}{after}");
        let found = find(&text, &[]);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!((found[0].kind, &text[found[0].start..found[0].end]), (PersonalKind::Phone, number.as_str()));
    }
}
