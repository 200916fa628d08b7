//! Administrative divisions: the sub-district and its villages.

pub mod rows;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(_config: &mut ServiceConfig) {}
