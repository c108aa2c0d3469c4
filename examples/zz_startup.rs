use std::time::Instant;
fn main() {
    let t = Instant::now();
    let rules = mtlint::RuleSet::embedded().unwrap();
    println!("load {:?}", t.elapsed());
    let on = rules.select(&[], &[]);
    let t = Instant::now();
    let e = mtlint::Engine::new(rules, on).unwrap();
    println!("compile {:?}", t.elapsed());
    let t = Instant::now();
    drop(e);
    println!("drop {:?}", t.elapsed());
}
