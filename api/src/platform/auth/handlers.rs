//! Signing in and out, and one's own account.
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::accounts::{self, Account, AccountChange, NO_PASSWORD, NewAccount, setting_up};
use super::dto::{AccessToken, ChangePassword, LogIn, Me, SetPassword, SetUp};
use super::sessions::{self, LONGEST_HOURS, Opened};
use super::setup::CLOSED;
use super::token::{ACCESS_SECONDS, session_named_in};
use super::{Anonymous, Caller, UseSession, password, roles};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::Json;

const WRONG: Rule =
    Rule { code: "sign_in.wrong", zh: "登录名或密码不对", en: "the user name or the password is wrong" };
const FIRST_ROLE: &str = "office_head";

/// Sign in with name and password.
#[utoipa::path(tag = "auth", security(()), responses((status = OK, body = AccessToken), ApiError))]
#[post("/auth/login")]
pub async fn log_in(anyone: Anonymous, Json(given): Json<LogIn>) -> ApiResult<HttpResponse> {
    let LogIn { username, password } = given;
    let account = authenticate(&anyone, &username, password).await?;
    let work = move |db: &mut _| {
        accounts::note_sign_in(db, account.id, clock::now().naive_utc())?;
        sessions::open(db, account.id)
    };
    let opened = anyone.platform.db.write(work).await?;
    answer(&anyone, opened)
}

/// The same text and the same work whether the name or the password is wrong.
async fn authenticate(anyone: &Anonymous, username: &str, password: String) -> ApiResult<Account> {
    let sessions = &anyone.platform.sessions;
    sessions.throttle.attempt(username)?;
    let name = username.to_owned();
    let account = anyone
        .system()
        .read_primary(move |reading| accounts::find_by_name(reading, &name))
        .await?
        .filter(|account| account.is_active);
    // Who has not set a password yet is looked at as long as who has.
    let hashed = account.as_ref().map(|account| account.password_hash.clone()).filter(|hash| hash != NO_PASSWORD);
    let is_right = sessions.passwords.verify(password, hashed).await?;
    let Some(account) = account.filter(|_| is_right) else {
        return Err(ApiError::SignInRefused(WRONG));
    };
    sessions.throttle.succeeded(username);
    Ok(account)
}

/// Continue the session of the refresh cookie.
#[utoipa::path(tag = "auth", security(()), responses((status = OK, body = AccessToken), ApiError))]
#[post("/auth/refresh")]
pub async fn refresh(anyone: Anonymous) -> ApiResult<HttpResponse> {
    refuse_other_sites(&anyone.request)?;
    let token = refresh_cookie(&anyone).ok_or(ApiError::Unauthenticated)?;
    let (platform, named) = (anyone.platform.clone(), session_named_in(&token));
    let opened = anyone.platform.db.write(move |db| sessions::rotate(db, &platform.sessions.tokens, &token)).await?;
    if let (None, Some(session_id)) = (&opened, named) {
        anyone.platform.sessions.forget(session_id);
    }
    answer(&anyone, opened.ok_or(ApiError::Unauthenticated)?)
}

/// End the session of the refresh cookie.
#[utoipa::path(tag = "auth", security(()), responses((status = NO_CONTENT), ApiError))]
#[post("/auth/logout")]
pub async fn log_out(anyone: Anonymous) -> ApiResult<HttpResponse> {
    refuse_other_sites(&anyone.request)?;
    if let Some(token) = refresh_cookie(&anyone) {
        let work = move |db: &mut _| {
            let ended = sessions::of_token(db, &token)?;
            ended.map_or(Ok(()), |session_id| sessions::revoke(db, session_id))?;
            Ok(ended)
        };
        let ended = anyone.platform.db.write(work).await?;
        ended.into_iter().for_each(|session_id| anyone.platform.sessions.forget(session_id));
    }
    let mut gone = cookie(&anyone, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).insert_header(("clear-site-data", "\"storage\"")).finish())
}

/// Make the first account, with the one-time code from the console.
#[utoipa::path(tag = "auth", security(()), responses((status = OK, body = AccessToken), ApiError))]
#[post("/auth/setup")]
pub async fn set_up(anyone: Anonymous, Json(given): Json<SetUp>) -> ApiResult<HttpResponse> {
    let SetUp { code, username, password, display_name, division_code } = given;
    let sessions = &anyone.platform.sessions;
    sessions.setup.check(&code)?;
    accounts::check_facts(&username, &display_name, &division_code)?;
    password::check("/password", &password, &[&username, &display_name])?;
    let password_hash = sessions.passwords.hash(password).await?;
    let new = NewAccount { username, display_name, role: FIRST_ROLE.into(), division_code, password_hash };
    let work = move |tx: &mut Tx<'_>| {
        let account_id = accounts::insert_first(tx, new)?;
        sessions::open(tx.db, account_id)
    };
    let made = anyone.system().write(work).await;
    if matches!(made, Ok(_) | Err(ApiError::Conflict(CLOSED))) {
        sessions.setup.close();
    }
    answer(&anyone, made?)
}

