//! `cargo +nightly fuzz run link`, in `crates/raft-scenario`.

#![no_main]

#[path = "../../tests/harness/hostile.rs"]
#[allow(dead_code)] // each target uses one of them
mod hostile;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    hostile::link(data);
});
