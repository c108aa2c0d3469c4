//! Which part of a page is the article.
//!
//! A page that marks its article is believed, unless most of its prose stands elsewhere. On others the element wins whose
//! paragraphs weigh most: long ones with commas, few links, names that speak of articles rather than of side bars.

use crate::input::{
    draft::Layer,
    tree::{Kind, Tree},
};

/// A text that is shorter is no paragraph.
const PARAGRAPH: usize = 25;

/// The node that holds the article, and the headline if it stands outside of that.
pub(super) fn choose(tree: &Tree, layer: Layer<'_>, title: Option<&str>) -> (usize, Option<usize>) {
    let weights = weigh(tree, layer);
    let body = tree.find(0, "body").unwrap_or(0);
    let prose = weights.prose(0);
    let heaviest = |nodes: &mut dyn Iterator<Item = usize>| {
        // The first of equals, so that an outer article is preferred to one inside it.
        nodes.fold(None, |best: Option<usize>, node| match best {
            Some(best) if weights.prose(best) >= weights.prose(node) => Some(best),
            _ => Some(node),
        })
    };
    let all = || 0..tree.nodes.len();
    let body_marked = |node: &usize| {
        tree.attribute(*node, "itemprop").is_some_and(|p| p.split_whitespace().any(|p| p == "articleBody"))
    };
    let main = |node: &usize| tree.name(*node) == "main" || tree.attribute(*node, "role") == Some("main");
    let marked = [
        heaviest(&mut all().filter(body_marked)),
        heaviest(&mut all().filter(|node| tree.name(*node) == "article")),
        heaviest(&mut all().filter(main)),
    ];
    // A page may mark teasers as articles: believe a mark that holds a good part of the prose.
    let believed =
        marked.into_iter().flatten().find(|node| weights.prose(*node) * 3 > prose && weights.prose(*node) > 0);
    let root = believed.or_else(|| weights.best(tree)).unwrap_or(body);
    (root, headline(tree, layer, root, title))
}

/// The page's main heading, if it stands outside the article and is its title.
fn headline(tree: &Tree, layer: Layer<'_>, root: usize, title: Option<&str>) -> Option<usize> {
    if tree.find(root, "h1").is_some() {
        return None;
    }
    let title = title?;
    let (mut outside, end) = ((0..root).chain(tree.nodes[root].end..tree.nodes.len()), tree.nodes[root].end);
    outside.find(|node| {
        let text = if tree.name(*node) == "h1" { tree.text(*node, layer) } else { return false };
        *node < end && text.len() > 3 && (title.starts_with(&text) || text.starts_with(title))
    })
}

/// Elements whose text is never part of an article.
pub(super) fn is_dropped(tree: &Tree, node: usize) -> bool {
    let name = tree.name(node);
    let never = matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "head"
            | "nav"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "audio"
            | "video"
            | "dialog"
            | "title"
    );
    never
        || tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "role").is_some_and(|r| matches!(r, "navigation" | "banner" | "search" | "menu"))
        || tree.attribute(node, "style").is_some_and(|s| {
            let style: String = s.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none")
        })
}

/// Elements outside of an article that belong to the page.
fn is_page(tree: &Tree, node: usize) -> bool {
    is_dropped(tree, node)
        || matches!(tree.name(node), "footer" | "aside")
        || tree.attribute(node, "role").is_some_and(|r| matches!(r, "contentinfo" | "complementary"))
}

/// What the text inside nodes weighs.
struct Weights {
    /// Bytes of prose before each node, so that a difference is what stands inside.
    before: Vec<usize>,
    /// For each node, the node behind its last descendant.
    ends: Vec<usize>,
    /// For each node, the one it stands in.
    parents: Vec<usize>,
    /// Points of each node.
    points: Vec<f32>,
}

impl Weights {
    fn prose(&self, node: usize) -> usize {
        self.before[self.ends[node]] - self.before[node]
    }

    /// The node with most points, or one around it if the prose is spread over its siblings.
    fn best(&self, tree: &Tree) -> Option<usize> {
        let heavier = |best: Option<usize>, node: usize| match best {
            Some(best) if self.points[best] >= self.points[node] => Some(best),
            _ => Some(node),
        };
        let mut best = (0..self.points.len()).fold(None, heavier).filter(|node| self.points[*node] > 0.0)?;
        for _ in 0..3 {
            let parent = self.parents[best];
            // What its author called the story is not spread.
            if by_name(tree, best) <= 0.0 && self.prose(parent) * 2 > self.prose(best) * 3 {
                best = parent;
            }
        }
        Some(best)
    }
}

fn weigh(tree: &Tree, layer: Layer<'_>) -> Weights {
    let count = tree.nodes.len();
    let mut parents = vec![0; count];
    // Text of each element that is not inside another block, and how much of it is links.
    let mut own = vec![(0_usize, 0_usize, 0_usize); count];
    let mut stack: Vec<usize> = Vec::new();
    let (mut links, mut blocks) = (Vec::<usize>::new(), vec![0]);
    let mut at = 0;
    while at < count {
        while stack.last().is_some_and(|node| tree.nodes[*node].end <= at) {
            let left = stack.pop();
            if blocks.last().copied() == left && blocks.len() > 1 {
                blocks.pop();
            }
            if links.last().copied() == left {
                links.pop();
            }
        }
        parents[at] = stack.last().copied().unwrap_or(0);
        let node = &tree.nodes[at];
        match &node.kind {
            Kind::Element { name, .. } => {
                // A page whose head was never closed holds everything inside it.
                if is_page(tree, at) && !(&**name == "head" && node.end == count) {
                    at = node.end;
                    continue;
                }
                stack.push(at);
                if &**name == "a" {
                    links.push(at);
                } else if super::is_block(name) {
                    blocks.push(at);
                }
            }
            Kind::Text => {
                let text = &layer.text[node.range.clone()];
                let len = text.trim().len();
                let (all, linked, commas) = &mut own[blocks.last().copied().unwrap_or(0)];
                *all += len;
                *linked += if links.is_empty() { 0 } else { len };
                *commas += text.matches([',', '，', '、', '،']).count();
            }
            Kind::Decoded(_) | Kind::Comment => {}
        }
        at += 1;
    }
    let mut weights = Weights {
        before: Vec::with_capacity(count + 1),
        ends: tree.nodes.iter().map(|node| node.end).collect(),
        parents,
        points: vec![0.0; count],
    };
    weights.before.push(0);
    for (node, (all, linked, commas)) in own.iter().enumerate() {
        let words = all - linked;
        let prose = if words >= PARAGRAPH && linked * 2 < *all { words } else { 0 };
        weights.before.push(weights.before[node] + prose);
        if prose > 0 {
            let points = 1.0 + (*commas).min(10) as f32 + (prose as f32 / 100.0).min(3.0);
            let parent = weights.parents[node];
            weights.points[parent] += points;
            weights.points[weights.parents[parent]] += points / 2.0;
        }
    }
    for node in 0..count {
        if weights.points[node] > 0.0 {
            weights.points[node] += by_name(tree, node);
        }
    }
    weights
}

/// Points for what class and id say.
fn by_name(tree: &Tree, node: usize) -> f32 {
    let mut points = 0.0;
    for name in ["class", "id"].into_iter().filter_map(|a| tree.attribute(node, a)) {
        let name = name.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if says(&["comment", "sidebar", "footer", "related", "promo", "widget", "sponsor", "menu", "teaser", "cookie"])
        {
            points -= 25.0;
        }
        if says(&["article", "content", "entry", "story", "post", "body", "text"]) {
            points += 25.0;
        }
    }
    points
}
