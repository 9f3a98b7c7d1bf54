//! The tables in the types both databases share; held true by the migration tests.
use crate::platform::id::Guid;

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    roles (name) {
        name -> Text,
        title_zh -> Text,
        title_en -> Text,
        capabilities -> Text,
        sees -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    accounts (id) {
        id -> Guid,
        username -> Text,
        password_hash -> Text,
        role -> Text,
        division_code -> Text,
        is_active -> Bool,
        data_key -> Binary,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        kind -> Text,
        made_by_id -> Nullable<Guid>,
        closed_at -> Nullable<Timestamp>,
        last_signed_in_at -> Nullable<Timestamp>,
        set_up_hash -> Nullable<Binary>,
        set_up_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    backups (id) {
        id -> Guid,
        kind -> Text,
        taken_at -> Timestamp,
        bytes -> BigInt,
        sha256 -> Binary,
        checked_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    account_requests (id) {
        id -> Guid,
        account_id -> Guid,
        kind -> Text,
        role -> Nullable<Text>,
        division_code -> Text,
        code_hash -> Nullable<Binary>,
        state -> Text,
        asked_by_id -> Guid,
        decided_by_id -> Nullable<Guid>,
        decided_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    sessions (id) {
        id -> Guid,
        account_id -> Guid,
        refresh_hash -> Binary,
        previous_hash -> Nullable<Binary>,
        rotated_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        proved_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    clients (id) {
        id -> Guid,
        account_id -> Guid,
        kind -> Text,
        capabilities -> Text,
        sees -> Text,
        networks -> Text,
        rows_a_day -> BigInt,
        expires_on -> Date,
        revoked_at -> Nullable<Timestamp>,
        last_used_at -> Nullable<Timestamp>,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    client_secrets (id) {
        id -> Guid,
        client_id -> Guid,
        hash -> Binary,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    client_keys (id) {
        id -> Guid,
        client_id -> Guid,
        thumbprint -> Text,
        public_key -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    client_assertions (client_id, jti_hash) {
        client_id -> Guid,
        jti_hash -> Binary,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    client_rows (client_id, day) {
        client_id -> Guid,
        day -> Date,
        shown -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    idempotency_keys (principal_id, operation, key) {
        principal_id -> Guid,
        operation -> Text,
        key -> Text,
        fingerprint -> Binary,
        status -> Integer,
        sealed -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    journal (id) {
        id -> Guid,
        at -> Timestamp,
        actor_kind -> Text,
        actor_id -> Nullable<Guid>,
        action -> Text,
        subject_type -> Text,
        subject_id -> Guid,
        version -> BigInt,
        division_code -> Text,
        changed -> Text,
        request_id -> Text,
        about_id -> Nullable<Guid>,
        shared_with -> Nullable<Text>,
        digest -> Nullable<Binary>,
        mac -> Binary,
        transaction_id -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    access_groups (id) {
        id -> Guid,
        at -> Timestamp,
        lines -> Text,
        mac -> Binary,
        transaction_id -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    journal_order (position) {
        position -> BigInt,
        kind -> Text,
        record_id -> Guid,
        record_key -> BigInt,
        leaf -> Binary,
        mac -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    journal_heads (size) {
        size -> BigInt,
        number -> BigInt,
        root -> Binary,
        frontier -> Binary,
        last_mac -> Binary,
        entries -> BigInt,
        entry_key -> BigInt,
        entry_id -> Guid,
        access_key -> BigInt,
        access_id -> Guid,
        signed_at -> Timestamp,
        note -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    divisions (id) {
        id -> Guid,
        code -> Text,
        name -> Text,
        kind -> Text,
        parent_code -> Nullable<Text>,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        households -> Nullable<BigInt>,
        population -> Nullable<BigInt>,
        groups -> Nullable<BigInt>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    division_profiles (id) {
        id -> Guid,
        division_code -> Text,
        year -> Integer,
        town_name -> Nullable<Text>,
        city_name -> Nullable<Text>,
        bearing -> Nullable<Text>,
        distance_km -> Nullable<Double>,
        expressway_distance_km -> Nullable<Double>,
        area_km2 -> Nullable<Double>,
        farmland_mu -> Nullable<Double>,
        mountain_wan_mu -> Nullable<Double>,
        fiscal_revenue_yi -> Nullable<Double>,
        fixed_investment_yi -> Nullable<Double>,
        villages -> Nullable<BigInt>,
        groups -> Nullable<BigInt>,
        population -> Nullable<BigInt>,
        households -> Nullable<BigInt>,
        texts -> Text,
        sources -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    staff (id) {
        id -> Guid,
        division_code -> Text,
        post -> Text,
        title -> Nullable<Text>,
        is_active -> Bool,
        data_key -> Binary,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    grids (id) {
        id -> Guid,
        division_code -> Text,
        name -> Text,
        worker_id -> Nullable<Guid>,
        data_key -> Nullable<Binary>,
        sealed -> Nullable<Binary>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    group_posts (id) {
        id -> Guid,
        division_code -> Text,
        group_role -> Text,
        title -> Text,
        held_from -> Date,
        held_to -> Nullable<Date>,
        data_key -> Binary,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    documents (id) {
        id -> Guid,
        division_code -> Text,
        title -> Text,
        document_no -> Nullable<Text>,
        issued_on -> Date,
        kind -> Text,
        data_key -> Nullable<Binary>,
        sealed -> Nullable<Binary>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    personnel (id) {
        id -> Guid,
        file_no -> Text,
        division_code -> Text,
        town_code -> Text,
        gender -> Text,
        status -> Text,
        control -> Text,
        risk_level -> Text,
        substances -> Text,
        first_found_on -> Nullable<Date>,
        is_migrant -> Bool,
        migrant_since -> Nullable<Date>,
        contact_every_days -> Nullable<Integer>,
        case_worker_id -> Nullable<Guid>,
        grid_id -> Nullable<Guid>,
        platform_entered_on -> Nullable<Date>,
        external_refs -> Text,
        id_index -> Nullable<Binary>,
        phone_index -> Nullable<Binary>,
        data_key -> Binary,
        sealed -> Binary,
        sealed_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    treatments (id) {
        id -> Guid,
        person_id -> Guid,
        kind -> Text,
        state -> Text,
        decided_on -> Nullable<Date>,
        received_on -> Nullable<Date>,
        reported_in_on -> Nullable<Date>,
        agreement_signed_on -> Nullable<Date>,
        term_ends_on -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    tests (id) {
        id -> Guid,
        person_id -> Guid,
        tested_on -> Date,
        method -> Text,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    visits (id) {
        id -> Guid,
        person_id -> Guid,
        visited_on -> Date,
        mode -> Text,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    premises (id) {
        id -> Guid,
        code -> Text,
        kind -> Text,
        name -> Text,
        division_code -> Text,
        town_code -> Text,
        longitude -> Nullable<Double>,
        latitude -> Nullable<Double>,
        risk_level -> Text,
        colour -> Text,
        registered_on -> Date,
        rooms -> Nullable<Integer>,
        tenants -> Nullable<Integer>,
        migrants -> Nullable<Integer>,
        precursor_classes -> Text,
        last_inspected_on -> Nullable<Date>,
        data_key -> Binary,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        proposed_at -> Nullable<Timestamp>,
        merged_into_id -> Nullable<Guid>,
        is_on_register -> Bool,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    premises_merges (id) {
        id -> Guid,
        premises_id -> Guid,
        into_id -> Guid,
        moved -> Text,
        merged_by -> Nullable<Guid>,
        undone_at -> Nullable<Timestamp>,
        undone_by -> Nullable<Guid>,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    campaigns (id) {
        id -> Guid,
        kind -> Text,
        title -> Text,
        division_code -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        data_key -> Nullable<Binary>,
        sealed -> Nullable<Binary>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    inspections (id) {
        id -> Guid,
        premises_id -> Guid,
        campaign_id -> Nullable<Guid>,
        inspected_on -> Date,
        inspector_id -> Nullable<Guid>,
        outcome -> Text,
        is_signed -> Bool,
        checklist -> Text,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        signed_at -> Nullable<Timestamp>,
        content_hash -> Nullable<Binary>,
        corrects_id -> Nullable<Guid>,
        corrected_by_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    inspection_signatures (id) {
        id -> Guid,
        inspection_id -> Guid,
        inspection_version -> BigInt,
        role -> Text,
        account_id -> Guid,
        signed_at -> Timestamp,
        device_time -> Timestamp,
        content_hash -> Binary,
        data_key -> Binary,
        sealed -> Binary,
        sealed_content -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    haste_signs (id) {
        id -> Guid,
        inspection_id -> Guid,
        signature_id -> Guid,
        code -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    events (id) {
        id -> Guid,
        kind -> Text,
        held_on -> Date,
        title -> Text,
        settings -> Text,
        theme -> Nullable<Text>,
        division_code -> Text,
        town_code -> Text,
        co_organisers -> Nullable<Text>,
        leaflets -> Nullable<BigInt>,
        booklets -> Nullable<BigInt>,
        posters -> Nullable<BigInt>,
        banners -> Nullable<BigInt>,
        panels -> Nullable<BigInt>,
        reach -> Nullable<BigInt>,
        consultations -> Nullable<BigInt>,
        staff -> Nullable<BigInt>,
        broadcasts -> Nullable<BigInt>,
        posts -> Nullable<BigInt>,
        data_key -> Binary,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    imports (id) {
        id -> Guid,
        account_id -> Nullable<Guid>,
        division_code -> Text,
        resource -> Text,
        strategy -> Text,
        on_error -> Text,
        state -> Text,
        counts -> Text,
        source_size -> BigInt,
        source_sha256 -> Text,
        source_encoding -> Text,
        committed_at -> Nullable<Timestamp>,
        done_through -> BigInt,
        reverted_at -> Nullable<Timestamp>,
        values_erased_at -> Nullable<Timestamp>,
        report_erased_at -> Nullable<Timestamp>,
        data_key -> Binary,
        sealed -> Binary,
        sealed_file -> Nullable<Binary>,
        sealed_rows -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    import_mappings (id) {
        id -> Guid,
        division_code -> Text,
        resource -> Text,
        line_hash -> Text,
        headings -> Text,
        mapped -> Text,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    import_pieces (id) {
        id -> Guid,
        import_id -> Guid,
        last_row -> BigInt,
        sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    reports (id) {
        id -> Guid,
        kind -> Text,
        division_code -> Text,
        year -> Integer,
        as_of -> Date,
        state -> Text,
        frozen_at -> Nullable<Timestamp>,
        frozen_by -> Nullable<Guid>,
        data_key -> Binary,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    leaves (id) {
        id -> Guid,
        person_id -> Guid,
        state -> Text,
        left_on -> Date,
        due_back_on -> Nullable<Date>,
        back_on -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    handovers (id) {
        id -> Guid,
        person_id -> Guid,
        reported_on -> Date,
        receipt_on -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    tasks (id) {
        id -> Guid,
        subject_type -> Text,
        subject_id -> Guid,
        division_code -> Text,
        town_code -> Text,
        kind -> Text,
        rule_id -> Text,
        pack -> Text,
        pack_version -> Integer,
        episode_id -> Nullable<Guid>,
        campaign_id -> Nullable<Guid>,
        ordinal -> Integer,
        starts_on -> Date,
        due_on -> Date,
        state -> Text,
        void_because -> Nullable<Text>,
        done_by_type -> Nullable<Text>,
        done_by_id -> Nullable<Guid>,
        done_on -> Nullable<Date>,
        has_violation -> Bool,
        confirmed_on -> Nullable<Date>,
        assignee_id -> Nullable<Guid>,
        accepted_at -> Nullable<Timestamp>,
        was_returned -> Bool,
        sealed -> Nullable<Binary>,
        put_away_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    rule_packs (id) {
        id -> Guid,
        pack -> Text,
        pack_version -> Integer,
        valid_from -> Date,
        text -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    assessments (id) {
        id -> Guid,
        person_id -> Guid,
        assessed_on -> Date,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    stays (id) {
        id -> Guid,
        person_id -> Guid,
        left_on -> Date,
        back_on -> Nullable<Date>,
        contact_every_days -> Nullable<Integer>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    special_groups (id) {
        id -> Guid,
        person_id -> Guid,
        since -> Date,
        until -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    notices (id) {
        id -> Guid,
        person_id -> Guid,
        kind -> Text,
        issued_on -> Date,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    team_members (id) {
        id -> Guid,
        person_id -> Guid,
        role -> Text,
        since -> Date,
        until -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    transfers (id) {
        id -> Guid,
        person_id -> Guid,
        treatment_id -> Guid,
        from_division -> Text,
        to_division -> Nullable<Text>,
        state -> Text,
        decided_on -> Date,
        sent_on -> Nullable<Date>,
        changed_on -> Nullable<Date>,
        reported_in_on -> Nullable<Date>,
        agreement_signed_on -> Nullable<Date>,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    rectifications (id) {
        id -> Guid,
        premises_id -> Guid,
        inspection_id -> Guid,
        severity -> Text,
        ordered_on -> Date,
        due_on -> Date,
        referred_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        reinspection_id -> Nullable<Guid>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    leads (id) {
        id -> Guid,
        premises_id -> Guid,
        inspection_id -> Guid,
        raised_on -> Date,
        received_on -> Nullable<Date>,
        sealed -> Binary,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    campaign_freezes (id) {
        id -> Guid,
        campaign_id -> Guid,
        division_code -> Text,
        kinds -> Text,
        frozen_on -> Date,
        source -> Text,
        units -> BigInt,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    campaign_units (id) {
        id -> Guid,
        campaign_id -> Guid,
        premises_id -> Guid,
        counted_id -> Guid,
        row_no -> BigInt,
        division_code -> Text,
        code -> Text,
        name -> Text,
        kind -> Text,
        assignee_id -> Nullable<Guid>,
        excluded_at -> Nullable<Timestamp>,
        sealed -> Nullable<Binary>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    reconciliations (id) {
        id -> Guid,
        account_id -> Nullable<Guid>,
        division_code -> Text,
        source_sha256 -> Text,
        row_count -> BigInt,
        registered_count -> BigInt,
        not_raised_count -> BigInt,
        data_key -> Binary,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    reconciliation_findings (id) {
        id -> Guid,
        reconciliation_id -> Guid,
        position -> BigInt,
        kind -> Text,
        person_id -> Nullable<Guid>,
        fingerprint -> Binary,
        sealed -> Binary,
        decision -> Nullable<Text>,
        decided_by_id -> Nullable<Guid>,
        decided_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    exports (id) {
        id -> Guid,
        account_id -> Guid,
        division_code -> Text,
        resource -> Text,
        format -> Text,
        state -> Text,
        failure -> Nullable<Text>,
        classes -> Text,
        approvals_needed -> BigInt,
        approved_by_id -> Nullable<Guid>,
        approved_also_by_id -> Nullable<Guid>,
        rejected_by_id -> Nullable<Guid>,
        row_count -> Nullable<BigInt>,
        file_size -> Nullable<BigInt>,
        file_sha256 -> Nullable<Text>,
        link_hash -> Nullable<Binary>,
        link_expires_at -> Nullable<Timestamp>,
        expires_at -> Nullable<Timestamp>,
        downloaded_at -> Nullable<Timestamp>,
        data_key -> Binary,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    export_jobs (id) {
        id -> Guid,
        claim_id -> Nullable<Guid>,
        leased_until -> Timestamp,
        attempts -> BigInt,
        is_done -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    webhooks (id) {
        id -> Guid,
        name -> Text,
        division_code -> Text,
        event_types -> Text,
        signing -> Text,
        description -> Nullable<Text>,
        data_key -> Binary,
        sealed -> Binary,
        verified_at -> Nullable<Timestamp>,
        paused_at -> Nullable<Timestamp>,
        disabled_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    webhook_hosts (id) {
        id -> Guid,
        division_code -> Text,
        host -> Text,
        port -> Integer,
        networks -> Text,
        allows_plain_http -> Bool,
        withdrawn_at -> Nullable<Timestamp>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    webhook_cursors (webhook_id) {
        webhook_id -> Guid,
        after_seq -> BigInt,
        failures_in_row -> Integer,
        probe_at -> Nullable<Timestamp>,
        last_delivered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    webhook_deliveries (id) {
        id -> Guid,
        webhook_id -> Guid,
        seq -> BigInt,
        event_type -> Text,
        subject_type -> Text,
        subject_id -> Guid,
        subject_version -> BigInt,
        occurred_at -> Timestamp,
        state -> Text,
        started_attempts -> Integer,
        finished_attempts -> Integer,
        leased_until -> Nullable<Timestamp>,
        next_attempt_at -> Timestamp,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        delivered_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    preferences (account_id) {
        account_id -> Guid,
        chosen -> Text,
        version -> BigInt,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    views (id) {
        id -> Guid,
        account_id -> Guid,
        division_code -> Text,
        list -> Text,
        query -> Text,
        shown_columns -> Nullable<Text>,
        is_shared -> Bool,
        data_key -> Binary,
        sealed -> Binary,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    notification_marks (account_id, topic) {
        account_id -> Guid,
        topic -> Text,
        seen_on -> Date,
        seen_count -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    digests (account_id, day) {
        account_id -> Guid,
        day -> Date,
        lines -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::Guid;

    reveals (id) {
        id -> Guid,
        person_id -> Guid,
        account_id -> Guid,
        division_code -> Text,
        fields -> Text,
        purpose -> Text,
        sealed -> Binary,
        at -> Timestamp,
    }
}

diesel::joinable!(accounts -> roles (role));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(clients -> accounts (account_id));
diesel::joinable!(grids -> staff (worker_id));
diesel::joinable!(personnel -> staff (case_worker_id));
diesel::joinable!(personnel -> grids (grid_id));
diesel::joinable!(treatments -> personnel (person_id));
diesel::joinable!(tests -> personnel (person_id));
diesel::joinable!(visits -> personnel (person_id));
diesel::joinable!(inspections -> premises (premises_id));
diesel::joinable!(inspections -> campaigns (campaign_id));
diesel::joinable!(inspections -> staff (inspector_id));
diesel::joinable!(inspection_signatures -> inspections (inspection_id));
diesel::joinable!(haste_signs -> inspections (inspection_id));
diesel::joinable!(rectifications -> premises (premises_id));
diesel::joinable!(rectifications -> inspections (inspection_id));
diesel::joinable!(leads -> premises (premises_id));
diesel::joinable!(leaves -> personnel (person_id));
diesel::joinable!(handovers -> personnel (person_id));
diesel::joinable!(assessments -> personnel (person_id));
diesel::joinable!(stays -> personnel (person_id));
diesel::joinable!(notices -> personnel (person_id));
diesel::joinable!(special_groups -> personnel (person_id));
diesel::joinable!(team_members -> personnel (person_id));
diesel::joinable!(reveals -> personnel (person_id));
diesel::joinable!(transfers -> personnel (person_id));
diesel::joinable!(transfers -> treatments (treatment_id));
diesel::joinable!(tasks -> treatments (episode_id));
diesel::joinable!(tasks -> staff (assignee_id));
diesel::joinable!(reconciliation_findings -> reconciliations (reconciliation_id));
diesel::joinable!(export_jobs -> exports (id));
diesel::joinable!(webhook_deliveries -> webhooks (webhook_id));
diesel::joinable!(webhook_cursors -> webhooks (webhook_id));
diesel::allow_tables_to_appear_in_same_query!(
    settings,
    roles,
    accounts,
    account_requests,
    sessions,
    clients,
    client_secrets,
    client_keys,
    client_assertions,
    client_rows,
    idempotency_keys,
    journal,
    divisions,
    division_profiles,
    staff,
    grids,
    group_posts,
    documents,
    personnel,
    treatments,
    tests,
    visits,
    premises,
    premises_merges,
    campaigns,
    inspections,
    inspection_signatures,
    haste_signs,
    rectifications,
    leads,
    events,
    imports,
    import_mappings,
    import_pieces,
    reports,
    leaves,
    handovers,
    assessments,
    stays,
    notices,
    special_groups,
    team_members,
    reveals,
    transfers,
    tasks,
    rule_packs,
    campaign_freezes,
    campaign_units,
    reconciliations,
    reconciliation_findings,
    exports,
    export_jobs,
    webhooks,
    webhook_hosts,
    webhook_cursors,
    webhook_deliveries,
);
