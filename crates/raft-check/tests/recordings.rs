//! Recordings as people send them, and as nobody should: what is wrong is said with its line.

use raft_check::linearizability::STEPS;
use raft_check::linearizability::recording::{Conclusion, Recording, Stuck, Unreadable};

/// A Jepsen log of these lines, words for tabs.
fn jepsen(lines: &[&str]) -> String {
    let line = |line: &&str| format!("INFO  jepsen.util - {}\n", line.replace(' ', "\t"));
    // The value of a compare-and-set has a space of its own.
    lines.iter().map(line).collect::<String>().replace("[1\t2]", "[1 2]")
}

fn conclusion(text: &str) -> Conclusion {
    Recording::read(text).expect("a recording").judge(STEPS).conclusion
}

fn refused(text: &str) -> Unreadable {
    Recording::read(text).expect_err("no recording")
}

#[test]
fn every_ending_of_a_jepsen_log_has_its_meaning() {
    let holds = |lines: &[&str]| conclusion(&jepsen(lines)) == Conclusion::Linearizable;
    let read = |what: &'static str| ["1 :invoke :read nil", what];
    let after = |first: &[&'static str], what: &'static str| holds(&[first, &read(what)].concat());
    let ok = ["0 :invoke :write 1", "0 :ok :write 1"];
    assert!(after(&ok, "1 :ok :read 1"));
    assert!(!after(&ok, "1 :ok :read nil"), "a write that was answered has happened");
    let unknown = ["0 :invoke :write 1", "0 :info :write :timed-out"];
    assert!(after(&unknown, "1 :ok :read 1"));
    assert!(after(&unknown, "1 :ok :read nil"), "a write of unknown outcome may have happened");
    let open = ["0 :invoke :write 1"];
    assert!(after(&open, "1 :ok :read 1"));
    assert!(after(&open, "1 :ok :read nil"), "so may one without an answer");
    let failed = ["0 :invoke :write 1", "0 :fail :write 1"];
    assert!(!after(&failed, "1 :ok :read 1"), "a write that failed has not happened");
    assert!(after(&failed, "1 :ok :read nil"));
    assert!(after(&ok, "1 :fail :read :timed-out"), "a read that failed says nothing");
    let cas = ["2 :invoke :cas [1 2]", "2 :fail :cas [1 2]"];
    assert!(!after(&[&ok[..], &cas].concat(), "1 :ok :read 1"), "it had to succeed");
    assert!(after(&cas, "1 :ok :read nil"), "it compared with nothing");
    let cas = ["2 :invoke :cas [1 2]", "2 :fail :cas :timed-out"];
    assert!(after(&[&ok[..], &cas].concat(), "1 :ok :read 1"), "it has not even compared");
    let cas = ["2 :invoke :cas [1 2]", "2 :info :cas :timed-out"];
    assert!(after(&[&ok[..], &cas].concat(), "1 :ok :read 2"));
    assert!(after(&[&ok[..], &cas].concat(), "1 :ok :read 1"));
    assert!(!after(&cas, "1 :ok :read 2"), "there was nothing to compare with");
}

#[test]
fn what_cannot_be_placed_is_told() {
    let log = jepsen(&[
        "0 :invoke :write 1",
        "0 :ok :write 1",
        ":nemesis :info :start nil",
        "1 :invoke :write 2",
        "1 :ok :write 2",
        "2 :invoke :read nil",
        "2 :ok :read 1",
    ]);
    let Conclusion::NotLinearizable(stuck) = conclusion(&log) else { panic!("it is stale") };
    let expected = Stuck {
        longest: 2,
        process: 2,
        invoked: 6,
        returned: 7,
        asked: "read".to_owned(),
        answered: "1".to_owned(),
        holds: "2".to_owned(),
        needs: "1".to_owned(),
    };
    assert_eq!(stuck, expected);
}

#[test]
fn what_an_answer_would_have_needed_is_told() {
    let stuck = |lines: &[&str]| {
        let before = ["0 :invoke :write 1", "0 :ok :write 1"];
        match conclusion(&jepsen(&[&before, lines].concat())) {
            Conclusion::NotLinearizable(Stuck { asked, answered, holds, needs, .. }) => {
                [asked, answered, holds, needs]
            }
            other => panic!("{other:?}"),
        }
    };
    let told = stuck(&["1 :invoke :cas [2 3]", "1 :ok :cas [2 3]"]);
    assert_eq!(told, ["cas 2 3", "ok", "1", "2"]);
    let told = stuck(&["1 :invoke :cas [1 2]", "1 :fail :cas [1 2]"]);
    assert_eq!(told, ["cas 1 2", "fail", "1", "anything but 1"]);
    let told = stuck(&["1 :invoke :read nil", "1 :ok :read nil"]);
    assert_eq!(told, ["read", "nil", "1", "nil"]);
}

#[test]
fn strings_are_told_by_key() {
    let log = r#"
        {:process 0, :type :invoke, :f :append, :key "a", :value "x \"1\" y"}
        {:process 0, :type :ok, :f :append, :key "a", :value "x \"1\" y"}
        {:process 0, :type :invoke, :f :put, :key "b", :value "z"}
        {:process 1, :type :invoke, :f :get, :key "a", :value nil}
        {:process 1, :type :ok, :f :get, :key "a", :value "x \u00221\" y"}
        {:process 0, :type :info, :f :put, :key "b", :value nil, :error :timed-out}
        {:process 1, :type :invoke, :f :get, :key "b"}
        {:process 1, :type :ok, :f :get, :key "b", :value "z"}
        {:process 1 :type :invoke :f :get :key "b" :value nil :time 17}
        {:process 1 :type :ok :f :get :key "b" :value ""}
    "#;
    let Conclusion::NotLinearizable(stuck) = conclusion(log) else { panic!("it goes back") };
    assert_eq!((stuck.longest, stuck.invoked, stuck.returned), (2, 10, 11));
    assert_eq!((stuck.asked.as_str(), stuck.answered.as_str()), (r#"get "b""#, r#""""#));
    assert_eq!((stuck.holds.as_str(), stuck.needs.as_str()), (r#""z""#, r#""""#));
}

#[test]
fn a_character_is_the_same_however_it_is_written() {
    let log = r#"
        {:process 0, :type :invoke, :f :put, :key "a", :value "\n\t\r\"\\"}
        {:process 0, :type :ok, :f :put, :key "a", :value nil}
        {:process 0, :type :invoke, :f :get, :key "a"}
        {:process 0, :type :ok, :f :get, :key "a", :value "\u000a\u0009\u000d\u0022\u005c"}
    "#;
    assert_eq!(conclusion(log), Conclusion::Linearizable);
}

#[test]
fn a_search_without_steps_decides_nothing() {
    let log = jepsen(&["0 :invoke :write 1", "0 :ok :write 1"]);
    let judgement = Recording::read(&log).expect("a recording").judge(0);
    assert!(matches!(judgement.conclusion, Conclusion::Undecided { steps: 0 }), "{judgement:?}");
    assert_eq!(judgement.operations, 1);
}

#[test]
fn what_no_history_has_is_refused_with_its_line() {
    for (lines, line, why) in [
        (&["0 :ok :read nil"][..], 1, "process 0 has no operation under way that could end"),
        (
            &["0 :invoke :read nil", "1 :ok :read nil"],
            2,
            "process 1 has no operation under way that could end",
        ),
        (
            &["0 :invoke :read nil", "0 :invoke :read nil"],
            2,
            "process 0 begins an operation while another is under way",
        ),
        (
            &["0 :invoke :write 1", "0 :info :write :timed-out", "0 :invoke :read nil"],
            3,
            "process 0 begins an operation although it does not know what became of its last one",
        ),
        (
            &["0 :invoke :write 1", "0 :ok :read 1"],
            2,
            "this does not end what process 0 has asked for: write 1",
        ),
        (
            &["0 :invoke :write 1", "0 :ok :write 2"],
            2,
            "this does not end what process 0 has asked for: write 1",
        ),
        (&["x :invoke :read nil"], 1, "\"x\" is not a process"),
        (&["0 :invoke :read 3"], 1, "a read asks with nil, not with \"3\""),
        (&["0 :invoke :write many"], 1, "\"many\" is not a number that fits"),
        (&["0 :invoke :write 99999999999999999999"], 1, "is not a number that fits"),
        (&["0 :invoke :cas 1"], 1, "expected [from to], not \"1\""),
        (&["0 :invoke :swap 1"], 1, "a register has no operation :swap"),
        (&["0 :wish :read nil"], 1, "there is no type :wish"),
        (&["0 :invoke"], 1, "the line ends early"),
        (&["0 invoke :read nil"], 1, "expected a keyword, not \"invoke\""),
    ] {
        let found = refused(&jepsen(lines));
        assert_eq!(found.line, line, "{lines:?}: {found}");
        assert!(found.why.contains(why), "{lines:?}: {found}");
    }
}

#[test]
fn what_is_no_edn_of_strings_is_refused_with_its_line() {
    let good = r#"{:process 0, :type :invoke, :f :append, :key "a", :value "x"}"#;
    for (bad, why) in [
        ("{", "the line ends early"),
        ("{:process 0", "the line ends early"),
        ("{:process", "the line ends early"),
        ("{}", "there is no :process"),
        ("{} {}", "there is more after the map"),
        ("nothing", "expected '{', not 'n'"),
        ("{:process -1}", "\"-1\" is neither nil nor a number that fits"),
        ("{:process \"0\"}", "expected a number as :process"),
        ("{:process 0 :process 1}", ":process comes twice"),
        ("{:process 0 :type :ok :f :get}", "there is no :key"),
        ("{:process 0 :type nil}", "expected a keyword as :type"),
        ("{:process 0 :type :ok :f :get :key \"a\" :value nil}", "has asked for: append"),
        ("{:process 0 :type :ok :f :append :key \"b\" :value \"x\"}", "has asked for: append"),
        ("{:process 0 :type :ok :f :append :key \"a\" :value \"y\"}", "has asked for: append"),
        ("{:process 0 :type :ok :f :append :key \"a\" :value 3}", "expected a string as :value"),
        ("{:process 1 :type :invoke :f :cas :key \"a\"}", "there is no :f :cas"),
        ("{:process 1 :type :invoke :f :put :key \"a\"}", "there is no :value"),
        ("{:process 1 :type :invoke :f :put :key \"a}", "a string has no end"),
        ("{:process 1 :type :invoke :f :put :key \"\\x\"}", "there is no such escape"),
        ("{:process 1 :type :invoke :f :put :key \"\\ud800\"}", "\\ud800 is no character"),
        ("{: 1}", "a keyword has no name"),
        ("{0 1}", "expected a keyword such as :process"),
        ("{:process 1 :value [1]}", "is neither nil nor a number"),
    ] {
        let found = refused(&format!("{good}\n\n{bad}\n"));
        assert_eq!(found.line, 3, "{bad}: {found}");
        assert!(found.why.contains(why), "{bad}: {found}");
    }
}

#[test]
fn what_is_neither_form_is_refused() {
    assert_eq!(refused("").line, 1);
    assert_eq!(refused("\n\n").line, 1);
    let found = refused("\nHello\n").to_string();
    assert!(found.starts_with("2: neither a line of a Jepsen log"), "{found}");
    let mixed = [jepsen(&["0 :invoke :read nil"]).as_str(), "{:process 0}"].concat();
    assert_eq!(refused(&mixed).line, 2);
}
