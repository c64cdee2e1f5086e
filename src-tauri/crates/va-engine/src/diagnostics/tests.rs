//! The checks on an installation where nothing is.

use super::*;

fn nowhere(root: &std::path::Path) -> Context {
    Context {
        toolbox: Toolbox::new(&[], Some(root)),
        data: Ok(root.join("data")),
        program: root.join("no-such-program"),
        sockets: None,
    }
}

#[test]
fn names_are_unique_and_an_unknown_part_is_none() {
    let mut names: Vec<_> = CHECKS.iter().map(|check| check.part).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHECKS.len());
    assert!(chosen("no_such_part", true).is_none());
    assert!(
        chosen("all", false).unwrap().len() < CHECKS.len(),
        "slow ones only when asked"
    );
    assert_eq!(chosen("pipelines", false).unwrap().len(), 1);
}

#[test]
fn looking_makes_nothing_and_every_problem_has_a_fix() {
    let root = tempfile::tempdir().unwrap();
    let report = examine(&chosen("all", false).unwrap(), &nowhere(root.path()));
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
    for (part, finding) in &report.components {
        assert!(
            !finding.value.is_empty() && !finding.message.is_empty(),
            "{part}"
        );
        for problem in finding.errors.iter().chain(&finding.warnings) {
            assert!(
                !problem.message.is_empty() && !problem.fix.is_empty(),
                "{part}: {problem:?}"
            );
        }
        assert_eq!(
            finding.fix.is_some(),
            finding.status != Status::Ok,
            "{part}"
        );
    }
}

#[test]
fn a_check_that_hangs_is_reported_and_holds_up_no_other() {
    fn hang(_: &Context) -> Finding {
        loop {
            std::thread::park();
        }
    }
    fn well(_: &Context) -> Finding {
        Finding::good("1", "well", serde_json::json!({}))
    }
    let check = |part, run: fn(&Context) -> Finding| Check {
        part,
        title: part,
        slow: false,
        limit: Duration::from_millis(50),
        run,
    };
    let well = Check {
        limit: Duration::from_mins(1),
        ..check("b", well)
    };
    let root = tempfile::tempdir().unwrap();
    let report = examine(&[check("a", hang), well], &nowhere(root.path()));
    let status: Vec<_> = report.components.iter().map(|(_, f)| f.status).collect();
    assert_eq!(status, [Status::Error, Status::Ok]);
    assert_eq!(report.overall_status, Status::Error);
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.find("\"a\"").unwrap() < text.find("\"b\"").unwrap());
}

#[test]
fn a_damaged_catalogue_is_named_with_a_fix() {
    let root = tempfile::tempdir().unwrap();
    let context = nowhere(root.path());
    let data = context.data.clone().unwrap();
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("catalogue.sqlite"), vec![7_u8; 40_000]).unwrap();
    let report = examine(&chosen("database", false).unwrap(), &context);
    assert_eq!(report.overall_status, Status::Error);
    let (_, finding) = &report.components[0];
    assert!(finding.fix.is_some(), "{finding:?}");
}
