//! Tokens and sentences: megabytes a second on one thread, over the articles of `corpora/clean`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mtlint::text::{plain_blocks, segment, tokens_of};
use std::hint::black_box;

/// The articles, each some kilobytes long, as they come from a feed.
fn articles() -> Vec<String> {
    let records = include_str!("../corpora/clean/articles.jsonl");
    records
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("the corpus is JSONL");
            record["text"].as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

fn text(criterion: &mut Criterion) {
    let articles = articles();
    let bytes: usize = articles.iter().map(String::len).sum();
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("tokenise", |b| {
        b.iter(|| articles.iter().map(|article| tokens_of(black_box(article)).len()).sum::<usize>());
    });
    group.bench_function("blocks", |b| {
        b.iter(|| articles.iter().map(|article| plain_blocks(black_box(article)).len()).sum::<usize>());
    });
    group.bench_function("segment", |b| {
        b.iter(|| {
            articles
                .iter()
                .map(|article| segment(article.clone(), &plain_blocks(black_box(article))).sentences().len())
                .sum::<usize>()
        });
    });
    // One line of one article: nothing may depend on lines or documents being short.
    let line = articles.join(" ").replace('\n', " ").repeat(20);
    group.throughput(Throughput::Bytes(line.len() as u64));
    group.sample_size(20);
    group.bench_function("one long line", |b| {
        b.iter(|| segment(line.clone(), &plain_blocks(black_box(&line))).sentences().len());
    });
    group.finish();
}

criterion_group!(benches, text);
criterion_main!(benches);
