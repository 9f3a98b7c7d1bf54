//! Where handlers find what can be taken out.
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::table::{Installed, Registry};
use crate::platform::error::{ApiError, ApiResult};

/// The lists that this server lets out.
pub struct Lists(pub Registry);

impl FromRequest for Lists {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let installed = request.app_data::<Installed>().map(|installed| Self(installed.0.clone()));
        std::future::ready(installed.ok_or_else(|| ApiError::Internal("the lists are not installed".into())))
    }
}
