//! The tables, as the migrations in `migrations/` make them; `tests/api/schema.rs` compares the two.

diesel::table! {
    divisions (code) {
        code -> Text,
        name -> Text,
        level -> Text,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    class_periods (area, from_day) {
        area -> Text,
        class -> Text,
        from_day -> Text,
        to_day -> Nullable<Text>,
    }
}

diesel::table! {
    grids (code) {
        code -> Text,
        short_code -> Text,
        name -> Text,
        kind -> Text,
        village -> Text,
        households -> Nullable<Integer>,
        population -> Nullable<Integer>,
        boundary -> Nullable<Text>,
        area_m2 -> Nullable<Double>,
        opened_on -> Text,
        closed_on -> Nullable<Text>,
        checked_at -> Nullable<BigInt>,
        checked_by -> Nullable<Binary>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    grid_successions (new_code, old_code) {
        old_code -> Text,
        new_code -> Text,
    }
}

diesel::table! {
    boundary_version (id) {
        id -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    units (id) {
        id -> Binary,
        name -> Text,
        level -> Text,
        platform -> Nullable<Text>,
        phone -> Nullable<Text>,
        closed_on -> Nullable<Text>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    holidays (day) {
        day -> Text,
        kind -> Text,
        name -> Text,
    }
}

diesel::table! {
    holiday_version (id) {
        id -> Integer,
        version -> Integer,
        digest -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    sla_limits (category, stage) {
        category -> Text,
        stage -> Text,
        amount -> Nullable<Integer>,
        unit -> Nullable<Text>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    people (id) {
        id -> Binary,
        name -> Text,
        phone -> Nullable<Text>,
        phone_public -> Bool,
        phone_changed_at -> Nullable<BigInt>,
        portrait -> Nullable<Text>,
        portrait_small -> Nullable<Text>,
        photo_public -> Bool,
        badge -> Text,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    appointments (id) {
        id -> Binary,
        person_id -> Binary,
        duty -> Text,
        area -> Text,
        unit -> Nullable<Binary>,
        covering_for -> Nullable<Binary>,
        from_day -> Text,
        to_day -> Nullable<Text>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    accounts (person_id) {
        person_id -> Binary,
        password -> Text,
        state -> Text,
        initial_until -> Nullable<BigInt>,
        failures -> Integer,
        wait_until -> Nullable<BigInt>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> Binary,
        person_id -> Binary,
        device -> Nullable<Text>,
        signed_in_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        device_id -> Nullable<Binary>,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Binary,
        session_id -> Binary,
        parent -> Nullable<Binary>,
        issued_at -> BigInt,
        spent_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        pkcs8 -> Binary,
        public_key -> Binary,
        created_at -> BigInt,
        retires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    secrets (name) {
        name -> Text,
        value -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (principal, key) {
        principal -> Text,
        key -> Text,
        request -> Binary,
        status -> Integer,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    settings (id) {
        id -> Integer,
        sub_district -> Nullable<Text>,
        supervision_phone -> Nullable<Text>,
        service_promise -> Nullable<Text>,
        digest_hour -> Integer,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    changes (id) {
        id -> Binary,
        noun -> Text,
        record -> Text,
        action -> Text,
        by_person -> Nullable<Binary>,
        at -> BigInt,
        detail -> Text,
    }
}

diesel::table! {
    cases (id) {
        id -> Binary,
        number -> Text,
        status -> Text,
        category -> Text,
        restricted -> Bool,
        summary -> Text,
        grid -> Text,
        lon -> Nullable<Double>,
        lat -> Nullable<Double>,
        accuracy_m -> Nullable<Double>,
        place_source -> Nullable<Text>,
        place_text -> Nullable<Text>,
        level -> Text,
        unit -> Nullable<Binary>,
        assignee -> Nullable<Binary>,
        due_at -> Nullable<BigInt>,
        warn_at -> Nullable<BigInt>,
        resume_at -> Nullable<BigInt>,
        degree -> Text,
        late_since -> Nullable<BigInt>,
        merged_into -> Nullable<Binary>,
        parent -> Nullable<Binary>,
        leader -> Nullable<Binary>,
        full_time -> Nullable<Binary>,
        filed_by -> Nullable<Binary>,
        result -> Nullable<Text>,
        filed_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        version -> Integer,
        updated_at -> BigInt,
        told_due -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_courses (case_id) {
        case_id -> Binary,
        standard -> Nullable<Text>,
        stage -> Nullable<Text>,
        clock_unit -> Nullable<Text>,
        allotted -> Nullable<BigInt>,
        used -> Nullable<BigInt>,
        since -> Nullable<BigInt>,
        parked_level -> Nullable<Text>,
        parked_unit -> Nullable<Binary>,
        parked_clock_unit -> Nullable<Text>,
        parked_allotted -> Nullable<BigInt>,
        parked_used -> Nullable<BigInt>,
        asked -> Nullable<Text>,
        asked_until -> Nullable<BigInt>,
        bounces -> Integer,
        extensions -> Integer,
        suspensions -> Integer,
        reworks -> Integer,
        reopenings -> Integer,
        completed_by -> Nullable<Binary>,
        solved -> Nullable<Bool>,
        rating -> Nullable<Integer>,
        exempt -> Bool,
    }
}

diesel::table! {
    case_parts (id) {
        id -> Binary,
        case_id -> Binary,
        unit -> Binary,
        task -> Text,
        asked_by -> Nullable<Binary>,
        asked_at -> BigInt,
        done_by -> Nullable<Binary>,
        done_at -> Nullable<BigInt>,
        result -> Nullable<Text>,
    }
}

diesel::table! {
    case_numbers (day) {
        day -> Text,
        last -> Integer,
    }
}

diesel::table! {
    case_events (id) {
        id -> Binary,
        case_id -> Binary,
        at -> BigInt,
        kind -> Text,
        by_move -> Nullable<Text>,
        by_person -> Nullable<Binary>,
        status -> Text,
        level -> Text,
        unit -> Nullable<Binary>,
        assignee -> Nullable<Binary>,
        other -> Nullable<Binary>,
        until -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    routing_rules (id) {
        id -> Binary,
        position -> Integer,
        name -> Text,
        category -> Nullable<Text>,
        category_group -> Nullable<Text>,
        area -> Nullable<Text>,
        hours -> Nullable<Text>,
        weekdays -> Text,
        from_time -> Nullable<Text>,
        to_time -> Nullable<Text>,
        level -> Nullable<Text>,
        unit -> Nullable<Binary>,
        duty -> Nullable<Text>,
        auto -> Text,
        late -> Text,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    reports (id) {
        id -> Binary,
        case_id -> Binary,
        receipt -> Text,
        category -> Text,
        text -> Text,
        grid -> Text,
        lon -> Nullable<Double>,
        lat -> Nullable<Double>,
        accuracy_m -> Nullable<Double>,
        place_source -> Nullable<Text>,
        place_text -> Nullable<Text>,
        channel -> Text,
        filed_by -> Nullable<Binary>,
        reporter_name -> Nullable<Text>,
        reporter_phone -> Nullable<Text>,
        captured_at -> Nullable<BigInt>,
        received_at -> BigInt,
        photo_count -> Integer,
    }
}

diesel::table! {
    photos (id) {
        id -> Binary,
        case_id -> Binary,
        report_id -> Nullable<Binary>,
        kind -> Text,
        original -> Text,
        large -> Text,
        small -> Text,
        width -> Integer,
        height -> Integer,
        taken_at -> Nullable<BigInt>,
        lon -> Nullable<Double>,
        lat -> Nullable<Double>,
        added_by -> Nullable<Binary>,
        received_at -> BigInt,
    }
}

diesel::table! {
    saved_filters (id) {
        id -> Binary,
        person_id -> Binary,
        name -> Text,
        filter -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    templates (id) {
        id -> Binary,
        by_move -> Text,
        title -> Text,
        text -> Text,
        retired -> Bool,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    notices (id) {
        id -> Binary,
        person_id -> Binary,
        at -> BigInt,
        kind -> Text,
        case_id -> Nullable<Binary>,
        todo -> Nullable<Integer>,
        late -> Nullable<Integer>,
        soon -> Nullable<Integer>,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    digests (day) {
        day -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    channels (id) {
        id -> Binary,
        name -> Text,
        adapter -> Text,
        host -> Text,
        target -> Binary,
        enabled -> Bool,
        kinds -> Text,
        area -> Nullable<Text>,
        unit -> Nullable<Binary>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> Binary,
        channel -> Binary,
        kind -> Text,
        case_id -> Nullable<Binary>,
        phone -> Nullable<Text>,
        body -> Text,
        state -> Text,
        tries -> Integer,
        next_try_at -> Nullable<BigInt>,
        sent_at -> Nullable<BigInt>,
        fault -> Nullable<Text>,
        detail -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    appeals (id) {
        id -> Binary,
        case_id -> Binary,
        appellant -> Binary,
        reason -> Text,
        state -> Text,
        filed_at -> BigInt,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    appeal_photos (appeal, photo) {
        appeal -> Binary,
        photo -> Binary,
    }
}

diesel::table! {
    appeal_reviews (appeal, stage) {
        appeal -> Binary,
        stage -> Text,
        reviewer -> Binary,
        uphold -> Bool,
        reason -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    reporter_lines (event_id) {
        event_id -> Binary,
        report_id -> Binary,
    }
}

diesel::table! {
    spent_challenges (salt) {
        salt -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    feed (kind, record, bucket) {
        kind -> Text,
        record -> Text,
        bucket -> Text,
        seq -> BigInt,
        gone -> Bool,
        at -> BigInt,
        leaves_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    feed_clock (id) {
        id -> Integer,
        last -> BigInt,
        base -> BigInt,
        forgotten -> BigInt,
    }
}

diesel::table! {
    client_ops (id) {
        id -> Binary,
        person_id -> Binary,
        device -> Binary,
        kind -> Text,
        request -> Binary,
        captured_at -> BigInt,
        arrived_at -> BigInt,
        answer -> Nullable<Text>,
    }
}

diesel::table! {
    uploads (id) {
        id -> Binary,
        person_id -> Binary,
        report_id -> Nullable<Binary>,
        case_id -> Nullable<Binary>,
        kind -> Text,
        bytes -> BigInt,
        received -> BigInt,
        sha256 -> Text,
        keep_place -> Bool,
        state -> Text,
        photo_id -> Nullable<Binary>,
        announced_at -> BigInt,
    }
}

diesel::table! {
    upload_pieces (upload, from_byte) {
        upload -> Binary,
        from_byte -> BigInt,
        blob -> Text,
        bytes -> BigInt,
    }
}

diesel::table! {
    devices (person_id, id) {
        person_id -> Binary,
        id -> Binary,
        name -> Nullable<Text>,
        first_contact_at -> BigInt,
        last_contact_at -> BigInt,
        app -> Nullable<Text>,
        unsent -> Nullable<Integer>,
        lost_at -> Nullable<BigInt>,
        lost_by -> Nullable<Binary>,
        wiped_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    held_ops (id) {
        id -> Binary,
        person_id -> Binary,
        device -> Binary,
        op -> Text,
        bytes -> Integer,
        arrived_at -> BigInt,
        decision -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<Binary>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    disputes (case_id) {
        case_id -> Binary,
        number -> Text,
        grid -> Text,
        status -> Text,
        mediator -> Binary,
        steps -> Integer,
        opened_at -> BigInt,
        due -> Nullable<Text>,
        due_kind -> Nullable<Text>,
        reminded_at -> Nullable<BigInt>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    dispute_steps (id) {
        id -> Binary,
        case_id -> Binary,
        position -> Integer,
        at -> BigInt,
        arrived_at -> BigInt,
        by_person -> Binary,
        step -> Text,
    }
}

diesel::table! {
    dispute_identities (party) {
        party -> Binary,
        case_id -> Binary,
        sealed -> Binary,
        kept_at -> BigInt,
    }
}

diesel::table! {
    dispute_reveals (id) {
        id -> Binary,
        party -> Binary,
        by_person -> Binary,
        at -> BigInt,
        purpose -> Text,
    }
}

diesel::table! {
    dispute_numbers (year) {
        year -> Text,
        last -> Integer,
    }
}

diesel::table! {
    patrol_places (id) {
        id -> Binary,
        grid -> Text,
        name -> Text,
        kind -> Text,
        class -> Text,
        lon -> Nullable<Double>,
        lat -> Nullable<Double>,
        every_days -> Nullable<Integer>,
        since -> Text,
        retired_on -> Nullable<Text>,
        last_day -> Nullable<Text>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    patrol_plans (position) {
        position -> Integer,
        name -> Text,
        area -> Nullable<Text>,
        place -> Nullable<Text>,
        kind -> Nullable<Text>,
        season_from -> Nullable<Text>,
        season_to -> Nullable<Text>,
        every_days -> Integer,
    }
}

diesel::table! {
    patrol_plan_version (id) {
        id -> Integer,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    patrols (id) {
        id -> Binary,
        grid -> Text,
        person_id -> Binary,
        day -> Text,
        started_at -> BigInt,
        ended_at -> BigInt,
        places -> Integer,
        findings -> Integer,
        board -> Bool,
        companions -> Nullable<Text>,
        weather -> Nullable<Text>,
        note -> Nullable<Text>,
        received_at -> BigInt,
    }
}

diesel::table! {
    patrol_seen (patrol, place) {
        patrol -> Binary,
        place -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    patrol_findings (patrol, report) {
        patrol -> Binary,
        report -> Binary,
        place -> Nullable<Binary>,
    }
}

diesel::table! {
    safety_feedback (id) {
        id -> Binary,
        grid -> Text,
        day -> Text,
        person_id -> Binary,
        trouble -> Nullable<Text>,
        report -> Nullable<Binary>,
        said_at -> BigInt,
        received_at -> BigInt,
    }
}

diesel::table! {
    witnessed_handovers (id) {
        id -> Binary,
        case_id -> Binary,
        by_person -> Binary,
        at -> BigInt,
        received_at -> BigInt,
        cash_fen -> BigInt,
        handover -> Text,
    }
}

diesel::table! {
    care_records (id) {
        id -> Binary,
        grid -> Text,
        visitor -> Nullable<Binary>,
        second -> Nullable<Binary>,
        level -> Text,
        every_days -> Nullable<Integer>,
        basis -> Text,
        basis_day -> Text,
        since -> Text,
        met_on -> Nullable<Text>,
        last_day -> Nullable<Text>,
        last_result -> Nullable<Text>,
        due_on -> Text,
        late_from -> Text,
        ended_on -> Nullable<Text>,
        end_reason -> Nullable<Text>,
        person -> Nullable<Binary>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    care_visitors (record, person_id, from_at) {
        record -> Binary,
        person_id -> Binary,
        from_at -> BigInt,
        to_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    care_visits (id) {
        id -> Binary,
        record -> Binary,
        grid -> Text,
        person_id -> Binary,
        day -> Text,
        at -> BigInt,
        way -> Text,
        result -> Text,
        note -> Nullable<Binary>,
        report -> Nullable<Binary>,
        received_at -> BigInt,
    }
}

diesel::table! {
    emergencies (id) {
        id -> Binary,
        kind -> Text,
        title -> Text,
        shelters -> Text,
        public -> Nullable<Text>,
        opened_at -> BigInt,
        opened_by -> Binary,
        closed_at -> Nullable<BigInt>,
        closing -> Nullable<Text>,
        erased_at -> Nullable<BigInt>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    emergency_grids (emergency, grid) {
        emergency -> Binary,
        grid -> Text,
    }
}

diesel::table! {
    emergency_notices (id) {
        id -> Binary,
        emergency -> Binary,
        text -> Text,
        at -> BigInt,
        by_person -> Binary,
    }
}

diesel::table! {
    emergency_receipts (notice, person_id) {
        notice -> Binary,
        person_id -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    emergency_households (id) {
        id -> Binary,
        emergency -> Binary,
        grid -> Text,
        name -> Text,
        address -> Nullable<Text>,
        phone -> Nullable<Text>,
        note -> Nullable<Text>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    emergency_evacuees (id) {
        id -> Binary,
        household -> Binary,
        emergency -> Binary,
        grid -> Text,
        position -> Integer,
        name -> Text,
        needs_help -> Bool,
        state -> Text,
        shelter -> Nullable<Text>,
    }
}

diesel::table! {
    emergency_steps (id) {
        id -> Binary,
        emergency -> Binary,
        household -> Nullable<Binary>,
        by_person -> Binary,
        at -> BigInt,
        received_at -> BigInt,
        step -> Text,
    }
}

diesel::table! {
    announcements (id) {
        id -> Binary,
        kind -> Text,
        title -> Text,
        text -> Text,
        link -> Nullable<Text>,
        duties -> Text,
        due_on -> Nullable<Text>,
        until -> Text,
        published_at -> BigInt,
        by_person -> Binary,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    announcement_areas (announcement, area) {
        announcement -> Binary,
        area -> Text,
    }
}

diesel::table! {
    announcement_files (announcement, position) {
        announcement -> Binary,
        position -> Integer,
        name -> Text,
        media_type -> Text,
        bytes -> Integer,
        blob -> Text,
        by_person -> Binary,
        received_at -> BigInt,
    }
}

diesel::table! {
    announcement_answers (id) {
        id -> Binary,
        announcement -> Binary,
        person_id -> Binary,
        at -> BigInt,
        result -> Nullable<Text>,
        received_at -> BigInt,
    }
}

diesel::table! {
    rosters (week, area) {
        area -> Text,
        week -> Text,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    roster_entries (day, area, shift, person_id) {
        area -> Text,
        week -> Text,
        day -> Text,
        shift -> Text,
        person_id -> Binary,
        role -> Text,
    }
}

diesel::table! {
    leaves (id) {
        id -> Binary,
        person_id -> Binary,
        from_day -> Text,
        to_day -> Text,
        note -> Nullable<Text>,
        state -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Binary>,
        decided_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        version -> Integer,
        updated_at -> BigInt,
    }
}

diesel::table! {
    leave_covers (leave_id, appointment) {
        leave_id -> Binary,
        appointment -> Binary,
        handed_back -> Bool,
    }
}

diesel::joinable!(grids -> divisions (village));
diesel::joinable!(roster_entries -> people (person_id));
diesel::joinable!(leave_covers -> leaves (leave_id));
diesel::joinable!(leave_covers -> appointments (appointment));
diesel::joinable!(appointments -> people (person_id));
diesel::joinable!(accounts -> people (person_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(devices -> people (person_id));
diesel::joinable!(held_ops -> people (person_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(cases -> grids (grid));
diesel::joinable!(appointments -> units (unit));
diesel::joinable!(cases -> units (unit));
diesel::joinable!(routing_rules -> units (unit));
diesel::joinable!(case_courses -> cases (case_id));
diesel::joinable!(case_parts -> cases (case_id));
diesel::joinable!(case_parts -> units (unit));
diesel::joinable!(case_events -> cases (case_id));
diesel::joinable!(reports -> cases (case_id));
diesel::joinable!(photos -> cases (case_id));
diesel::joinable!(reporter_lines -> case_events (event_id));

diesel::joinable!(notices -> cases (case_id));
diesel::joinable!(channels -> units (unit));
diesel::joinable!(outbox -> channels (channel));
diesel::joinable!(outbox -> cases (case_id));
diesel::joinable!(disputes -> cases (case_id));
diesel::joinable!(disputes -> people (mediator));
diesel::joinable!(dispute_steps -> people (by_person));
diesel::joinable!(patrol_places -> grids (grid));
diesel::joinable!(patrols -> grids (grid));
diesel::joinable!(patrols -> people (person_id));
diesel::joinable!(patrol_seen -> patrols (patrol));
diesel::joinable!(patrol_seen -> patrol_places (place));
diesel::joinable!(patrol_findings -> patrols (patrol));
diesel::joinable!(safety_feedback -> grids (grid));
diesel::joinable!(safety_feedback -> people (person_id));
diesel::joinable!(emergency_grids -> emergencies (emergency));
diesel::joinable!(emergency_notices -> emergencies (emergency));
diesel::joinable!(emergency_notices -> people (by_person));
diesel::joinable!(emergency_receipts -> emergency_notices (notice));
diesel::joinable!(emergency_households -> grids (grid));
diesel::joinable!(emergency_households -> emergencies (emergency));
diesel::joinable!(emergency_evacuees -> emergency_households (household));
diesel::joinable!(announcement_areas -> announcements (announcement));
diesel::joinable!(announcement_answers -> people (person_id));
diesel::joinable!(care_records -> grids (grid));
diesel::joinable!(care_visits -> care_records (record));
diesel::joinable!(care_visits -> people (person_id));
diesel::joinable!(appeals -> cases (case_id));
diesel::joinable!(appeals -> people (appellant));
diesel::joinable!(appeal_reviews -> people (reviewer));

diesel::allow_tables_to_appear_in_same_query!(
    notices,
    rosters,
    roster_entries,
    leaves,
    leave_covers,
    announcements,
    announcement_areas,
    announcement_answers,
    announcement_files,
    emergencies,
    emergency_grids,
    emergency_notices,
    emergency_receipts,
    emergency_households,
    emergency_evacuees,
    emergency_steps,
    care_records,
    care_visitors,
    care_visits,
    digests,
    channels,
    outbox,
    appeals,
    appeal_photos,
    appeal_reviews,
    units,
    routing_rules,
    case_courses,
    case_parts,
    divisions,
    class_periods,
    grids,
    grid_successions,
    boundary_version,
    people,
    appointments,
    accounts,
    sessions,
    refresh_tokens,
    signing_keys,
    secrets,
    idempotency_keys,
    settings,
    changes,
    cases,
    case_numbers,
    case_events,
    reports,
    photos,
    reporter_lines,
    spent_challenges,
    feed,
    feed_clock,
    client_ops,
    uploads,
    upload_pieces,
    devices,
    held_ops,
    disputes,
    dispute_steps,
    dispute_identities,
    dispute_reveals,
    dispute_numbers,
    patrol_places,
    patrol_plans,
    patrol_plan_version,
    patrols,
    patrol_seen,
    patrol_findings,
    safety_feedback,
    witnessed_handovers
);
