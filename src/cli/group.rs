//! Articles that are checked together, for the reason that [`Engine::check_all`](crate::engine::Engine::check_all) gives.

use super::{
    feed::Item,
    run::{Done, Job},
};
use crate::{
    input::{self, InputError, Unit},
    model::Document,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of articles that are checked together: more gain hardly anything, and all of them are kept in memory.
const TOGETHER: usize = 1 << 18;

/// Some of a batch, for one thread.
pub(super) enum Group {
    Articles(Vec<Unit>),
    /// An item that is no article.
    Other(Done),
}

/// Cuts a batch of so many bytes into groups, in order: large ones if there are enough of them for all threads.
pub(super) fn groups(items: Vec<Item>, bytes: usize) -> Vec<Group> {
    let limit = TOGETHER.min(bytes / (4 * rayon::current_num_threads()));
    let mut groups = Vec::new();
    let mut room = 0;
    for item in items {
        match item {
            Item::Article(unit) => {
                let size = unit.raw.range.len();
                match groups.last_mut() {
                    Some(Group::Articles(units)) if size <= room => {
                        units.push(unit);
                        room -= size;
                    }
                    _ => {
                        room = limit.saturating_sub(size);
                        groups.push(Group::Articles(vec![unit]));
                    }
                }
            }
            Item::Failed(error) => groups.push(Group::Other(Done::Failed(error))),
            Item::Empty(name) => groups.push(Group::Other(Done::Empty(name))),
        }
    }
    groups
}

impl Job<'_> {
    /// Reads, checks and renders a group.
    pub(super) fn group(&self, group: Group) -> Vec<Done> {
        match group {
            Group::Articles(units) => self.articles(&units),
            Group::Other(done) => vec![done],
        }
    }

    /// A panic in one article is an error of this article, not the end of the run.
    fn articles(&self, units: &[Unit]) -> Vec<Done> {
        let attempt = catch_unwind(AssertUnwindSafe(|| self.check(units)));
        attempt.unwrap_or_else(|_| match units {
            [unit] => {
                let reason = "internal error in mtlint while checking this article; please report it with the article"
                    .to_owned();
                vec![Done::Failed(InputError::Record { path: unit.path.clone(), line: unit.raw.line, reason })]
            }
            // One of them: each is tried by itself.
            _ => units.iter().flat_map(|unit| self.articles(std::slice::from_ref(unit))).collect(),
        })
    }

    fn check(&self, units: &[Unit]) -> Vec<Done> {
        let (mut done, mut read, mut bytes) = (Vec::with_capacity(units.len()), Vec::with_capacity(units.len()), 0);
        for unit in units {
            let options = self.desk.options(self.engine, &unit.path, self.options);
            let articles = input::articles(unit.clone(), options);
            if articles.is_empty() && unit.record.is_none() {
                done.extend(self.together(std::mem::take(&mut read)));
                done.push(Done::Empty(unit.path.to_string()));
            }
            for article in articles {
                match article {
                    Ok(document) if !is_empty(unit, &document) => {
                        bytes += document.target.content().len();
                        read.push(document);
                    }
                    other => {
                        done.extend(self.together(std::mem::take(&mut read)));
                        done.push(other.map_or_else(Done::Failed, |empty| Done::Empty(empty.origin.path.to_string())));
                    }
                }
                // A unit may hold many articles, and an article be longer than its unit.
                if bytes >= TOGETHER {
                    done.extend(self.together(std::mem::take(&mut read)));
                    bytes = 0;
                }
            }
        }
        done.extend(self.together(read));
        done
    }

    fn together(&self, documents: Vec<Document>) -> impl Iterator<Item = Done> {
        let checked = self.desk.check_all(self.engine, documents);
        checked
            .into_iter()
            .map(|desked| if self.desk.has_baseline() { Done::Waiting(Box::new(desked)) } else { self.render(desked) })
    }
}

/// Whether there is nothing in a file.
fn is_empty(unit: &Unit, document: &Document) -> bool {
    unit.record.is_none() && document.target.words() == 0 && document.raw.bytes().trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{input::Format, model::Raw};

    #[test]
    fn groups_keep_the_order_and_their_size() {
        let unit = |size: usize| {
            Item::Article(Unit::whole(size.to_string().into(), Format::Text, Raw::whole(vec![b'a'; size], true)))
        };
        let sizes = [10, TOGETHER, 1, 2, TOGETHER - 3, 4, 5 * TOGETHER, 6];
        let mut items: Vec<Item> = sizes.iter().map(|size| unit(*size)).collect();
        items.insert(3, Item::Empty("nothing".into()));
        let made = groups(items, usize::MAX);
        let names = |group: &Group| match group {
            Group::Articles(units) => units.iter().map(|unit| unit.path.to_string()).collect::<Vec<_>>().join(" "),
            Group::Other(Done::Empty(name)) => name.clone(),
            Group::Other(_) => "other".into(),
        };
        let names: Vec<String> = made.iter().map(names).collect();
        let large = (TOGETHER.to_string(), (TOGETHER - 3).to_string(), (5 * TOGETHER).to_string());
        assert_eq!(names, ["10", &large.0, "1", "nothing", &format!("2 {}", large.1), "4", &large.2, "6"]);
        assert!(groups(Vec::new(), 0).is_empty());
    }
}
