//! Causes: what made it so, and what was needed besides.

mod world;

use raft_session::dto::{SubjectFrame, Why, WhyLink, WhyQuestion};
use raft_session::{Problem, ProblemKind, Session};
use world::{act, busy, default_story, open};

fn fact(server: &str, fact: &str) -> WhyQuestion {
    WhyQuestion {
        server: Some(server.to_owned()),
        fact: Some(fact.to_owned()),
        ..WhyQuestion::default()
    }
}

fn entry(server: &str, index: f64) -> WhyQuestion {
    WhyQuestion { server: Some(server.to_owned()), entry: Some(index), ..WhyQuestion::default() }
}

fn message(id: &str) -> WhyQuestion {
    WhyQuestion { message: Some(id.to_owned()), ..WhyQuestion::default() }
}

fn operation(id: &str) -> WhyQuestion {
    WhyQuestion { operation: Some(id.to_owned()), ..WhyQuestion::default() }
}

fn event(number: f64) -> WhyQuestion {
    WhyQuestion { event: Some(number), ..WhyQuestion::default() }
}

fn at(session: &mut Session, ms: f64) -> &mut Session {
    session.seek(ms).expect("a moment");
    session
}

fn lines(why: &Why) -> Vec<&str> {
    why.chain.iter().map(|link| link.line.as_str()).collect()
}

fn also(link: &WhyLink) -> Vec<&str> {
    link.also.iter().map(|also| also.line.as_str()).collect()
}

#[test]
fn a_leader_goes_back_to_its_timer_and_to_its_votes() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let why = at(&mut session, 200.0).why(&fact("n1", "role")).expect("an answer");
    assert_eq!(
        lines(&why),
        [
            "80ms n2 → n1 RequestVoteReply t1 yes · n1 leader",
            "65ms n2 on disk: write 1",
            "60ms n1 → n2 RequestVote t1 last=0@0 · n2 t1",
            "45ms n1 on disk: write 1",
            "40ms n1 election timeout · n1 t1 · n1 candidate",
            "0ms action · n1 times out at 40ms",
        ]
    );
    assert!(!why.more);
    assert_eq!(also(&why.chain[0]), ["45ms n1 on disk: write 1"], "its own vote");
    assert!(why.chain[1..].iter().all(|link| link.also.is_empty()));
    let won = &why.chain[0];
    assert_eq!(won.sentence.as_deref(), Some("election-won"));
    assert_eq!(
        (won.rule.as_deref(), won.section.as_deref()),
        (Some("majority-elects"), Some("§5.2"))
    );
    assert_eq!((won.telling, won.servers.as_slice()), (true, ["n1".to_owned()].as_slice()));
    let disk = &why.chain[1];
    assert_eq!((disk.telling, disk.sentence.as_deref()), (false, None));
}

#[test]
fn a_timeout_names_where_the_timer_started_and_what_silenced_the_leader() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let why = at(&mut session, 450.0).why(&fact("n2", "term")).expect("an answer");
    let [opened, heard, ..] = why.chain.as_slice() else { panic!("{:?}", lines(&why)) };
    assert!(opened.line.contains("n2 election timeout"), "{}", opened.line);
    assert!(!opened.waited, "it is what is asked about");
    assert!(heard.waited, "the timer ran from {} on", heard.line);
    assert!(heard.line.contains("n1 → n2 AppendEntries"), "{}", heard.line);
    assert_eq!(also(opened).len(), 1, "{:?}", also(opened));
    assert!(also(opened)[0].contains("n1 crashes"), "{:?}", also(opened));
}

