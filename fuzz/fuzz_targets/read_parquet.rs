//! Parquet. The library panics on some broken files, which the reader catches and keeps quiet about; any other panic ends
//! the process.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::input::Format;

fuzz_target!(|data: &[u8]| mtlint_fuzz::read(data, Some(Format::Parquet)));
