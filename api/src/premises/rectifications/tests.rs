//! Orders and leads that hang on another place.
