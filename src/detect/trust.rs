//! How far a fix can be trusted, as rules write it.

use crate::model::Applicability;
use serde::Deserialize;

/// `applicability` of a rule: the model knows no format, so its own type cannot be read from one.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Trust {
    Safe,
    #[default]
    Unsafe,
    Display,
}

impl From<Trust> for Applicability {
    fn from(trust: Trust) -> Self {
        match trust {
            Trust::Safe => Applicability::Safe,
            Trust::Unsafe => Applicability::Unsafe,
            Trust::Display => Applicability::Display,
        }
    }
}
