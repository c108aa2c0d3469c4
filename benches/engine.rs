//! Speed of the parts and of the whole, on the articles of `corpora/`.
//!
//! `cargo bench --bench engine`; figures are bytes of article text a second, on one thread.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mtlint::{
    Engine, RuleSet,
    detect::KINDS,
    model::Lang,
    report::{Jsonl, Report},
    text::{plain_blocks, segment, text_document},
};
use std::{fs, hint::black_box, path::PathBuf};

/// The labelled and the clean articles, as one text each, until there is a megabyte.
fn articles() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora");
    let mut texts = Vec::new();
    for name in ["clean/articles.jsonl", "gold/articles.jsonl"] {
        let file = fs::read_to_string(folder.join(name)).expect("corpora is part of the repository");
        for line in file.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("a record a line");
            texts.push(record["text"].as_str().unwrap_or_default().to_owned());
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let times = (1 << 20) / bytes.max(1) + 1;
    texts.iter().cycle().take(texts.len() * times).cloned().collect()
}

fn stages(c: &mut Criterion) {
    let texts = articles();
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut group = c.benchmark_group("article");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    group.bench_function("segment", |b| {
        b.iter(|| {
            for text in &texts {
                black_box(segment(text.clone(), &plain_blocks(text)));
            }
        });
    });
    let rules = RuleSet::embedded().expect("the rules load");
    let on = rules.select(&[], &[]);
    let engine = Engine::new(rules, on).expect("the rules compile");
    group.bench_function("check", |b| {
        b.iter(|| {
            for text in &texts {
                black_box(engine.check(text_document(text, None, Lang::EN)));
            }
        });
    });
    let report = Jsonl::default();
    group.bench_function("check and report", |b| {
        let mut out = Vec::new();
        b.iter(|| {
            for text in &texts {
                out.clear();
                report.document(engine.rules(), &engine.check(text_document(text, None, Lang::EN)), &mut out);
            }
        });
    });
    group.finish();
    detectors(c, &texts);
    c.bench_function("start-up: rules loaded and compiled", |b| {
        b.iter(|| {
            let rules = RuleSet::embedded().expect("the rules load");
            let on = rules.select(&[], &[]);
            black_box(Engine::new(rules, on).is_ok())
        });
    });
}

/// Each kind of rule by itself, on articles that are cut into words already.
fn detectors(c: &mut Criterion, texts: &[String]) {
    let documents: Vec<_> = texts.iter().map(|text| text_document(text, None, Lang::EN)).collect();
    let mut group = c.benchmark_group("detectors");
    let bytes: usize = texts.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(10);
    for kind in KINDS {
        let rules = RuleSet::embedded().expect("the rules load");
        let mut on = rules.select(&[], &[]);
        for (id, rule) in rules.iter() {
            on.set(id, on.has(id) && rule.detect.kind == kind.name && rule.applies_to(Lang::EN));
        }
        let engine = Engine::new(rules, on).expect("the rules compile");
        group.bench_function(kind.name, |b| {
            b.iter(|| documents.iter().map(|document| engine.hits(black_box(document)).len()).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