#[test]
fn five_servers_need_two_votes_besides_the_own() {
    let json = r#"{ "format": 1, "title": "Five", "seed": 1, "until": "1s", "cluster": { "servers": 5 } }"#;
    let mut session = open(raft_session::Scenario::from_json(json).expect("a scenario"));
    assert!(session.run_until(&raft_session::Goal::Leader).expect("somebody leads"));
    let leader = session
        .state()
        .servers
        .into_iter()
        .find(|(_, server)| server.state == raft_session::dto::PublicRole::Leader);
    let (leader, _) = leader.expect("somebody leads");
    let why = session.why(&fact(&leader, "role")).expect("an answer");
    let also = also(&why.chain[0]);
    assert_eq!(also.len(), 2, "{also:?}: its own vote and one more before the last");
    assert!(also[0].contains(&format!("{leader} on disk")));
    assert!(also[1].contains(&format!("→ {leader} RequestVoteReply")) && also[1].contains("yes"));
    // Each of them can be asked in turn.
    for more in &why.chain[0].also {
        let why = session.why(&event(f64::from(more.ordinal))).expect("an answer");
        assert_eq!(why.chain[0].line, more.line);
        assert!(why.chain.len() > 1);
    }
}

#[test]
fn a_commit_names_who_was_counted() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let why = at(&mut session, 240.0).why(&fact("n1", "commit")).expect("an answer");
    assert_eq!(
        lines(&why),
        [
            "230ms n2 → n1 AppendEntriesReply t1 match=1 · n1 commit=1",
            "215ms n2 on disk: write 2",
            "210ms n1 → n2 AppendEntries t1 prev=0@0 [1@1] commit=0 · n2 log=1@1",
            "195ms c1 → n1 ClientRequest c1#1 x=1 · n1 log=1@1",
            "185ms action · c1#1 x=1",
        ]
    );
    assert_eq!(also(&why.chain[0]), ["200ms n1 on disk: write 2"], "the leader's own disk");
    assert_eq!(why.chain[0].rule.as_deref(), Some("majority-commits"));
    let applied = session.why(&fact("n1", "applied")).expect("an answer");
    assert_eq!(applied, why, "applied in the same event");
    // A follower hears of it: what the leader counted is behind that.
    let why = at(&mut session, 280.0).why(&fact("n3", "commit")).expect("an answer");
    assert!(
        why.chain[0].line.contains("n1 → n3 AppendEntries")
            && why.chain[0].line.contains("commit=1")
    );
    assert_eq!(also(&why.chain[0]), ["230ms n2 → n1 AppendEntriesReply t1 match=1 · n1 commit=1"]);
}

#[test]
fn five_servers_commit_with_two_acknowledgements_besides_the_own_disk() {
    let mut session = busy();
    session.advance(600.0).expect("a moment");
    let rows = session.events(1, 1_000).expect("events");
    let mut counted = 0;
    for row in rows.iter().filter(|row| row.line.contains("AppendEntriesReply")) {
        if !row.line.contains(" commit=") {
            continue;
        }
        let why = session.why(&event(f64::from(row.ordinal))).expect("an answer");
        let also = also(&why.chain[0]);
        assert_eq!(also.len(), 2, "{}: {also:?}", row.line);
        let own = also.iter().filter(|line| line.contains("on disk")).count();
        let acks = also.iter().filter(|line| line.contains("AppendEntriesReply")).count();
        assert!((own, acks) == (1, 1) || (own, acks) == (0, 2), "{also:?}");
        counted += 1;
    }
    assert!(counted > 3, "only {counted} commits by an acknowledgement");
}

#[test]
fn an_entry_goes_back_to_the_message_that_brought_it() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    let why = session.why(&entry("n1", 2.0)).expect("an answer");
    assert!(why.chain[0].line.contains("n2 → n1 AppendEntries t2 prev=1@1 [2@2]"));
    assert!(why.chain.last().is_some_and(|link| link.line.contains("c1#2 x=2")));
    let why = session.why(&entry("n3", 2.0)).expect("an answer");
    assert_eq!(
        lines(&why)[..2],
        [
            "545ms n2 → n3 AppendEntries t2 prev=1@1 [2@2] commit=1 · n3 log=2@2",
            "530ms c1 → n2 ClientRequest c1#2 x=2 · n2 log=2@2",
        ]
    );
    // What had reached the disk is there after a crash because of what first brought it.
    let why = session.why(&entry("n1", 1.0)).expect("an answer");
    assert_eq!(why.chain[0].line, "195ms c1 → n1 ClientRequest c1#1 x=1 · n1 log=1@1");
}

