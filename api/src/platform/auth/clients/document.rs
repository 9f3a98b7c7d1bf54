//! What the document says of machines: which operations one may be granted, beside the token of a person.
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::SecurityRequirement;

use super::oauth::{self, SCHEME};

/// Adds the machines' way to every operation whose capability a machine may be granted.
pub fn describe_machines(document: &mut Document) {
    let grantable: Vec<&str> = oauth::scopes().map(|(name, _)| name).collect();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            let Some(security) = &mut operation.security else { continue };
            let granted =
                grantable.iter().find(|name| security.contains(&SecurityRequirement::new("bearer", [**name])));
            if let Some(name) = granted {
                security.push(SecurityRequirement::new(SCHEME, [*name]));
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, post, put, patch, delete, .. } = item;
    [get, post, put, patch, delete].into_iter().flatten()
}
