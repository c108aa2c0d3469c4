//! Pages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::input::Format;

fuzz_target!(|data: &[u8]| mtlint_fuzz::read(data, Some(Format::Html)));
