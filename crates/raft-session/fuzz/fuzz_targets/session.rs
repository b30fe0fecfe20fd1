//! `cargo +nightly fuzz run session`, in `crates/raft-session`.

#![no_main]

#[path = "../../tests/harness/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::travel(data, &mut bytes::Acted::new()));
