//! Capabilities: one thing a caller may be allowed to do, each a type, so that a handler's signature says who may.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing a caller may be allowed to do.
pub trait Capability: 'static {
    /// As published: `personnel:read`.
    const NAME: &'static str;
    /// Its place in a [`CapabilitySet`].
    const INDEX: u32;
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $capability:ident = $name:tt,)+) => {
        /// Every capability, as published in the API document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $name)] $capability,)+ }

        /// The names of all capabilities.
        pub const CAPABILITIES: &[&str] = &[$($name),+];

        $(
            $(#[$doc])*
            pub struct $capability;
            impl Capability for $capability {
                const NAME: &'static str = $name;
                const INDEX: u32 = Permission::$capability as u32;
            }
        )+
    };
}

capabilities! {
    /// See and end one's own session.
    UseSession = "session:use",
    /// Read the area tree, profiles and grids.
    ReadDivisions = "divisions:read",
    /// Change the area tree, profiles and grids.
    WriteDivisions = "divisions:write",
    /// Read the work force, the leading group and the document register.
    ReadStaff = "staff:read",
    /// Change the work force, the leading group and the document register.
    WriteStaff = "staff:write",
    /// Read registered persons.
    ReadPersonnel = "personnel:read",
    /// Register, change and withdraw persons.
    WritePersonnel = "personnel:write",
    /// Find a person by identity number or phone.
    SearchPersonnel = "personnel:search",
    /// Take masked lists of persons out of the system.
    ExportPersonnel = "personnel:export",
    /// See what is masked of a person, for a purpose that is stated.
    RevealPersonnel = "personnel:reveal",
    /// See who changed and who was shown a person's file.
    ReadHistory = "history:read",
    /// Read treatment episodes.
    ReadTreatments = "treatments:read",
    /// Record treatment episodes.
    WriteTreatments = "treatments:write",
    /// Read drug tests.
    ReadTests = "tests:read",
    /// Record drug tests.
    WriteTests = "tests:write",
    /// Read visits.
    ReadVisits = "visits:read",
    /// Record visits.
    WriteVisits = "visits:write",
    /// Read places.
    ReadPremises = "premises:read",
    /// Register, change and withdraw places.
    WritePremises = "premises:write",
    /// Propose places from the field.
    ProposePremises = "premises:propose",
    /// Accept places that were proposed; merge duplicates and undo that.
    DecidePremises = "premises:decide",
    /// Read inspections and campaigns.
    ReadInspections = "inspections:read",
    /// Record inspections; register, change and withdraw campaigns.
    WriteInspections = "inspections:write",
    /// See signs of haste in how inspections were signed.
    ReviewInspections = "inspections:review",
    /// Freeze the list of a round, leave places out of it with a reason, share it out.
    PlanCampaigns = "campaigns:plan",
    /// Read events.
    ReadEvents = "events:read",
    /// Record, change and withdraw events.
    WriteEvents = "events:write",
    /// Read clues among the events.
    ReadClues = "clues:read",
    /// Read imports and their reports.
    ReadImports = "imports:read",
    /// Plan, commit and discard imports.
    WriteImports = "imports:write",
    /// Undo imports that were written.
    RevertImports = "imports:revert",
    /// Read figures.
    ReadIndicators = "indicators:read",
    /// Read reports.
    ReadReports = "reports:read",
    /// Draft, edit, freeze and withdraw reports.
    WriteReports = "reports:write",
    /// Read leaves and absences.
    ReadLeaves = "leaves:read",
    /// Record and decide leaves, and absences without one.
    WriteLeaves = "leaves:write",
    /// Read what was reported and handed over to the police.
    ReadHandovers = "handovers:read",
    /// Record reports to the police and their receipts.
    WriteHandovers = "handovers:write",
    /// Read admonitions and warnings.
    ReadNotices = "notices:read",
    /// Record admonitions and warnings.
    WriteNotices = "notices:write",
    /// Read risk assessments.
    ReadAssessments = "assessments:read",
    /// Record approved risk assessments.
    WriteAssessments = "assessments:write",
    /// Read changes of the place of execution.
    ReadTransfers = "transfers:read",
    /// Ask for, accept and decline changes of the place of execution.
    WriteTransfers = "transfers:write",
    /// Print official papers for a person.
    ReadPapers = "papers:read",
    /// End the control of somebody and seal the file; register who relapsed.
    EndControl = "control:end",
    /// Read duties: those about places, and with `duties:read` those about persons too.
    ReadTasks = "tasks:read",
    /// Read duties about persons, and why they are owed.
    ReadDuties = "duties:read",
    /// Accept, hand back and confirm duties.
    WorkTasks = "tasks:work",
    /// Give duties to others.
    AssignTasks = "tasks:assign",
    /// Read the rules that duties follow from.
    ReadRules = "rules:read",
    /// Read the journal and who was shown whom.
    ReadAudit = "audit:read",
    /// Read orders to put defects right.
    ReadRectifications = "rectifications:read",
    /// Give, change, refer and withdraw orders to put defects right.
    WriteRectifications = "rectifications:write",
    /// Read leads to the police: signs of a laboratory that inspections saw.
    ReadLeads = "leads:read",
    /// Record that the police have received a lead.
    DecideLeads = "leads:decide",
    /// Read machine clients.
    ReadClients = "clients:read",
    /// Make, change and revoke machine clients and their keys.
    ManageClients = "clients:manage",
    /// Ask for lists to be taken out, and fetch them.
    RequestExports = "exports:request",
    /// Approve or refuse lists with identities in full that somebody else asks for.
    ApproveExports = "exports:approve",
    /// Read how the roster differs from the committee's list.
    ReadReconciliation = "reconciliation:read",
    /// Decide on such differences: what is accepted becomes facts.
    DecideReconciliation = "reconciliation:decide",
    /// Follow the changes of what one may read.
    ReadChanges = "changes:read",
    /// Read webhooks, where they may lead and what they delivered.
    ReadWebhooks = "webhooks:read",
    /// Enter, change, pause and withdraw webhooks, and where they may lead.
    ManageWebhooks = "webhooks:manage",
    /// Take views out of what one's division shares.
    ManageViews = "views:manage",
    /// Read accounts, roles and what is asked for accounts.
    ReadAccounts = "accounts:read",
    /// Make, lock and close accounts, and hand out set-up codes.
    ManageAccounts = "accounts:manage",
    /// Ask for roles, and take them away.
    GrantAccounts = "accounts:grant",
    /// Confirm what somebody else asks for an account.
    ConfirmAccounts = "accounts:confirm",
    /// Read how the installation stands: version, database, journal, age of the last backup.
    ReadSystem = "system:read",
}

impl Permission {
    /// As published.
    pub fn name(self) -> &'static str {
        CAPABILITIES.get(self as usize).copied().unwrap_or_default()
    }
}

/// A set of capabilities, small enough to copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CapabilitySet(u128);

impl CapabilitySet {
    /// The set of `names`; unknown names are left out and reported.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self::default();
        for name in names {
            match CAPABILITIES.iter().position(|known| *known == name) {
                Some(index) => set.0 |= 1 << index,
                None => tracing::warn!(name, "a role names an unknown capability"),
            }
        }
        set
    }

    /// What is in both.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The same with `C`.
    #[must_use]
    pub fn with<C: Capability>(self) -> Self {
        Self(self.0 | 1 << C::INDEX)
    }

    /// Whether nothing in it is missing in `other`.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether `C` is in it.
    pub fn has<C: Capability>(self) -> bool {
        self.0 & (1 << C::INDEX) != 0
    }

    /// Whether the capability of this name is in it.
    pub fn holds(self, name: &str) -> bool {
        self.names().any(|held| held == name)
    }

    /// The names in it, as published.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        CAPABILITIES.iter().enumerate().filter(move |(index, _)| self.0 & (1 << index) != 0).map(|(_, name)| *name)
    }
}
