//! Standard output. Whoever reads it may stop reading, as `head` does: then there is nothing left to do.

use std::fmt::Arguments;
use std::io::{self, Write as _};
use std::process::exit;

/// Prints a line.
pub(crate) fn line(arguments: Arguments<'_>) {
    print(format_args!("{arguments}\n"));
}

/// Prints a whole document.
pub(crate) fn text(text: &str) {
    print(format_args!("{text}"));
}

fn print(arguments: Arguments<'_>) {
    match io::stdout().lock().write_fmt(arguments) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit(0),
        Err(error) => {
            eprintln!("raft-cli: cannot print: {error}");
            exit(i32::from(crate::BAD_INPUT));
        }
    }
}

/// `println!` that does not panic when nobody reads any more.
macro_rules! say {
    ($($argument:tt)*) => { crate::output::line(format_args!($($argument)*)) };
}

pub(crate) use say;
