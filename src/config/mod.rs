//! What holds for a run: the command line, then `mtlint.toml`, then the environment, then the profile.
//!
//! [`Options`] is the file as written, [`Layer`] what one place says, [`Settings`] what holds and where it came from.
//! Reading files and variables is left to the command.

mod layer;
mod options;
mod policy;
mod schema;
mod settings;

pub use layer::{Held, Layer, VARIABLES, environment};
pub use options::{Options, Override, Word};
pub use policy::{Here, Level, Policies, RuleLevel, Rules};
pub use schema::schema;
pub use settings::{FailOn, Origin, PROFILES, Profile, Settings};
