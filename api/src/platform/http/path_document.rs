//! The document names what an address holds: `{id}` is the id of a record, any other name is text.
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, OpenApi, Ref, RefOr, Required, Schema, Type};

/// Adds the parameters of every address to its operations, unless they name them already.
pub fn describe_addresses(document: &mut OpenApi) {
    for (address, item) in &mut document.paths.paths {
        let names: Vec<&str> =
            address.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        operations.into_iter().flatten().for_each(|operation| describe(operation, &names));
    }
}

fn describe(operation: &mut Operation, names: &[&str]) {
    let parameters = operation.parameters.get_or_insert_default();
    for name in names {
        let is_known = |known: &RefOr<Parameter>| matches!(known, RefOr::T(known) if known.name == *name);
        if !parameters.iter().any(is_known) {
            parameters.push(RefOr::T(parameter(name)));
        }
    }
}

fn parameter(name: &str) -> Parameter {
    let schema: RefOr<Schema> = if name == "id" || name.ends_with("_id") {
        Ref::from_schema_name("Id").into()
    } else {
        ObjectBuilder::new().schema_type(Type::String).into()
    };
    let builder = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True);
    builder.schema(Some(schema)).build()
}
