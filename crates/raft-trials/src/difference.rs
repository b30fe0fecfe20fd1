//! Where two lists of digests part.

/// Compares digests with those that are written down.
///
/// # Errors
/// The first line that differs, and so the events between which the two runs part.
pub fn first_difference(lines: &[String], golden: &str) -> Result<(), String> {
    let written: Vec<&str> = golden.lines().collect();
    let mut agreed = "0";
    for at in 0..lines.len().max(written.len()) {
        let (here, there) = (lines.get(at).map(String::as_str), written.get(at).copied());
        if here == there {
            agreed = here.and_then(number).unwrap_or(agreed);
            continue;
        }
        let until = here.or(there).and_then(number).unwrap_or("the last");
        let [here, there] = [here, there].map(|line| line.unwrap_or("(nothing)"));
        return Err(format!(
            "the runs part after event {agreed}, by event {until}\n  \
             now:          {here}\n  written down: {there}"
        ));
    }
    Ok(())
}

fn number(line: &str) -> Option<&str> {
    line.split(' ').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        let lines = ["1000 aa", "2000 bb", "2345 cc"].map(str::to_owned);
        assert_eq!(first_difference(&lines, "1000 aa\n2000 bb\n2345 cc\n"), Ok(()));
        assert_eq!(first_difference(&lines, "1000 aa\r\n2000 bb\r\n2345 cc"), Ok(()));
        let part = |golden: &str| first_difference(&lines, golden).expect_err("they differ");
        assert!(part("1000 aa\n2000 xx\n2345 cc").contains("after event 1000, by event 2000"));
        assert!(part("1000 aa\n2000 bb").contains("after event 2000, by event 2345"));
        assert!(part("1000 aa\n2000 bb\n2345 cc\n2999 dd").contains("written down: 2999 dd"));
        assert!(part("").contains("after event 0, by event 1000"));
    }
}
