//! The document shows a patch of `CreateX` as `UpdateX`: the same fields, all optional, nullable.
use utoipa::openapi::schema::{OneOfBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, OpenApi, PathItem, Ref, RefOr};

/// Media type of RFC 7396; an operation that takes it is a patch.
pub const MERGE_PATCH: &str = "application/merge-patch+json";
const SCHEMAS: &str = "#/components/schemas/";

/// Replaces `CreateX` by `UpdateX` in every operation that takes a merge-patch, and adds those schemas.
pub fn describe_patches(document: &mut OpenApi) {
    let patched: Vec<String> = document.paths.paths.values_mut().filter_map(rename_body).collect();
    let Some(components) = document.components.as_mut() else { return };
    for created in patched {
        let Some(RefOr::T(schema)) = components.schemas.get(&created).cloned() else { continue };
        components.schemas.insert(updated_name(&created), RefOr::T(optional(schema)));
    }
}

fn updated_name(created: &str) -> String {
    format!("Update{}", created.strip_prefix("Create").unwrap_or(created))
}

fn rename_body(path: &mut PathItem) -> Option<String> {
    let RefOr::T(body) = path.patch.as_mut()?.request_body.as_mut()? else { return None };
    let RefOr::T(content) = body.content.get_mut(MERGE_PATCH)? else { return None };
    let RefOr::Ref(reference) = content.schema.as_ref()? else { return None };
    let created = reference.ref_location.strip_prefix(SCHEMAS)?.to_owned();
    content.schema = Some(RefOr::Ref(Ref::from_schema_name(updated_name(&created))));
    Some(created)
}

fn optional(schema: Schema) -> Schema {
    let Schema::Object(mut object) = schema else { return schema };
    object.required.clear();
    for property in object.properties.values_mut() {
        *property = nullable(property.clone());
    }
    object.description = Some("Changes: what is absent stays, `null` clears.".into());
    Schema::Object(object)
}

fn nullable(property: RefOr<Schema>) -> RefOr<Schema> {
    match property {
        RefOr::T(Schema::Object(mut inner)) => {
            if let SchemaType::Type(kind) = &inner.schema_type {
                inner.schema_type = SchemaType::from_iter([kind.clone(), Type::Null]);
            }
            RefOr::T(Schema::Object(inner))
        }
        RefOr::T(other) => RefOr::T(other),
        reference @ RefOr::Ref(_) => {
            let null = ObjectBuilder::new().schema_type(Type::Null);
            RefOr::T(Schema::OneOf(OneOfBuilder::new().item(null).item(reference).build()))
        }
    }
}
