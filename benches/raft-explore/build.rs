//! With the feature `peer`: where the registry's copy of stateright keeps its Raft example.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "peer")]
    peer::find();
}

#[cfg(feature = "peer")]
mod peer {
    use std::env;
    use std::path::Path;
    use std::process::Command;

    use serde_json::Value;

    pub(super) fn find() {
        let cargo = env::var_os("CARGO").expect("Cargo says where it is");
        let metadata = Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--offline", "--locked"])
            .current_dir(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo says where this is"))
            .output()
            .expect("Cargo runs");
        let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("Cargo writes JSON");
        let packages = metadata["packages"].as_array().expect("packages");
        let peer = packages.iter().find(|package| package["name"] == "stateright");
        let manifest = peer.and_then(|peer| peer["manifest_path"].as_str());
        let manifest = Path::new(manifest.expect("stateright is a dependency"));
        let example = manifest.with_file_name("examples").join("raft.rs");
        assert!(example.exists(), "{} is not there", example.display());
        println!("cargo::rustc-env=STATERIGHT_RAFT_EXAMPLE={}", example.display());
    }
}