#[test]
fn an_entry_whose_write_was_lost_is_there_because_of_the_second_time() {
    let mut session = default_story();
    // n3 has the entry in memory; its disk has not.
    session.advance(217.0).expect("a moment");
    assert!(session.why(&entry("n3", 1.0)).expect("an answer").chain[0].line.starts_with("215ms"));
    act(&mut session, r#"{"crash":"n3"}"#);
    let problem = session.why(&entry("n3", 1.0)).expect_err("lost");
    assert_eq!(problem.path.as_deref(), Some("entry"));
    let why = session.why(&fact("n3", "log")).expect("an answer");
    assert!(why.chain[0].line.contains("n3 crashes"), "{:?}", lines(&why));
    act(&mut session, r#"{"restart":"n3"}"#);
    session.advance(300.0).expect("a moment");
    let why = session.why(&entry("n3", 1.0)).expect("an answer");
    let first = &why.chain[0].line;
    assert!(first.contains("n3 log=1@1") && !first.starts_with("215ms"), "{first}");
}

#[test]
fn other_facts_have_their_events() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    for (moment, question, line) in [
        (720.0, fact("n1", "role"), "610ms action · n1 restarts"),
        (400.0, fact("n1", "role"), "310ms action · n1 crashes"),
        (720.0, fact("n3", "term"), "450ms n2 → n3 RequestVote t2 last=1@1 · n3 t2"),
        (720.0, fact("n3", "vote"), "450ms n2 → n3 RequestVote t2 last=1@1 · n3 t2"),
        (720.0, fact("n2", "durable"), "535ms n2 on disk: write 4"),
        (720.0, fact("n2", "log"), "530ms c1 → n2 ClientRequest c1#2 x=2 · n2 log=2@2"),
        (650.0, fact("n1", "commit"), "610ms action · n1 restarts"),
        (400.0, fact("n1", "applied"), "310ms action · n1 crashes"),
        (50.0, message("n1>n3:RequestVote:1"), "45ms n1 on disk: write 1"),
        (300.0, message("n1>n3:RequestVote:1"), "45ms n1 on disk: write 1"),
        (720.0, operation("c1#2"), "575ms n2 → c1 ClientReply c1#2 ok · c1#2 ok"),
        (400.0, operation("c1#2"), "340ms action · c1#2 x=2"),
        (0.0, event(8.0), "65ms n2 on disk: write 1"),
    ] {
        let why = at(&mut session, moment).why(&question).expect("an answer");
        assert_eq!(why.chain[0].line, line, "{question:?} at {moment}");
    }
    // The answer went out when the write was committed, and that needed the leader's disk as well.
    let why = at(&mut session, 720.0).why(&operation("c1#2")).expect("an answer");
    assert_eq!(also(&why.chain[1]), ["535ms n2 on disk: write 4"]);
}

/// Calm: n1 leads from 60 ms on, and nobody else's timer runs out before 900 ms.
fn calm(more: &str) -> Session {
    let json = format!(
        r#"{{ "format": 1, "title": "Calm", "seed": 1, "until": "20s",
          "cluster": {{ "servers": 3, "heartbeat": "50ms", "election_timeout": "900ms..1s" {more} }},
          "network": {{ "latency": "10ms" }}, "disk": {{ "write": "5ms" }},
          "clients": {{ "count": 1, "latency": "5ms", "timeout": "5s" }},
          "steps": [ {{ "id": "a", "at": "0ms", "do": [ {{ "set_timer": {{ "servers": "n1", "remaining": "30ms" }} }} ] }} ] }}"#
    );
    let mut session = open(raft_session::Scenario::from_json(&json).expect("a scenario"));
    session.advance(200.0).expect("a moment");
    session
}

