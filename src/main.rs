//! The `mtlint` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    mtlint::cli::run()
}
