//! The reference of the format, written from its schema: every table with its fields, every list of choices.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

const HEAD: &str = "# Reference

Every table that can stand in a scenario, and every value that is one of a few. A field in **bold** has to be there;
for the others the last column says what they are if nobody says.
";

/// The reference of this schema, in the order in which a reader comes upon things.
pub(crate) fn of(schema: &Value) -> String {
    let mut page = HEAD.to_owned();
    let (mut queue, mut done) = (vec!["Scenario".to_owned()], BTreeSet::new());
    while !queue.is_empty() {
        let name = queue.remove(0);
        if !done.insert(name.clone()) {
            continue;
        }
        let definition = if name == "Scenario" { schema } else { &schema["$defs"][&name] };
        let mut found = Vec::new();
        let _ = write!(page, "\n## {}\n\n", title(&name));
        if let Some(text) = definition["description"].as_str() {
            let _ = write!(page, "{}\n\n", flowing(text));
        }
        if definition["properties"].is_object() {
            fields(&mut page, definition, &mut found);
        } else {
            choices(&mut page, definition, &mut found);
        }
        queue.extend(found);
    }
    page
}

fn fields(page: &mut String, definition: &Value, found: &mut Vec<String>) {
    *page += "| field | what it is | | if nobody says |\n|---|---|---|---|\n";
    let required = definition["required"].as_array().cloned().unwrap_or_default();
    for (name, field) in definition["properties"].as_object().into_iter().flatten() {
        let is_required = required.contains(&Value::from(name.as_str()));
        let name = if is_required { format!("**`{name}`**") } else { format!("`{name}`") };
        let default = match (&field["default"], is_required) {
            (Value::Object(_) | Value::Null, _) | (_, true) => String::new(),
            (default, false) => format!("`{default}`"),
        };
        let text = flowing(field["description"].as_str().unwrap_or_default());
        let _ = writeln!(page, "| {name} | {text} | {} | {default} |", kind(field, found));
    }
}

/// One of several things: a word, or a table with one key that says which.
fn choices(page: &mut String, definition: &Value, found: &mut Vec<String>) {
    let one_of = ["oneOf", "anyOf"].into_iter().find_map(|key| definition[key].as_array());
    let Some(choices) = one_of else {
        let _ = writeln!(page, "{}", kind(definition, found));
        return;
    };
    *page += "| one of | what it is | |\n|---|---|---|\n";
    for choice in choices {
        let text = flowing(choice["description"].as_str().unwrap_or_default());
        if let Some((key, inner)) =
            choice["properties"].as_object().and_then(|all| all.iter().next())
        {
            let _ = writeln!(page, "| `{key}` | {text} | {} |", kind(inner, found));
        } else if choice["const"].is_string() || choice["enum"].is_array() {
            for word in words(choice) {
                let _ = writeln!(page, "| `\"{word}\"` | {text} | |");
            }
        } else {
            let _ = writeln!(page, "| {} | {text} | |", kind(choice, found));
        }
    }
}

fn words(schema: &Value) -> Vec<&str> {
    let several = schema["enum"].as_array().into_iter().flatten();
    schema["const"].as_str().into_iter().chain(several.filter_map(Value::as_str)).collect()
}

/// What a value is, in a few words, with a link where there is more to say.
fn kind(schema: &Value, found: &mut Vec<String>) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
        found.push(name.to_owned());
        let title = title(name);
        return format!("[{title}](#{})", title.to_lowercase().replace(' ', "-"));
    }
    let several = ["anyOf", "oneOf"].into_iter().find_map(|key| schema[key].as_array());
    if let Some(several) = several {
        let kinds: Vec<String> = several
            .iter()
            .filter(|one| one["type"] != "null")
            .map(|one| kind(one, found))
            .collect();
        return kinds.join(", or ");
    }
    if !words(schema).is_empty() {
        let words: Vec<String> = words(schema).iter().map(|word| format!("`{word}`")).collect();
        return words.join(", ");
    }
    let types = schema["type"].as_array().map_or_else(
        || vec![schema["type"].as_str().unwrap_or_default()],
        |types| types.iter().filter_map(Value::as_str).collect(),
    );
    match types.into_iter().find(|one| *one != "null") {
        Some("array") if schema["items"].is_object() => {
            format!("list of {}", kind(&schema["items"], found))
        }
        Some("array") => "list".to_owned(),
        Some("object") if schema["properties"].is_object() => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields: Vec<String> =
                fields.map(|(name, field)| format!("`{name}`: {}", kind(field, found))).collect();
            fields.join("; ")
        }
        Some("object") => {
            let more = &schema["additionalProperties"];
            let names = kind(&schema["propertyNames"], found);
            let values = if more.is_object() { kind(more, found) } else { "any".to_owned() };
            format!(
                "table of {values}{}",
                if names.is_empty() { names } else { format!(" by {names}") }
            )
        }
        Some("integer") => "number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("string") => "text".to_owned(),
        _ => String::new(),
    }
}

/// What Rust calls it, for readers: `LinkFaultsModel` is `Link faults`.
fn title(name: &str) -> String {
    let name = name.strip_suffix("Model").unwrap_or(name);
    let mut title = String::new();
    for (at, letter) in name.chars().enumerate() {
        if at > 0 && letter.is_uppercase() {
            title.push(' ');
        }
        if at > 0 { title.extend(letter.to_lowercase()) } else { title.push(letter) }
    }
    title
}

/// A description on one line of a table.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