const PUT: &str = r#"{"put":{"key":"x","value":"1","via":"n1"}}"#;

#[test]
fn a_chain_names_who_held_a_message_up() {
    for (first, later, named) in [
        (
            r#"{"hold":"MESSAGE"}"#,
            r#"{"deliver":"MESSAGE"}"#,
            [
                "206ms action · held n1>n2:AppendEntries:4",
                "250ms action · due now n1>n2:AppendEntries:4",
            ]
            .as_slice(),
        ),
        (
            r#"{"delay":{"message":"MESSAGE","by":"30ms"}}"#,
            "",
            &["206ms action · delayed n1>n2:AppendEntries:4"],
        ),
        (
            r#"{"pause":"n2"}"#,
            r#"{"resume":"n2"}"#,
            &["206ms action · n2 paused 0", "250ms action · n2 resumed 0"],
        ),
        (
            r#"{"network":{"links":{"from":"n1","to":"n2","one_way":true},"faults":{"jam":true}}}"#,
            r#""heal_all""#,
            &["206ms action · n1 link to 2", "250ms action · all links healed"],
        ),
    ] {
        let mut session = calm("");
        act(&mut session, PUT);
        session.advance(206.0).expect("a moment");
        let sent = session.state().messages.into_iter().map(|message| message.id);
        let id = { sent }.rfind(|id| id.starts_with("n1>n2:AppendEntries:")).expect("it is sent");
        act(&mut session, &first.replace("MESSAGE", &id));
        session.advance(250.0).expect("a moment");
        if !later.is_empty() {
            act(&mut session, &later.replace("MESSAGE", &id));
        }
        session.advance(252.0).expect("a moment");
        let why = session.why(&entry("n2", 2.0)).expect("an answer");
        let brought = &why.chain[0];
        assert!(brought.line.contains("AppendEntries t1 prev=1@1 [2@1]"), "{}", brought.line);
        let mut named: Vec<&str> = named.to_vec();
        named.sort_unstable();
        let mut also = also(brought);
        also.sort_unstable();
        assert_eq!(also, named, "{first}");
        assert!(why.chain[1..].iter().all(|link| link.also.is_empty()), "and nothing else");
    }
}

