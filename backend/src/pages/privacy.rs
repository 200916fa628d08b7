//! What is kept about people, what for, and how long (Personal Information Protection Law, Articles 17 and 19).

use actix_web::get;
use actix_web::web::Data;
use maud::{Markup, html};
use shared::lang::Lang;

use super::answers::Shown;
use super::{House, Reader, Width, page, spaced};
use crate::answer::Answer;
use crate::db::Db;
use crate::error::Words;
use crate::{say, settings};

/// One kind of personal data.
struct Kept {
    what: Words,
    why: Words,
    how_long: Words,
}

/// Every field about a person that the tables hold, in the order a resident meets them.
fn register() -> [Kept; 8] {
    [
        Kept {
            what: say!("反映的事情、照片和位置", "What you report, its photos and place"),
            why: say!("找到并处理问题；位置由您决定给不给", "To find the problem and solve it; giving the place is your choice"),
            how_long: say!(
                "与案件档案一同保存，由街道按档案管理规定清理",
                "As long as the case file; the office clears it by the rules for archives"
            ),
        },
        Kept {
            what: say!("照片里的拍摄时间和地点（EXIF）", "Time and place noted inside a photo (EXIF)"),
            why: say!(
                "您同意时，用来确认现场；照片本身存入前一律去除",
                "With your consent, to confirm the scene; removed from the photo itself before it is kept"
            ),
            how_long: say!("与案件一起", "As long as the case"),
        },
        Kept {
            what: say!("反映人的姓名和电话（可以不填）", "Your name and phone (you may leave them out)"),
            why: say!(
                "有不清楚的地方时联系您；只有办理人员看得到",
                "To ask you when something is unclear; only those who handle the case see them"
            ),
            how_long: say!("与案件一起", "As long as the case"),
        },
        Kept {
            what: say!("回执码", "Receipt code"),
            why: say!(
                "让您不用登录就能查进度；知道回执码的人才能看",
                "To follow your report without an account; only who knows the code can"
            ),
            how_long: say!("与案件一起", "As long as the case"),
        },
        Kept {
            what: say!("网格人员的姓名、职务和任期", "Names, duties and terms of grid staff"),
            why: say!("按规定公示谁负责、从哪天到哪天", "The public must know who is responsible, from which day to which"),
            how_long: say!("长期，作为责任记录", "Permanently, as the record of responsibility"),
        },
        Kept {
            what: say!("网格人员的工作电话和照片", "Duty phones and photos of grid staff"),
            why: say!(
                "本人同意后才在公示牌上公开；不同意的公布代为接听的电话",
                "On boards only with the person's consent; otherwise another number is shown"
            ),
            how_long: say!("任职期间；撤回同意立即不再公开", "During the appointment; no longer shown as soon as consent is withdrawn"),
        },
        Kept {
            what: say!("工作人员的登录记录", "Sign-ins of staff"),
            why: say!("账号安全，按网络安全法第二十一条留存", "Security of accounts, as Article 21 of the Cybersecurity Law requires"),
            how_long: say!("6 个月", "6 months"),
        },
        Kept {
            what: say!("语言和字号的选择（Cookie）", "Your choice of language and type size (cookies)"),
            why: say!(
                "下次打开还是您习惯的样子；不含任何身份信息",
                "So that the pages look the way you like next time; they hold nothing about who you are"
            ),
            how_long: say!("1 年，只存在您的手机里", "1 year, on your own phone only"),
        },
    ]
}

shared::messages! {
    /// The words around the register.
    pub trait Frame;
    title => "个人信息保护", "Privacy";
    lead => "我们只收办事必需的信息。看公示牌、打电话都不用登录，也不记录您是谁、在哪里。", "We keep only what the work needs. Reading a board or calling somebody needs no account and leaves no trace of who or where you are.";
    table_title => "收什么、为什么、存多久", "What is kept, what for, how long";
    what => "信息", "Data";
    why => "用途", "Purpose";
    how_long => "保存多久", "Kept for";
    never_title => "我们不做的", "What we never do";
    never_1 => "不建人口登记库，不记录宗教、政治面貌。", "No population register, no religion, no politics.";
    never_2 => "不用人脸识别，不跟踪居民或网格员的行踪。", "No face recognition, no tracking of residents or of grid members.";
    never_3 => "不公开、不出售任何人的信息；矛盾纠纷、关爱对象等事项只有经办人员能看。", "Nobody's data is published or sold; disputes and care visits are seen only by those who handle them.";
    rights_title => "您的权利", "Your rights";
    rights(who: &str) => "您可以要求查看、复制、更正或删除自己的信息，撤回同意，或者问清楚我们为什么要收。请联系{who}的网格工作人员，或拨打监督电话。", "You may ask to see, copy, correct or delete what is kept about you, withdraw consent, or ask why it is kept. Contact the grid staff of {who}, or call the supervision phone.";
    here => "本街道", "this sub-district";
    supervision => "监督电话", "Supervision phone";
}

#[get("/privacy")]
pub async fn privacy(db: Data<Db>, reader: Reader) -> Answer<Shown> {
    let house = db.read(|conn| Ok(House::from(&settings::find(conn)?))).await?;
    Ok(Shown::public(privacy_page(&reader, &house)))
}

fn privacy_page(reader: &Reader, house: &House) -> Markup {
    let lang = reader.lang;
    let who = house.sub_district.clone().unwrap_or_else(|| lang.here());
    let main = html! {
        div.lead { h1 { (lang.title()) } p { (lang.lead()) } }
        section.card {
            h2 { (lang.table_title()) }
            (table(lang))
        }
        section.card.prose { h2 { (lang.never_title()) } ul { li { (lang.never_1()) } li { (lang.never_2()) } li { (lang.never_3()) } } }
        section.card.prose {
            h2 { (lang.rights_title()) }
            p { (lang.rights(&who)) }
            @if let Some(phone) = &house.supervision_phone { p { (lang.supervision()) " " a.tall href={ "tel:" (phone) } { (spaced(phone)) } } }
        }
    };
    page(reader, house, Width::Column, &lang.title(), &main)
}

fn table(lang: Lang) -> Markup {
    html! {
        table.table.stacked {
            thead { tr { th scope="col" { (lang.what()) } th scope="col" { (lang.why()) } th scope="col" { (lang.how_long()) } } }
            tbody {
                @for kept in &register() {
                    tr { th scope="row" { (kept.what.of(lang)) } td { (kept.why.of(lang)) } td { (kept.how_long.of(lang)) } }
                }
            }
        }
    }
}