/// Set one's own password with the one-time code that an administrator handed over, and sign in; other sessions end.
#[utoipa::path(tag = "auth", security(()), responses((status = OK, body = AccessToken), ApiError))]
#[post("/auth/set-password")]
pub async fn set_password(anyone: Anonymous, Json(given): Json<SetPassword>) -> ApiResult<HttpResponse> {
    let SetPassword { username, code, new_password } = given;
    let sessions = &anyone.platform.sessions;
    // No user name holds a control character: who guesses codes and who guesses passwords are counted apart.
    let guessing = format!("\u{1}{username}");
    sessions.throttle.attempt(&guessing)?;
    let (name, given) = (username.clone(), code.clone());
    let found = anyone.system().read_primary(move |reading| setting_up::find(reading, &name, &given)).await?;
    sessions.throttle.succeeded(&guessing);
    password::check("/new_password", &new_password, &[&username, &found.display_name])?;
    let hash = sessions.passwords.hash(new_password).await?;
    let work = move |tx: &mut Tx<'_>| {
        let account_id = setting_up::finish(tx, &username, &code, hash)?;
        let at = tx.at().naive_utc();
        accounts::note_sign_in(tx.db, account_id, at)?;
        sessions::open(tx.db, account_id)
    };
    let opened = anyone.acting(found.id).write(work).await?;
    answer(&anyone, opened)
}

/// Oneself.
#[utoipa::path(tag = "auth", security(("bearer" = ["session:use"])), responses((status = OK, body = Me), ApiError))]
#[get("/me")]
pub async fn find_me(caller: Caller<UseSession>) -> ApiResult<web::Json<Me>> {
    let (id, capabilities) = (caller.account_id()?, caller.capabilities);
    let work = move |reading: &mut Reading<'_>| {
        let Account { id, username, display_name, role, division_code, .. } = accounts::find(reading, id)?;
        let title = roles::find(reading.db, &role)?.ok_or(ApiError::Unauthenticated)?;
        let (role_title_zh, role_title_en) = (title.title_zh, title.title_en);
        Ok(Me {
            account_id: id,
            username,
            display_name,
            role,
            role_title_zh,
            role_title_en,
            division_code,
            capabilities: capabilities.names().collect(),
        })
    };
    caller.read_primary(work).await.map(web::Json)
}

/// Change one's own password; every session ends.
#[utoipa::path(tag = "auth", security(("bearer" = ["session:use"])), responses((status = NO_CONTENT), ApiError))]
#[post("/me/password")]
pub async fn change_password(
    caller: Caller<UseSession>,
    anyone: Anonymous,
    Json(given): Json<ChangePassword>,
) -> ApiResult<HttpResponse> {
    let ChangePassword { current_password, new_password } = given;
    caller.expect_person()?;
    let id = caller.account_id()?;
    let account = caller.read_primary(move |reading| accounts::find(reading, id)).await?;
    password::check("/new_password", &new_password, &[&account.username, &account.display_name])?;
    let sessions = &anyone.platform.sessions;
    if !sessions.is_password_of(&account, current_password).await? {
        return Err(ApiError::invalid("/current_password", WRONG));
    }
    let hash = sessions.passwords.hash(new_password).await?;
    caller.write(move |tx| accounts::change(tx, id, AccountChange::Password(hash))).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn answer(anyone: &Anonymous, opened: Opened) -> ApiResult<HttpResponse> {
    let access_token = anyone.platform.sessions.tokens.sign(opened.account_id, opened.session_id)?;
    let body = AccessToken { access_token, token_type: "Bearer", expires_in: ACCESS_SECONDS };
    Ok(HttpResponse::Ok().cookie(cookie(anyone, opened.refresh_token)).json(body))
}

/// `__Host-` binds the cookie to this host over TLS; loopback without TLS cannot have it.
fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { "__Host-jindu_refresh" } else { "jindu_refresh" }
}

fn cookie(anyone: &Anonymous, token: String) -> Cookie<'static> {
    let is_secure = anyone.platform.sessions.is_behind_tls();
    Cookie::build(cookie_name(is_secure), token)
        .http_only(true)
        .secure(is_secure)
        .same_site(SameSite::Strict)
        .path("/")
        .max_age(time::Duration::hours(LONGEST_HOURS))
        .finish()
}

fn refresh_cookie(anyone: &Anonymous) -> Option<String> {
    let name = cookie_name(anyone.platform.sessions.is_behind_tls());
    anyone.request.cookie(name).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty())
}

/// `SameSite=Strict` keeps other sites out already; a browser that says where the request came from is believed too.
fn refuse_other_sites(request: &HttpRequest) -> ApiResult<()> {
    match request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(ApiError::Forbidden("same-origin")),
    }
}
