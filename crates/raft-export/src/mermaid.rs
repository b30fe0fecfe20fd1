//! A Mermaid sequence diagram: who said what to whom, in the order of arrival.
//!
//! Mermaid gives up on long texts, and readers on long diagrams, so there is a limit; what is left out
//! is counted. Everything that comes from a scenario or a client goes through [`escaped`].

use core::fmt::Write as _;

use raft_scenario::Problem;
use raft_sim::{Address, EventKind, Fact, Flight, Happening, RoleKind, SimTime, Sink, World};

use crate::take::Take;

/// At most so many arrows and notes.
const MOST_LINES: usize = 250;
/// Mermaid refuses a diagram of more than 50,000 characters.
const MOST_CHARACTERS: usize = 45_000;
/// At most so many characters of one message.
const LONGEST_LABEL: usize = 160;

/// Draws the events of a take that happen at `from` or later.
///
/// # Errors
/// If the take cannot be played.
pub(crate) fn write(take: &Take, from: SimTime) -> Result<String, Problem> {
    let script = take.script();
    let setup = &script.setup;
    let mut text = "sequenceDiagram\n".to_owned();
    let _ = writeln!(text, "    title {}", escaped(script.scenario.title.in_language("en")));
    for client in setup.client_ids() {
        let _ = writeln!(text, "    actor {client}");
    }
    for server in setup.server_ids() {
        let _ = writeln!(text, "    participant {server}");
    }
    if let Some(broken) = take.not_raft() {
        let _ = writeln!(text, "    Note over {}: {broken}", everybody(take));
    }
    let mut diagram =
        Diagram { from, text, lines: 0, left_out: 0, in_rect: false, all: everybody(take) };
    take.play(&mut diagram)?;
    Ok(diagram.finish())
}

/// What a note over the whole diagram stands over.
fn everybody(take: &Take) -> String {
    let setup = &take.script().setup;
    let clients = setup.client_ids().map(|id| id.to_string());
    let mut ends = clients.chain(setup.server_ids().map(|id| id.to_string()));
    let first = ends.next().unwrap_or_default();
    ends.last().map_or(first.clone(), |last| format!("{first},{last}"))
}

struct Diagram {
    from: SimTime,
    text: String,
    lines: usize,
    left_out: usize,
    /// Whether something is cut: then what happens stands on a darker ground.
    in_rect: bool,
    all: String,
}

impl Sink for Diagram {
    fn see(&mut self, world: &World, happening: Happening<'_>) {
        let position = happening.event.position;
        if position.time >= self.from {
            if let Some(flight) = happening.arrived {
                self.message(flight, &happening);
            }
            for fact in happening.facts {
                self.fact(fact, position.time);
            }
        }
        // Before the first line of the diagram as well: what is cut then is cut in it.
        self.ground(world, &happening);
    }
}

impl Diagram {
    fn message(&mut self, flight: &Flight, happening: &Happening<'_>) {
        let (from, to) = (flight.id.from, flight.id.to);
        let (arrow, fate) = match happening.event.kind {
            EventKind::Lost(_, why) => ("-x", format!(" × {}", why.name())),
            _ if is_answer(flight) => ("-->>", String::new()),
            _ => ("->>", String::new()),
        };
        // The golden line begins with who speaks to whom, and so does the arrow.
        let said = flight.to_string();
        let said = said.strip_prefix(&format!("{from} → {to} ")).unwrap_or(&said);
        let time = happening.event.position.time;
        self.line(&format!("{from}{arrow}{to}: {}", escaped(&format!("{time} {said}{fate}"))));
    }

