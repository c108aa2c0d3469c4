//! Parquet. The library may panic on broken files, which the reader turns into an error; so panics must not end the
//! process before they are caught.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::input::Format;
use std::sync::Once;

static QUIET: Once = Once::new();

fuzz_target!(|data: &[u8]| {
    // What nobody catches still ends it, behind this closure.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    mtlint_fuzz::read(data, Some(Format::Parquet));
});
