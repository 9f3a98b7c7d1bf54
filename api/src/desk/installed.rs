//! Where handlers find the lists.
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::list::Lists;
use crate::platform::error::{ApiError, ApiResult};

/// Puts the lists where handlers find them.
pub struct Installed(pub Lists);

impl FromRequest for Lists {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let installed = request.app_data::<Installed>().map(|installed| installed.0.clone());
        std::future::ready(installed.ok_or_else(|| ApiError::Internal("the lists are not installed".into())))
    }
}
