//! The head of a rule of the binary: what [`load_rule`](super::load_rule) reads with serde, taken from the tree by hand,
//! because it is read at every start.

use super::{
    load::{Written, WrittenScope},
    tree::{Node, Value},
};
use std::borrow::Cow;
use toml::Spanned;

/// All that a rule says but its detector and its examples. The tests read each rule both ways.
pub(super) fn head(tree: Node) -> Written<'static> {
    let nothing = || Spanned::new(0..0, String::new());
    let mut head = Written {
        id: nothing(),
        aliases: Vec::new(),
        title: Cow::default(),
        category: nothing(),
        severity: nothing(),
        points: None,
        status: nothing(),
        langs: Vec::new(),
        yields_to: Vec::new(),
        furniture: false,
        flag: None,
        message: Cow::default(),
        docs: Cow::default(),
        scope: WrittenScope::default(),
        example: Vec::new(),
    };
    let Value::Table(entries) = tree.value() else { return head };
    for (key, node) in entries {
        match key {
            "id" => head.id = spanned(node),
            "aliases" => head.aliases = texts(node),
            "title" => head.title = text(node).into(),
            "category" => head.category = spanned(node),
            "severity" => head.severity = spanned(node),
            "points" => head.points = Some(Spanned::new(node.span(), number(node))),
            "status" => head.status = spanned(node),
            "langs" => head.langs = node.items().map(spanned).collect(),
            "yields-to" => head.yields_to = texts(node),
            "furniture" => head.furniture = yes(node),
            "flag" => head.flag = node.text().map(str::to_owned),
            "message" => head.message = text(node).into(),
            "docs" => head.docs = text(node).into(),
            "scope" => head.scope = scope(node),
            _ => {}
        }
    }
    head
}

fn scope(node: Node) -> WrittenScope {
    let get = |key: &str| node.get(key);
    WrittenScope {
        blocks: get("blocks").into_iter().flat_map(Node::items).map(spanned).collect(),
        quotes: get("quotes").map(spanned),
        min_hits: get("min-hits").map_or(0, count),
        slip: get("slip").is_some_and(yes),
    }
}

fn text(node: Node) -> &'static str {
    node.text().unwrap_or_default()
}

fn spanned(node: Node) -> Spanned<String> {
    Spanned::new(node.span(), text(node).to_owned())
}

fn texts(node: Node) -> Vec<String> {
    node.items().map(|item| text(item).to_owned()).collect()
}

fn number(node: Node) -> f32 {
    match node.value() {
        Value::Float(number) => number as f32,
        Value::Integer(number) => number as f32,
        _ => 0.0,
    }
}

fn count(node: Node) -> u32 {
    match node.value() {
        Value::Integer(count) => u32::try_from(count).unwrap_or_default(),
        _ => 0,
    }
}

fn yes(node: Node) -> bool {
    matches!(node.value(), Value::Boolean(true))
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, embedded, load::embedded_rule, load_rule};

    #[test]
    fn a_rule_of_the_binary_says_what_its_file_says() {
        for (path, text, at) in embedded::RULES {
            let written = load_rule(path, text).expect("it is right");
            let ahead = embedded_rule(path, text, embedded::tree(*at)).expect("it is right");
            let examples = ahead.examples();
            let ahead = Rule { tree: None, examples, ..ahead };
            assert_eq!(format!("{ahead:?}"), format!("{written:?}"));
        }
    }
}
