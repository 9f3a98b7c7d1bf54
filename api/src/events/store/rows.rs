//! Rows of `events`: what is sealed, what is in clear, and the way to and from the facts.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::events::dto::{CreateEvent, Event, EventCounts, EventKind, Setting, Theme};
use crate::platform::coded::Coded;
use crate::platform::db::schema::events;
use crate::platform::db::{Backend, codes};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, Vault};

/// What is sealed of an event.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct EventSecrets {
    pub(super) notes: Option<String>,
    pub(super) withdrawn_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = events, check_for_backend(Backend))]
pub(super) struct EventRow {
    pub(super) id: Id,
    #[diesel(embed)]
    pub(super) facts: EventColumns,
    pub(super) data_key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) version: i64,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

/// A row to be inserted; every column is named, so that many rows fit one statement.
#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub(super) struct NewEventRow {
    pub(super) id: Id,
    #[diesel(embed)]
    pub(super) facts: EventColumns,
    pub(super) data_key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) version: i64,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = events, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct EventColumns {
    pub(super) kind: String,
    pub(super) held_on: NaiveDate,
    pub(super) title: String,
    pub(super) settings: String,
    pub(super) theme: Option<String>,
    pub(super) division_code: String,
    pub(super) co_organisers: Option<String>,
    pub(super) leaflets: Option<i64>,
    pub(super) booklets: Option<i64>,
    pub(super) posters: Option<i64>,
    pub(super) banners: Option<i64>,
    pub(super) panels: Option<i64>,
    pub(super) reach: Option<i64>,
    pub(super) consultations: Option<i64>,
    pub(super) staff: Option<i64>,
    pub(super) broadcasts: Option<i64>,
    pub(super) posts: Option<i64>,
}

pub(super) fn open(vault: &Vault, row: EventRow) -> ApiResult<Event> {
    let key: DataKey = vault.open_key(&row.data_key)?;
    let EventSecrets { notes, .. } = key.open(TABLE, row.id, &row.sealed)?;
    let EventRow { id, facts, version, created_at, updated_at, .. } = row;
    let facts = join(facts, notes)?;
    Ok(Event {
        id,
        facts,
        masked: Vec::new(),
        version,
        created_at: created_at.and_utc(),
        updated_at: updated_at.and_utc(),
    })
}

pub(super) fn join(columns: EventColumns, notes: Option<String>) -> ApiResult<CreateEvent> {
    let EventColumns { kind, held_on, title, settings, theme, division_code, co_organisers, .. } = columns;
    let EventColumns {
        leaflets,
        booklets,
        posters,
        banners,
        panels,
        reach,
        consultations,
        staff,
        broadcasts,
        posts,
        ..
    } = columns;
    Ok(CreateEvent {
        kind: EventKind::stored(&kind)?,
        held_on,
        title,
        settings: codes::parse::<Setting>(&settings)?,
        theme: theme.as_deref().map(Theme::stored).transpose()?,
        division_code,
        co_organisers,
        counts: EventCounts {
            leaflets,
            booklets,
            posters,
            banners,
            panels,
            reach,
            consultations,
            staff,
            broadcasts,
            posts,
        },
        notes,
    })
}

pub(super) fn split(facts: CreateEvent) -> ApiResult<(EventColumns, EventSecrets)> {
    let CreateEvent { kind, held_on, title, settings, theme, division_code, co_organisers, counts, notes } = facts;
    let EventCounts { leaflets, booklets, posters, banners, panels, reach, consultations, staff, broadcasts, posts } =
        counts;
    let columns = EventColumns {
        kind: kind.code().to_owned(),
        held_on,
        title,
        settings: codes::text(&settings)?,
        theme: theme.map(|theme| theme.code().to_owned()),
        division_code,
        co_organisers,
        leaflets,
        booklets,
        posters,
        banners,
        panels,
        reach,
        consultations,
        staff,
        broadcasts,
        posts,
    };
    Ok((columns, EventSecrets { notes, withdrawn_because: None }))
}
