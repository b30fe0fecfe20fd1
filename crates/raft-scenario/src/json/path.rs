//! Where in a JSON text something is: from a place in the text to `steps[3].do[0].crash`.
//!
//! Tracking the path while parsing would double the size of the parser in the page; errors are rare
//! enough to look for the path afterwards.

/// The path of the value or key at the end of the first so many bytes. Empty for the whole document.
/// Reads any text without failing: what is not JSON has no path.
pub(crate) fn path_at(text: &str, end: usize) -> String {
    let mut walk = Walk::default();
    for byte in &text.as_bytes()[..end.min(text.len())] {
        walk.step(*byte);
    }
    walk.path()
}

#[derive(Default)]
struct Walk {
    containers: Vec<Container>,
    string: Option<Vec<u8>>,
    escaped: bool,
}

enum Container {
    Object { key: Option<String>, expects_key: bool },
    Array { index: usize },
}

impl Walk {
    fn step(&mut self, byte: u8) {
        if self.string.is_some() {
            self.step_in_string(byte);
            return;
        }
        match byte {
            b'"' => self.string = Some(Vec::new()),
            b'{' => self.containers.push(Container::Object { key: None, expects_key: true }),
            b'[' => self.containers.push(Container::Array { index: 0 }),
            b'}' | b']' => {
                self.containers.pop();
            }
            b',' => match self.containers.last_mut() {
                Some(Container::Object { key, expects_key }) => (*key, *expects_key) = (None, true),
                Some(Container::Array { index }) => *index += 1,
                None => {}
            },
            b':' => {
                if let Some(Container::Object { expects_key, .. }) = self.containers.last_mut() {
                    *expects_key = false;
                }
            }
            _ => {}
        }
    }

    fn step_in_string(&mut self, byte: u8) {
        if byte == b'"' && !self.escaped {
            let text = self.string.take().unwrap_or_default();
            if let Some(Container::Object { key, expects_key: true }) = self.containers.last_mut() {
                *key = Some(String::from_utf8_lossy(&text).into_owned());
            }
            return;
        }
        self.escaped = byte == b'\\' && !self.escaped;
        if let Some(text) = &mut self.string {
            text.push(byte);
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for container in &self.containers {
            match container {
                Container::Object { key: Some(key), .. } => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Container::Object { key: None, .. } => {}
                Container::Array { index } => {
                    path.push('[');
                    path.push_str(&index.to_string());
                    path.push(']');
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_path() {
        let text = "{\n  \"a\": [1, {\"b\\\"c\": \"x,y:{\", \"d\": 2}],\n  \"e\": {\"f\": null}\n}";
        for (line, needle, path) in [
            (1, "{", ""),
            (2, "[1", "a[0]"),
            (2, "x", "a[1].b\\\"c"),
            (2, ": 2", "a[1].d"),
            (3, "\"e", ""),
            (3, "\"e\"", "e"),
            (3, "null", "e.f"),
        ] {
            let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let row = text.lines().nth(line - 1).expect("a line");
            let end = before + row.find(needle).expect("a needle") + needle.len();
            assert_eq!(path_at(text, end), path, "{needle}");
        }
        assert_eq!(path_at("}}]] nonsense \"", 99), "");
    }
}
