//! Lives read from arbitrary bytes: the body of the fuzz target in `fuzz/`, here with a fixed supply
//! of bytes, so that it is run by every test run and cannot rot.

#[path = "harness/bytes.rs"]
mod bytes;

#[test]
fn no_bytes_make_a_server_panic_or_go_back() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for length in (0..20_000).map(|run| run % 400) {
        let life: Vec<u8> = (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            })
            .collect();
        bytes::live(&life);
    }
}
