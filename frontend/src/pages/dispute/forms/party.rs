//! A party: what an agreement has to say of it, and nothing else.

use shared::disputes::PartyId;
use shared::disputes::standing::Standpoint;
use shared::disputes::steps::{Party, Sex, Step};
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, choices, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::{Field, Takes};
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::parts::pick::Segments;
use crate::words::DisputeWords;

const KIND: &str = "kind";
const NAME: &str = "/step/party/name";
const REPRESENTATIVE: &str = "/step/party/representative";
const SEX: &str = "/step/party/sex";
const ETHNIC_GROUP: &str = "/step/party/ethnic_group";
const AGE: &str = "/step/party/age";
const OCCUPATION: &str = "/step/party/occupation";
const PHONE: &str = "/step/party/phone";
const ADDRESS: &str = "/step/party/address";
const ID_NUMBER: &str = "/step/party/id_number";

#[derive(PartialEq, Properties)]
pub struct PartyFormProps {
    /// One to put right.
    pub party: Option<PartyId>,
    pub form: FormProps,
}

fn begun(known: Option<&Standpoint>) -> Texts {
    let Some(Standpoint { party, .. }) = known else {
        return Texts::of([(SEX, Sex::Male.to_string()), (ETHNIC_GROUP, "汉族".to_owned())]);
    };
    let text = |text: Option<String>| text.unwrap_or_default();
    Texts::of([
        (KIND, if party.is_organisation() { "organisation".to_owned() } else { String::new() }),
        (NAME, party.name.to_string()),
        (REPRESENTATIVE, text(party.representative.as_ref().map(ToString::to_string))),
        (SEX, text(party.sex.map(|sex| sex.to_string()))),
        (ETHNIC_GROUP, text(party.ethnic_group.as_ref().map(ToString::to_string))),
        (AGE, text(party.age.map(|age| age.to_string()))),
        (OCCUPATION, text(party.occupation.as_ref().map(ToString::to_string))),
        (PHONE, text(party.phone.as_ref().map(ToString::to_string))),
        (ADDRESS, party.address.to_string()),
    ])
}

/// The party as entered.
fn read(entered: &Entered, check: &mut Check, id: PartyId, organisation: bool) -> Option<Party> {
    let lang = entered.lang;
    let (name, address) = (entered.read(check, NAME), entered.read(check, ADDRESS));
    let (phone, id_number) = (entered.read_optional(check, PHONE), entered.read_optional(check, ID_NUMBER));
    let mut party = Party {
        id,
        name: name?,
        representative: None,
        sex: None,
        ethnic_group: None,
        age: None,
        occupation: None,
        phone,
        address: address?,
        id_number,
        id_shown: None,
    };
    if organisation {
        party.representative = Some(entered.read(check, REPRESENTATIVE)?);
    } else {
        let age = entered.get(AGE).trim().parse::<u8>().ok().filter(|age| (1..=120).contains(age));
        check.must(AGE, age.is_some(), lang.age_wrong());
        party.sex = entered.read(check, SEX);
        party.ethnic_group = entered.read(check, ETHNIC_GROUP);
        party.occupation = entered.read(check, OCCUPATION);
        party.age = age;
    }
    check.is_fine().then_some(party)
}

/// A new party, or one to put right.
#[component]
pub fn PartyForm(props: &PartyFormProps) -> Html {
    let lang = use_lang();
    let making = use_step(&props.form);
    let standing = &props.form.dispute.standing;
    let known = props.party.and_then(|id| standing.parties.iter().find(|one| one.party.id == id));
    let entered = use_entered(lang, || begun(known), making.failure());
    let id = use_memo((), |()| props.party.unwrap_or_else(PartyId::new));
    let organisation = entered.get(KIND) == "organisation";
    let choose = entered.set(KIND).reform(|chosen| if chosen == 1 { "organisation".to_owned() } else { String::new() });
    let submit = {
        let (making, entered, id) = (making.clone(), entered.clone(), *id);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match read(&entered, &mut check, id, organisation) {
                Some(party) => making.make(Step::Party(party)),
                None => making.fail(check.failure()),
            }
        })
    };
    let shown = known.and_then(|one| one.party.id_shown.clone());
    let hint = shown.map_or_else(|| lang.id_hint(), |shown| lang.id_known(&shown));
    let title = Doing::Party(props.party).label(lang, standing);
    html! {
        <SheetForm {title} close={props.form.close.clone()} {submit} failure={making.failure()} busy={making.busy()} tall=true>
            <p class="note">{ lang.privacy_note() }</p>
            <Segments label={lang.kind_of_party()} choices={vec![lang.a_person().into(), lang.an_organisation().into()]} chosen={usize::from(organisation)} {choose} />
            { entered.line(lang.name(), NAME, Takes::Text) }
            if organisation {
                { entered.line(lang.representative(), REPRESENTATIVE, Takes::Text) }
            } else {
                { entered.choice(lang.sex(), SEX, choices!(Sex, lang)) }
                { entered.line(lang.age(), AGE, Takes::Digits) }
                { entered.line(lang.ethnic_group(), ETHNIC_GROUP, Takes::Text) }
                { entered.line(lang.occupation(), OCCUPATION, Takes::Text) }
            }
            { entered.line(lang.address(), ADDRESS, Takes::Text) }
            { entered.optional(lang.phone(), PHONE, Takes::OtherPhone) }
            if !organisation {
                <Field label={lang.id_number()} optional=true {hint} value={entered.get(ID_NUMBER).to_owned()} set={entered.set(ID_NUMBER)} error={entered.error(ID_NUMBER)} />
            }
        </SheetForm>
    }
}
