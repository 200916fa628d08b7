//! `wangge demo`.

use std::time::Instant;

use shared::lang::Lang;
use shared::time::Moment;

use crate::app::State;
use crate::config::Config;
use crate::demo::{self, Guide, Made, PASSWORD, SUB_DISTRICT, Size};

/// Fills an empty database with the demo, or finds it there, and says how to look at it.
pub fn demo(config: Config, small: bool) -> anyhow::Result<()> {
    let (began, address) = (Instant::now(), config.public_url.clone());
    let state = State::open(config)?;
    let size = if small { Size::Small } else { Size::Full };
    let guide = actix_web::rt::System::new().block_on(demo::fill(&state, size, Moment::now()))?;
    tell(&guide, &address, began.elapsed().as_secs_f64());
    Ok(())
}

fn tell(guide: &Guide, address: &str, seconds: f64) {
    println!("DEMO DATA: the villages are real; people, telephone numbers, borders and cases are invented.");
    println!("Everybody knows the password: never put real data beside it, and keep it off the internet.\n");
    let name = SUB_DISTRICT.1;
    match guide.made {
        Some(Made { villages, grids, reports, cases, photos }) => {
            println!("{name}: {villages} villages, {grids} grids, {reports} reports in {cases} cases, {photos} photos ({seconds:.1} s)")
        }
        None => println!("{name} is there already; nothing was changed."),
    }
    println!("\nServe it with `wangge serve` and the same settings, then open {address}");
    for (what, path) in [
        ("A board", guide.board.as_ref().map(|code| format!("/g/{code}"))),
        ("A receipt", guide.receipt.as_ref().map(|code| format!("/r/{}", code.grouped()))),
    ] {
        if let Some(path) = path {
            println!("{what:<12} {address}{path}");
        }
    }
    println!("Sign in at   {address}/app with the password {PASSWORD}");
    for (duty, name, phone) in &guide.logins {
        println!("  {phone}  {name}  {} {}", duty.label(Lang::Zh), duty.label(Lang::En));
    }
}