#[test]
fn a_chain_names_the_stall_of_a_disk() {
    let mut session = calm("");
    act(&mut session, r#"{"disk":{"servers":"n2","faults":{"stalled":true}}}"#);
    act(&mut session, PUT);
    session.advance(300.0).expect("a moment");
    act(&mut session, r#"{"disk":{"servers":"n2","faults":{}}}"#);
    session.advance(301.0).expect("a moment");
    let why = session.why(&fact("n2", "durable")).expect("an answer");
    assert_eq!(
        also(&why.chain[0]),
        ["200ms action · n2 disk faults 0", "300ms action · n2 disk faults 0"]
    );
}

/// What silenced the leader, each by itself, and only what did.
#[test]
fn a_timeout_names_what_kept_the_heartbeats_away() {
    for (deeds, named) in [
        ([r#"{"pause":"n1"}"#].as_slice(), ["n1 paused"].as_slice()),
        (&[r#"{"cut":{"from":"n1","to":"n2","one_way":true}}"#], &["cut n1 → n2"]),
        (&[r#"{"partition":[["n2"],"rest"]}"#], &["n2 on side 1"]),
        (
            &[
                r#"{"network":{"links":{"from":"n1","to":"n2","one_way":true},"faults":{"jam":true}}}"#,
            ],
            &["n1 link to 2"],
        ),
        (
            &[
                r#"{"network":{"links":{"from":"n1","to":"n2","one_way":true},"faults":{"blocked":["AppendEntries"]}}}"#,
            ],
            &["n1 link to 2"],
        ),
        (&[r#"{"crash":"n1"}"#, r#"{"cut":{"from":"n3","to":"n2"}}"#], &["n1 crashes"]),
        (&[r#"{"crash":"n1"}"#, r#"{"pause":"n3"}"#], &["n1 crashes"]),
    ] {
        let mut session = calm("");
        for deed in deeds {
            act(&mut session, deed);
        }
        session.advance(1300.0).expect("a moment");
        let why = session.why(&fact("n2", "term")).expect("an answer");
        let opened = why.chain.iter().find(|link| link.line.contains("n2 election timeout"));
        let opened = opened.unwrap_or_else(|| panic!("{deeds:?}: {:?}", lines(&why)));
        let also = also(opened);
        assert_eq!(also.len(), named.len(), "{deeds:?}: {also:?}");
        for (line, named) in also.iter().zip(named) {
            assert!(line.contains(named), "{deeds:?}: {also:?}");
        }
    }
}

#[test]
fn a_clock_that_jumps_is_a_cause_itself() {
    let mut session = calm("");
    act(&mut session, r#"{"clock":{"servers":"n2","forward":"2s"}}"#);
    session.advance(201.0).expect("a moment");
    let why = session.why(&fact("n2", "term")).expect("an answer");
    let [opened, changed] = why.chain.as_slice() else { panic!("{:?}", lines(&why)) };
    assert!(opened.line.contains("n2 election timeout") && also(opened).is_empty());
    assert!(changed.line.contains("n2 clock") && changed.waited, "{:?}", lines(&why));
}

#[test]
fn a_timeout_names_each_heartbeat_that_chance_has_lost() {
    let mut session = calm("");
    act(&mut session, r#"{"set_loss":"100%"}"#);
    session.advance(1300.0).expect("a moment");
    let why = session.why(&fact("n2", "term")).expect("an answer");
    let also = also(&why.chain[0]);
    assert!(also.len() > 10, "{also:?}");
    for line in also {
        assert!(
            line.contains("n1 → n2 AppendEntries") && line.contains("lost by chance"),
            "{line}"
        );
    }
}

#[test]
fn a_belief_and_a_timer_have_their_events() {
    let mut session = calm("");
    let why = session.why(&fact("n2", "leader")).expect("an answer");
    assert!(why.chain[0].line.contains("n1 → n2 AppendEntries t1 prev=0@0"), "{:?}", lines(&why));
    session.advance(240.0).expect("a moment");
    let why = session.why(&fact("n2", "timer")).expect("an answer");
    let heard = &why.chain[0].line;
    assert!(heard.starts_with("220ms n1 → n2 AppendEntries"), "{heard}: the last heartbeat");
    act(&mut session, r#"{"set_timer":{"servers":"n2","remaining":"500ms"}}"#);
    let why = session.why(&fact("n2", "timer")).expect("an answer");
    assert!(why.chain[0].line.contains("n2 times out at"), "{:?}", lines(&why));
}

#[test]
fn a_read_names_who_has_confirmed_the_leader() {
    let json = r#"{ "format": 1, "title": "Five", "seed": 5, "until": "5s",
      "cluster": { "servers": 5 }, "network": { "latency": "5ms..20ms" },
      "clients": { "count": 1, "timeout": "5s" } }"#;
    let mut session = open(raft_session::Scenario::from_json(json).expect("a scenario"));
    assert!(session.run_until(&raft_session::Goal::Commit).expect("a moment"));
    act(&mut session, r#"{"get":{"key":"x","via":"leader","reads":"read_index"}}"#);
    session.advance(session.state().time + 120.0).expect("a moment");
    let why = session.why(&operation("c1#1")).expect("an answer");
    let confirmed = &why.chain[1];
    assert!(confirmed.line.contains("AppendEntriesReply"), "{:?}", lines(&why));
    assert_eq!(confirmed.rule.as_deref(), Some("read-index"));
    let also = also(confirmed);
    assert_eq!(also.len(), 1, "the leader, this answer, and one more: {also:?}");
    assert!(also[0].contains("AppendEntriesReply"), "{also:?}");
}

/// Whatever message a chain names, or names besides, without it things would not have come to pass
/// in this event: that is what it means to be needed.
#[test]
fn every_message_of_a_chain_was_needed() {
    let mut told = 0;
    for (story, questions) in [
        (
            default_story as fn() -> Session,
            [
                ("n1", "role", 200.0),
                ("n1", "commit", 240.0),
                ("n3", "commit", 720.0),
                ("n2", "role", 600.0),
                ("n1", "log", 720.0),
            ],
        ),
        (
            minority_leader,
            [
                ("n1", "role", 200.0),
                ("n3", "role", 600.0),
                ("n3", "commit", 690.0),
                ("n4", "log", 690.0),
                ("n1", "log", 690.0),
            ],
        ),
    ] {
        for (server, what, moment) in questions {
            let mut session = story();
            session.advance(720.0).expect("a moment");
            let why = at(&mut session, moment).why(&fact(server, what)).expect("an answer");
            let Some(answer) = why.chain.first() else { continue };
            let came = why.chain.iter().map(|link| link.ordinal);
            let besides = why.chain.iter().flat_map(|link| &link.also).map(|also| also.ordinal);
            for ordinal in came.chain(besides) {
                let [row] =
                    session.events(ordinal, ordinal).expect("it is known").try_into().expect("one");
                let why = session.why(&event(f64::from(ordinal))).expect("an answer");
                let message = why.chain[0].about.iter().find_map(|subject| match subject {
                    SubjectFrame::Message { id } => Some(id.clone()),
                    _ => None,
                });
                let Some(id) = message else { continue };
                let mut other = session.clone();
                // To where it is on its way.
                let sent = other.events(row.cause, row.cause).expect("it is known");
                other.seek_to(sent[0].position).expect("a place");
                act(&mut other, &format!(r#"{{"drop":"{id}"}}"#));
                other.advance(answer.position.time).expect("a moment");
                let lines: Vec<String> = other
                    .events(1, 10_000)
                    .expect("events")
                    .into_iter()
                    .map(|row| row.line)
                    .collect();
                assert!(!lines.contains(&answer.line), "{} without {}", answer.line, row.line);
                told += 1;
            }
        }
    }
    assert!(told > 25, "{told}");
}

fn minority_leader() -> Session {
    let story = include_str!("../../../scenarios/minority-leader.toml");
    open(raft_session::Scenario::from_toml(story).expect("the story can be read"))
}

#[test]
fn what_was_so_from_the_start_has_no_cause() {
    let mut session = default_story();
    session.advance(30.0).expect("a moment");
    for server in ["n1", "n2", "n3"] {
        for kind in ["role", "term", "vote", "commit", "applied", "durable", "log"] {
            let why = session.why(&fact(server, kind)).expect("an answer");
            assert_eq!((why.chain.len(), why.more), (0, false), "{server} {kind}");
        }
    }
}

#[test]
fn a_chain_is_a_chain_of_causes_and_has_an_end() {
    let mut session = busy();
    session.advance(20_000.0).expect("a moment");
    let count = session.event_count();
    let mut longest = 0;
    for number in (1..=count).step_by(97) {
        let why = session.why(&event(f64::from(number))).expect("an answer");
        longest = longest.max(why.chain.len());
        for pair in why.chain.windows(2) {
            let [effect] = session
                .events(pair[0].ordinal, pair[0].ordinal)
                .expect("events")
                .try_into()
                .expect("one event");
            assert_eq!(effect.cause, pair[1].ordinal);
            assert_eq!((effect.line, effect.position), (pair[0].line.clone(), pair[0].position));
        }
        assert!(!why.more || why.chain.len() == 60);
        for link in &why.chain {
            assert_eq!(link.telling, link.sentence.is_some(), "{}", link.line);
            for also in &link.also {
                assert!(also.ordinal < link.ordinal, "what was needed came before");
            }
        }
    }
    assert_eq!(longest, 60, "heartbeats of a long reign: some chains go on and on");
}

#[test]
fn a_branch_has_its_own_causes() {
    let mut session = default_story();
    session.advance(720.0).expect("a moment");
    session.seek(50.0).expect("a moment");
    act(&mut session, r#"{"deliver":"n1>n3:RequestVote:1"}"#);
    session.advance(200.0).expect("a moment");
    let why = session.why(&fact("n1", "role")).expect("an answer");
    assert!(why.chain[0].line.contains("n3 → n1 RequestVoteReply"), "{:?}", lines(&why));
    session.back_to_story().expect("the way back");
    session.seek(200.0).expect("a moment");
    let why = session.why(&fact("n1", "role")).expect("an answer");
    assert!(why.chain[0].line.contains("n2 → n1 RequestVoteReply"), "{:?}", lines(&why));
}

#[test]
fn a_question_that_is_none_is_refused_and_says_which_field() {
    let mut session = default_story();
    session.advance(300.0).expect("a moment");
    let known = session.event_count();
    let refused = |question: &WhyQuestion| -> Problem { session.why(question).expect_err("no") };
    for (question, path) in [
        (fact("n4", "role"), "server"),
        (fact("c1", "role"), "server"),
        (fact("", "role"), "server"),
        (fact("n1", "mood"), "fact"),
        (entry("n9", 1.0), "server"),
        (entry("n1", 2.0), "entry"),
        (entry("n1", 0.0), "entry"),
        (entry("n1", -1.0), "entry"),
        (entry("n1", 1.5), "entry"),
        (entry("n1", f64::NAN), "entry"),
        (entry("n1", f64::INFINITY), "entry"),
        (entry("n1", 1e300), "entry"),
        (message("n1>n3:AppendEntries:999"), "message"),
        (message("n1>n8:AppendEntries:1"), "message"),
        (message("nonsense"), "message"),
        (operation("c1#2"), "operation"),
        (operation("c1#0"), "operation"),
        (operation("c9#1"), "operation"),
        (operation("x"), "operation"),
        (event(0.0), "event"),
        (event(-3.0), "event"),
        (event(f64::from(known) + 1.0), "event"),
        (event(f64::NAN), "event"),
        (event(9e15), "event"),
    ] {
        let problem = refused(&question);
        assert_eq!(problem.path.as_deref(), Some(path), "{question:?}: {problem}");
        assert!(problem.expected.is_some(), "{problem}");
    }
    let two = WhyQuestion { event: Some(1.0), ..fact("n1", "role") };
    for question in [WhyQuestion::default(), two, WhyQuestion { fact: None, ..fact("n1", "role") }]
    {
        assert_eq!(refused(&question).kind, ProblemKind::Action);
    }
}

#[test]
fn a_question_reads_as_the_page_spells_it() {
    for (json, question) in [
        (r#"{"server":"n1","fact":"role"}"#, fact("n1", "role")),
        (r#"{"server":"n1","entry":3}"#, entry("n1", 3.0)),
        (r#"{"message":"n1>n2:RequestVote:1"}"#, message("n1>n2:RequestVote:1")),
        (r#"{"operation":"c1#1"}"#, operation("c1#1")),
        (r#"{"event":7}"#, event(7.0)),
    ] {
        assert_eq!(serde_json::from_str::<WhyQuestion>(json).expect("a question"), question);
    }
    assert!(serde_json::from_str::<WhyQuestion>(r#"{"event":7,"colour":"red"}"#).is_err());
}
