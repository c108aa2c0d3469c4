//! Plain text, Markdown and JSONL: any bytes give articles or errors, never a panic, and every span maps into the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtlint::input::Format;

fuzz_target!(|data: (u8, &[u8])| {
    let format = [Format::Text, Format::Markdown, Format::Jsonl][usize::from(data.0) % 3];
    mtlint_fuzz::read(data.1, Some(format));
});
