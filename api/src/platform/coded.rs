//! Code lists: one line a value gives the enum, its stored code, its labels in both languages and its place in the document.

/// One value of a code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Label {
    /// As stored and sent.
    #[schema(example = "rental")]
    pub code: &'static str,
    /// What a Chinese ledger calls it.
    #[schema(example = "出租房")]
    pub zh: &'static str,
    /// In English.
    #[schema(example = "Rental housing")]
    pub en: &'static str,
}

/// A code list: an enum whose values have codes and labels.
pub trait Coded: Sized + Copy + 'static {
    /// Name of the list, as `/dictionaries` publishes it.
    const LIST: &'static str;
    /// Every value, in the order people expect.
    const ALL: &'static [Self];

    /// The value's code and labels.
    fn label(self) -> Label;

    /// Other words ledgers use for the value.
    fn synonyms(self) -> &'static [&'static str];

    /// As stored and sent.
    fn code(self) -> &'static str {
        self.label().code
    }

    /// The value with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }

    /// The value a ledger cell names: by Chinese label, English label, code or synonym.
    fn from_label(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        let is_label = |label: Label| label.zh == cell || label.code == cell || label.en.eq_ignore_ascii_case(cell);
        let by_label = Self::ALL.iter().copied().find(|value| is_label(value.label()));
        by_label.or_else(|| Self::ALL.iter().copied().find(|value| value.synonyms().contains(&cell)))
    }

    /// The value a column holds; nonsense there is our fault, not the caller's.
    ///
    /// # Errors
    /// 500 naming the list.
    fn stored(code: &str) -> crate::platform::error::ApiResult<Self> {
        Self::from_code(code).ok_or_else(|| {
            crate::platform::error::ApiError::Internal(
                format!("a column of {} holds an unknown code", Self::LIST).into(),
            )
        })
    }

    /// All labels.
    fn labels() -> Vec<Label> {
        Self::ALL.iter().map(|value| value.label()).collect()
    }
}

/// Declares code lists: `Variant = "code", "中文", "English";`, with the other words ledgers use behind bars:
/// `Variant = "code", "中文", "English" | "别称" | "旧称";`.
#[macro_export]
macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident in $list:literal { $($variant:ident = $code:tt, $zh:literal, $en:literal $(| $also:literal)*;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name { $(#[doc = $zh] #[serde(rename = $code)] $variant,)+ }

        impl $crate::platform::coded::Coded for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn label(self) -> $crate::platform::coded::Label {
                match self { $(Self::$variant => $crate::platform::coded::Label { code: $code, zh: $zh, en: $en },)+ }
            }

            fn synonyms(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($also),*],)+ }
            }
        }
    )+};
}
