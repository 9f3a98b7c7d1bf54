//! Passwords come from the terminal or from standard input, never from the command line, where others can read them.
use std::io::{BufRead, IsTerminal};

use crate::start::Refusal;

/// A new password: the first line of standard input, or asked for twice.
///
/// # Errors
/// There is no terminal to ask at, the two differ, or nothing was given.
pub fn read_new(is_from_stdin: bool) -> Result<String, Refusal> {
    if is_from_stdin {
        return first_line(&mut std::io::stdin().lock());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Refusal::Failed(
            "there is no terminal to ask for the password; give it on standard input with --password-stdin".into(),
        ));
    }
    let first = ask("New password 新密码 (12 to 128 characters): ")?;
    if first == ask("Once more 再输一次: ")? {
        return Ok(first);
    }
    Err(Refusal::Failed("the two passwords differ (两次输入的密码不一致)".into()))
}

fn ask(prompt: &str) -> Result<String, Refusal> {
    rpassword::prompt_password(prompt).map_err(|error| Refusal::Failed(format!("the password cannot be read: {error}")))
}

fn first_line(input: &mut impl BufRead) -> Result<String, Refusal> {
    let mut line = String::new();
    input.read_line(&mut line).map_err(|error| Refusal::Failed(format!("the password cannot be read: {error}")))?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Err(Refusal::Failed("standard input holds no password".into())),
        password => Ok(password.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_the_password_spaces_and_all() {
        assert_eq!(first_line(&mut &b" correct horse \r\nrest"[..]).unwrap(), " correct horse ");
        assert!(first_line(&mut &b"\n"[..]).is_err());
        assert!(first_line(&mut &b"\xff\xfe\n"[..]).is_err());
    }
}
