//! Checking a visitor's badge.

use actix_web::http::StatusCode;
use backend::schema::{appointments, people};
use diesel::prelude::*;
use shared::boards::verify_visitor;
use shared::problem::Code;
use shared::staffing::{BadgeCode, Duty};
use shared::time::Moment;

use crate::world::{GRID_1, Person, SHICUN, World};

impl World {
    async fn badge(&self, of: &Person) -> BadgeCode {
        let id = of.id;
        self.write(move |conn| Ok(people::table.find(id).select(people::badge).first(conn)?)).await
    }
}

#[actix_web::test]
async fn a_badge_says_who_is_on_duty_where() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let badge = world.badge(&lin).await;
    let visitor = world.visitor().sends(verify_visitor(&badge)).await;
    assert!(visitor.on_duty);
    assert_eq!((&*visitor.name, visitor.duties[0].duty, &*visitor.duties[0].area_name), ("林小梅", Duty::FullTime, "十村一网格"));

    let mao = world.person("毛建国", Duty::Instructor, SHICUN).await;
    let badge = world.badge(&mao).await;
    assert_eq!(world.visitor().sends(verify_visitor(&badge)).await.duties[0].area_name, "十村");
    let page = world.visitor().opens(&format!("/verify/{badge}")).await;
    assert!(page.status.is_success() && page.text().contains("毛建国 今天在岗"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn whoever_has_left_is_not_on_duty() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let yesterday = Moment::now().day().shifted(-1);
    world
        .write(move |conn| {
            Ok(diesel::update(appointments::table.filter(appointments::area.eq(GRID_1)))
                .set(appointments::to_day.eq(yesterday))
                .execute(conn)?)
        })
        .await;
    let badge = world.badge(&lin).await;
    let visitor = world.visitor().sends(verify_visitor(&badge)).await;
    assert!(!visitor.on_duty && visitor.duties.is_empty());
    assert!(world.visitor().opens(&format!("/verify/{badge}")).await.text().contains("林小梅 今天不在岗"));
}

#[actix_web::test]
async fn an_unknown_badge_says_what_to_do() {
    let world = World::new().await;
    world.visitor().fails(verify_visitor(&"00000000".parse().expect("a badge")), Code::NotFound).await;
    let unknown = world.visitor().opens("/verify?badge=0000-0000").await;
    assert!(unknown.status == StatusCode::NOT_FOUND && unknown.text().contains("不要让对方进门"));
    let wrong = world.visitor().opens("/verify?badge=12").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text().contains("aria-invalid"));
    assert!(world.visitor().opens("/verify").await.status.is_success());
}
