//! Names of people. A name is no number: it is told by its surname and by the words around it.

use super::{Letter, Personal, PersonalKind, span};

/// The surnames of nine people in ten.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔汤祝柴洪胥俞季倪应翁詹占虞裘缪葛施骆傅卞阮";
const LONG_SURNAMES: [&str; 10] = ["欧阳", "上官", "诸葛", "司徒", "司马", "皇甫", "令狐", "夏侯", "慕容", "尉迟"];

/// After these words a name follows.
const BEFORE: [&str; 25] = [
    "姓名",
    "名字",
    "名叫",
    "叫做",
    "叫",
    "我是",
    "本人",
    "联系人",
    "当事人",
    "户主",
    "村民",
    "居民",
    "房东",
    "租客",
    "租户",
    "住户",
    "业主",
    "邻居",
    "老人",
    "残疾人",
    "车主",
    "店主",
    "死者",
    "伤者",
    "群众",
];
/// After a surname these words make it a person.
const AFTER: [&str; 15] =
    ["先生", "女士", "小姐", "阿姨", "大爷", "大妈", "大叔", "大婶", "阿婆", "奶奶", "爷爷", "大伯", "伯伯", "师傅", "嫂子"];
/// What may stand behind somebody's home: 家门口, 家屋后.
const HOME: &str = "门屋房院旁边后前隔附东南西北对的楼里围墙田路店厂";
/// With one of these before it, 家 is no home of somebody: 大家, 人家, 国家.
const NO_HOME: &str = "大人国专自全回老公农厂商独作搬管住百各";
/// No given name holds these.
const NOT_GIVEN: &str = "的在家把与说等是也将被不没门房屋院已有去来向对因从到住处称先女反给这那就都很又还要会能可让请帮报某及或每个们";
/// Common words that begin like a surname.
const WORDS: [&str; 54] = [
    "方便", "方面", "方向", "高度", "高处", "高空", "高压", "高速", "石头", "石板", "石桥", "石块", "白天", "白色", "金属", "江边", "江水",
    "马路", "马上", "马桶", "田里", "田地", "田边", "田间", "叶子", "万一", "许多", "任何", "于是", "何时", "何处", "余下", "程度", "严重",
    "严格", "黄色", "黄泥", "应该", "应急", "龙头", "钟头", "雷雨", "史上", "段路", "孔洞", "洪水", "季节", "毛病", "毛竹", "周边", "周围",
    "周末", "林地", "施工",
];

pub fn find(letters: &[Letter]) -> Vec<Personal> {
    let mut found = Vec::new();
    for i in 0..letters.len() {
        found.extend(introduced(letters, i));
        found.extend(at_home(letters, i));
        found.extend(addressed(letters, i));
        found.extend(english(letters, i));
    }
    found
}

fn at(letters: &[Letter], i: usize) -> Option<char> {
    letters.get(i).map(|l| l.plain)
}

/// How many letters of `word` stand at `i`: all, or none.
fn word_at(letters: &[Letter], i: usize, word: &str) -> Option<usize> {
    let long = word.chars().count();
    let same = |(k, c): (usize, char)| at(letters, i + k).is_some_and(|l| l.eq_ignore_ascii_case(&c));
    word.chars().enumerate().all(same).then_some(long)
}

/// How many letters the surname at `i` has.
fn surname(letters: &[Letter], i: usize) -> Option<usize> {
    if WORDS.iter().any(|word| word_at(letters, i, word).is_some()) {
        return None;
    }
    let long = LONG_SURNAMES.iter().find_map(|name| word_at(letters, i, name));
    long.or_else(|| at(letters, i).filter(|c| SURNAMES.contains(*c)).map(|_| 1))
}

fn is_given(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) && !NOT_GIVEN.contains(c)
}

/// 姓名：王建国, 村民王建国, 叫王建国.
fn introduced(letters: &[Letter], i: usize) -> Option<Personal> {
    let word = BEFORE.iter().filter_map(|word| word_at(letters, i, word)).max()?;
    let sign = |k: &usize| at(letters, *k).is_some_and(|c| matches!(c, ':' | ' ' | '是' | '为' | '叫' | '“' | '"' | '(' | '「'));
    let begin = i + word;
    let begin = begin + (begin..begin + 3).take_while(sign).count();
    let surname = surname(letters, begin)?;
    let given = (begin + surname..begin + surname + 2).take_while(|k| at(letters, *k).is_some_and(is_given)).count();
    (given > 0).then(|| span(PersonalKind::Name, letters, begin, begin + surname + given)).flatten()
}

/// 王建国家门口.
fn at_home(letters: &[Letter], i: usize) -> Option<Personal> {
    let begin = i + surname(letters, i)?;
    let given = (1..=2).find(|given| at(letters, begin + given) == Some('家'))?;
    let home = begin + given;
    let others = if given == 1 { NO_HOME } else { "大人" };
    let named = (begin..home).all(|k| at(letters, k).is_some_and(is_given)) && at(letters, home - 1).is_some_and(|c| !others.contains(c));
    let of_somebody = at(letters, home + 1).is_none_or(|c| HOME.contains(c) || !('\u{4e00}'..='\u{9fff}').contains(&c));
    (named && of_somebody).then(|| span(PersonalKind::Name, letters, i, home)).flatten()
}

/// 王阿姨.
fn addressed(letters: &[Letter], i: usize) -> Option<Personal> {
    let begin = i + surname(letters, i)?;
    let title = AFTER.iter().find_map(|title| word_at(letters, begin, title))?;
    span(PersonalKind::Name, letters, i, begin + title)
}

/// `Mr Smith`, `named John`.
fn english(letters: &[Letter], i: usize) -> Option<Personal> {
    if i.checked_sub(1).and_then(|before| at(letters, before)).is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let words = ["mr. ", "mr ", "mrs. ", "mrs ", "ms. ", "ms ", "miss ", "named ", "name is ", "name: "];
    let begin = i + words.iter().find_map(|word| word_at(letters, i, word))?;
    at(letters, begin).filter(char::is_ascii_uppercase)?;
    let long = letters.get(begin..)?.iter().take_while(|l| l.plain.is_ascii_alphabetic()).count();
    (long > 1).then(|| span(PersonalKind::Name, letters, begin, begin + long)).flatten()
}
