//! Lists the scenarios, so that a new file in `scenarios/` is tried everywhere without being named anywhere.
//! The browser has no files: everything goes in as text.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Below `scenarios/`. What chance does in `scenarios/chaos` is tried by other means.
const FOLDERS: [&str; 4] = ["", "deviations/", "exercises/", "incidents/"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let scenarios = here.join("../../scenarios");
    let mut list = String::from("&[\n");
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", scenarios.join(folder).display());
        for name in names(&scenarios.join(folder))? {
            let name = format!("{folder}{name}");
            let toml = scenarios.join(format!("{name}.toml"));
            let _ = writeln!(list, "Trial {{ name: {name:?}, toml: include_str!({toml:?}) }},");
        }
    }
    list.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("scenarios.rs"), list)
}

/// The names of the scenarios, in alphabetical order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "toml")
            && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
