//! How often the memory allocator is asked for one entry in the steady state.
//!
//! A program of its own, because counting costs time.

#![allow(unsafe_code, reason = "a global allocator is unsafe by nature; it passes everything on")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use raft_core_speed::{Cell, Cluster, Ours, Peer, Server};

struct Counting;

static REQUESTS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size);
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(size: usize) {
    REQUESTS.fetch_add(1, Relaxed);
    BYTES.fetch_add(size as u64, Relaxed);
}

fn counted<S: Server>(cell: Cell, mut cluster: Cluster<S>) -> String {
    let commands = cell.load.commands();
    let before = (REQUESTS.load(Relaxed), BYTES.load(Relaxed));
    cluster.run(commands);
    let each = |now: u64, before: u64| (now - before) as f64 / commands as f64;
    let requests = each(REQUESTS.load(Relaxed), before.0);
    let bytes = each(BYTES.load(Relaxed), before.1);
    format!("{requests:.2} | {bytes:.0}")
}

fn main() {
    println!(
        "| told | servers | commands | raft-core: requests an entry | bytes | raft-rs: requests an entry | bytes |"
    );
    println!("|---|---|---|---|---|---|---|");
    for cell in Cell::all() {
        let ours = counted(cell, Cluster::warm(cell, |at| Ours::new(cell, at, true)));
        let peer = counted(cell, Cluster::warm(cell, |at| Peer::new(cell, at)));
        let (told, servers, load) = (cell.told, cell.servers, cell.load);
        println!("| {told:9} | {servers} | {load:9} | {ours} | {peer} |");
    }
}