    fn fact(&mut self, fact: &Fact, time: SimTime) {
        let mut over = |who: &str, what: String| {
            self.line(&format!("Note over {who}: {}", escaped(&format!("{time} {what}"))));
        };
        match fact {
            Fact::Role { server, role: RoleKind::Follower } => {
                over(&server.to_string(), "steps down".to_owned());
            }
            Fact::Role { server, role } => over(&server.to_string(), role.name().to_owned()),
            Fact::Term { server, term } => over(&server.to_string(), format!("term {term}")),
            Fact::Commit { server, index } => {
                over(&server.to_string(), format!("commit index {index}"));
            }
            Fact::Crashed { server, .. } => over(&server.to_string(), "crashes".to_owned()),
            Fact::Restarted { server, .. } => over(&server.to_string(), "restarts".to_owned()),
            Fact::Wiped(server) => over(&server.to_string(), "loses its disk".to_owned()),
            Fact::Truncated { server, from } => {
                over(&server.to_string(), format!("cuts its log from {from}"));
            }
            Fact::Fault { what, server, value } => {
                over(&server.to_string(), format!("{} {value}", what.name()));
            }
            Fact::Cut { from, to } => {
                over(&format!("{from},{to}"), format!("link cut {from} to {to}"));
            }
            Fact::Healed { from, to } => {
                over(&format!("{from},{to}"), format!("link healed {from} to {to}"));
            }
            Fact::Succeeded(id) => over(&id.client.to_string(), format!("{id} ok")),
            Fact::Failed(id) => over(&id.client.to_string(), format!("{id} failed")),
            Fact::GivenUp(id) => over(&id.client.to_string(), format!("{id} unknown")),
            _ => {}
        }
    }

    /// Opens and closes the darker ground, and says who is on which side.
    fn ground(&mut self, world: &World, happening: &Happening<'_>) {
        let ids = || world.servers().iter().map(|server| Address::Server(server.id()));
        let cut = ids().any(|from| ids().any(|to| world.network().is_cut(from, to)));
        let divided = happening.facts.iter().any(|fact| matches!(fact, Fact::Side { .. }));
        let time = happening.event.position.time;
        let shown = time >= self.from;
        if cut && !self.in_rect && self.has_room(0) {
            self.lines += 1;
            self.text.push_str("    rect rgba(128, 128, 128, 0.15)\n");
            self.in_rect = true;
        }
        if divided && cut && shown {
            let text = escaped(&format!("{time} partition {}", sides(world)));
            self.line(&format!("Note over {}: {text}", self.all.clone()));
        }
        if !cut && self.in_rect {
            self.in_rect = false;
            // Whatever is left out, what was opened is closed.
            if shown {
                let text = escaped(&format!("{time} all links healed"));
                self.line(&format!("Note over {}: {text}", self.all.clone()));
            }
            self.text.push_str("    end\n");
        }
    }

    fn has_room(&self, length: usize) -> bool {
        self.lines < MOST_LINES && self.text.len() + length <= MOST_CHARACTERS
    }

    fn line(&mut self, line: &str) {
        if !self.has_room(line.len()) {
            self.left_out += 1;
            return;
        }
        self.lines += 1;
        let _ = writeln!(self.text, "    {line}");
    }

    fn finish(mut self) -> String {
        if self.left_out > 0 {
            let (all, left_out) = (&self.all, self.left_out);
            let _ = writeln!(self.text, "    Note over {all}: {left_out} more lines are left out");
        }
        if self.in_rect {
            self.text.push_str("    end\n");
        }
        self.text
    }
}

fn is_answer(flight: &Flight) -> bool {
    flight.id.kind.name().ends_with("Reply")
}

fn sides(world: &World) -> String {
    let sides = world.network().sides().unwrap_or_default();
    let last = sides.iter().max().copied().unwrap_or_default();
    let side = |wanted: u8| {
        let ids = world.servers().iter().zip(sides).filter(|(_, side)| **side == wanted);
        ids.map(|(server, _)| server.id().to_string()).collect::<Vec<_>>().join(" ")
    };
    (0..=last).map(side).collect::<Vec<_>>().join(" | ")
}

/// Text as it can stand in a label. A line break, a semicolon or a number sign would end it; Mermaid has
/// codes for those, and for what it would take for HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for one in text.chars().take(LONGEST_LABEL) {
        match one {
            '#' | ';' | '<' | '>' | '&' | '"' | '%' | '{' | '}' | '\\' => {
                let _ = write!(safe, "#{};", u32::from(one));
            }
            one if one.is_control() => safe.push(' '),
            one => safe.push(one),
        }
    }
    if text.chars().count() > LONGEST_LABEL {
        safe.push('…');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_breaks_out() {
        let hostile = "a;end\nn1->>n2: <b> #1 %% {x}";
        assert_eq!(
            escaped(hostile),
            "a#59;end n1-#62;#62;n2: #60;b#62; #35;1 #37;#37; #123;x#125;"
        );
        assert_eq!(escaped(&"x".repeat(500)).chars().count(), LONGEST_LABEL + 1);
    }
}
