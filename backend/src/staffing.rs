//! Who answers for what: people and their appointments.

pub mod rows;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(_config: &mut ServiceConfig) {}
