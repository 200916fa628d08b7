//! Who answers for what: people and their appointments.

pub mod appointments;
pub mod people;
mod portraits;
pub mod rows;
pub mod rules;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    people::routes(config);
    appointments::routes(config);
    portraits::routes(config);
}
