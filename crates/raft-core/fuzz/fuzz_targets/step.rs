//! `cargo +nightly fuzz run step`, in `crates/raft-core`.

#![no_main]

#[path = "../../tests/harness/bytes.rs"]
mod bytes;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bytes::live(data));
