//! The addresses of the app, all below [`BASE`].

use shared::announcements::AnnouncementId;
use shared::care::CareRecordId;
use shared::cases::CaseId;
use shared::divisions::DivisionCode;
use shared::emergencies::EmergencyId;
use shared::grids::GridCode;
use shared::patrols::PatrolId;
use shared::staffing::PersonId;
use yew_router::prelude::*;

/// Where the app lives.
pub const BASE: &str = "/app";

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Routable)]
pub enum Route {
    /// My day, the inbox or the staffing, as the reader's duties have it.
    #[at("/")]
    Home,
    /// Where the server sends whoever installed it: the gate, with the form for the first administrator.
    #[at("/setup")]
    SetUp,
    #[at("/day")]
    Day,
    #[at("/report")]
    Report,
    #[at("/cases")]
    Cases,
    #[at("/cases/:id")]
    Case { id: CaseId },
    #[at("/cases/:id/handover")]
    Witnessed { id: CaseId },
    #[at("/cases/:id/dispute")]
    Dispute { id: CaseId },
    #[at("/cases/:id/dispute/agreement")]
    Agreement { id: CaseId },
    #[at("/inbox")]
    Inbox,
    #[at("/divisions")]
    Divisions,
    #[at("/divisions/:code")]
    Division { code: DivisionCode },
    #[at("/grids/:code")]
    Grid { code: GridCode },
    #[at("/grids/:code/coverage")]
    Coverage { code: GridCode },
    #[at("/patrols")]
    Patrols,
    /// The one under way.
    #[at("/patrols/now")]
    Patrol,
    #[at("/patrols/plans")]
    PatrolPlans,
    #[at("/patrols/:id")]
    PatrolRecord { id: PatrolId },
    #[at("/rosters")]
    Rosters,
    #[at("/leaves")]
    Leaves,
    #[at("/announcements")]
    Announcements,
    #[at("/announcements/:id")]
    Announcement { id: AnnouncementId },
    #[at("/emergencies")]
    Emergencies,
    #[at("/emergencies/:id")]
    Emergency { id: EmergencyId },
    #[at("/care")]
    Care,
    #[at("/care/:id")]
    CareRecord { id: CareRecordId },
    #[at("/safety")]
    Safety,
    #[at("/people")]
    People,
    #[at("/people/:id")]
    Person { id: PersonId },
    #[at("/boards/stale")]
    StaleBoards,
    #[at("/imports")]
    Imports,
    #[at("/limits")]
    Limits,
    #[at("/holidays")]
    Holidays,
    #[at("/units")]
    Units,
    #[at("/routing-rules")]
    Routing,
    #[at("/templates")]
    Templates,
    #[at("/settings")]
    Settings,
    #[at("/channels")]
    Channels,
    #[at("/notices")]
    Notices,
    #[at("/appeals")]
    Appeals,
    #[at("/cases/:id/appeal")]
    Appeal { id: CaseId },
    #[at("/outbox")]
    Outbox,
    #[at("/me")]
    Me,
    #[at("/me/sessions")]
    Sessions,
    #[at("/me/password")]
    Password,
    #[not_found]
    #[at("/not-found")]
    NotFound,
}
