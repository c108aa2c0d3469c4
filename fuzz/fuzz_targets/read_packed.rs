//! Compressed streams, archives and whatever the first bytes say.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| mtlint_fuzz::read(data, None));
