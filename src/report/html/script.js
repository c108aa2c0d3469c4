
"use strict";
(() => {
  const bar = document.getElementById("bar");
  const count = document.getElementById("count");
  const save = document.getElementById("save");
  const none = document.getElementById("none");
  const controls = document.getElementById("decide").content;
  const PREFIX = "mtlint:";

  // Findings, in the order of the page; those with one fingerprint share their decision.
  const items = Array.from(document.querySelectorAll(".finding"), (element) => ({
    element,
    article: element.closest("article"),
    fingerprint: element.dataset.fingerprint,
    words: null,
  }));
  const same = new Map();
  for (const item of items) {
    if (!same.has(item.fingerprint)) same.set(item.fingerprint, []);
    same.get(item.fingerprint).push(item);
  }
  const of = new Map(items.map((item) => [item.element, item]));

  // Decisions: in memory, and in the browser where it keeps them for this page.
  const decisions = new Map();
  let store = null;
  try {
    store = window.localStorage;
    for (const fingerprint of same.keys()) {
      const kept = store.getItem(PREFIX + fingerprint);
      if (kept !== null) decisions.set(fingerprint, read(kept));
    }
  } catch (error) {
    store = null;
  }
  function read(kept) {
    try {
      const value = JSON.parse(kept);
      const decision = ["accept", "dismiss"].includes(value.decision) ? value.decision : "";
      return { decision, note: String(value.note || "") };
    } catch (error) {
      return { decision: "", note: "" };
    }
  }
  function keep(fingerprint) {
    const { decision, note } = decisions.get(fingerprint);
    if (!decision && !note) decisions.delete(fingerprint);
    try {
      if (decision || note) store.setItem(PREFIX + fingerprint, JSON.stringify({ decision, note }));
      else store.removeItem(PREFIX + fingerprint);
    } catch (error) {
      store = null;
    }
    tell();
  }
  const decided = (fingerprint) => decisions.get(fingerprint) || { decision: "", note: "" };

  function tell() {
    let number = 0;
    for (const item of items) if (decided(item.fingerprint).decision) number += 1;
    save.disabled = number === 0;
    save.textContent = number === 0 ? "Save decisions" : number === 1 ? "Save 1 decision" : `Save ${number} decisions`;
    document.getElementById("storage").textContent = store
      ? "Until then this browser remembers them."
      : "This browser does not remember them: save before you close the page.";
  }

  // Buttons are made where the reader is near, so that a long page opens fast.
  function prepare(article) {
    for (const element of article.querySelectorAll(".finding")) {
      if (element.querySelector(".decide")) continue;
      element.append(controls.cloneNode(true));
      element.tabIndex = -1;
      draw(of.get(element));
    }
  }
  function draw(item) {
    const { decision, note } = decided(item.fingerprint);
    if (decision) item.element.dataset.decision = decision;
    else delete item.element.dataset.decision;
    const box = item.element.querySelector(".decide");
    if (!box) return;
    for (const button of box.querySelectorAll("[data-decision]")) {
      button.setAttribute("aria-pressed", String(button.dataset.decision === decision));
    }
    const text = box.querySelector("textarea");
    if (text.value !== note) text.value = note;
    if (note) unfold(box, true);
    box.querySelector(".hint").hidden = !note || Boolean(decision);
  }
  function unfold(box, open) {
    box.querySelector(".note").hidden = !open;
    box.querySelector("[data-note]").setAttribute("aria-expanded", String(open));
  }
  function change(item, next) {
    decisions.set(item.fingerprint, Object.assign({}, decided(item.fingerprint), next));
    keep(item.fingerprint);
    same.get(item.fingerprint).forEach(draw);
  }
  function decide(item, decision) {
    change(item, { decision: decided(item.fingerprint).decision === decision ? "" : decision });
  }
  function annotate(item) {
    const box = item.element.querySelector(".decide");
    const open = box.querySelector(".note").hidden;
    unfold(box, open);
    if (open) box.querySelector("textarea").focus();
  }
  const main = document.getElementById("articles");
  main.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = of.get(button.closest(".finding"));
    if (button.dataset.decision) decide(item, button.dataset.decision);
    else annotate(item);
  });
  main.addEventListener("input", (event) => {
    const item = of.get(event.target.closest(".finding"));
    if (item) change(item, { note: event.target.value });
  });

  // Filters.
  function words(item) {
    if (item.words === null) {
      const parts = item.element.querySelectorAll("h4, .message, blockquote");
      const head = item.article.querySelector("h3").textContent + "\n" + item.article.dataset.path;
      item.words = [head, ...Array.from(parts, (part) => part.textContent)].join("\n").toLowerCase();
    }
    return item.words;
  }
  function filter() {
    const severities = new Set(Array.from(bar.querySelectorAll("[name=severity]:checked"), (box) => box.value));
    const rule = bar.elements.rule.value;
    const text = bar.elements.text.value.trim().toLowerCase();
    const open = bar.elements.open.checked;
    const articles = new Map();
    let shown = 0;
    for (const item of items) {
      const { rule: own, severity } = item.element.dataset;
      const passes = severities.has(severity) && (!rule || own === rule) && (!text || words(item).includes(text))
        && !(open && decided(item.fingerprint).decision);
      item.element.hidden = !passes;
      articles.set(item.article, articles.get(item.article) || passes);
      if (passes) shown += 1;
    }
    for (const [article, any] of articles) article.hidden = !any;
    count.textContent = `${shown} of ${items.length} shown`;
    none.hidden = shown > 0;
  }
  let waiting = 0;
  bar.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  bar.addEventListener("submit", (event) => event.preventDefault());

  // Keys.
  let current = null;
  // Before which finding the reader is where none is current.
  let before = 0;
  function move(step) {
    let at = current ? items.indexOf(current) + step : step > 0 ? before : before - 1;
    while (at >= 0 && at < items.length && items[at].element.hidden) at += step;
    if (at >= 0 && at < items.length) go(items[at]);
  }
  function go(item) {
    current = item;
    prepare(item.article);
    item.element.focus({ preventScroll: true });
    item.element.scrollIntoView({ block: "center" });
  }
  main.addEventListener("focusin", (event) => {
    const element = event.target.closest(".finding");
    if (element) current = of.get(element);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") {
        event.target.blur();
        if (current) go(current);
      }
      return;
    }
    const here = current && !current.element.hidden ? current : null;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "a" && here) decide(here, "accept");
    else if (event.key === "d" && here) decide(here, "dismiss");
    else if (event.key === "n" && here) annotate(here);
    else if (event.key === "/") bar.elements.text.focus();
    else return;
    event.preventDefault();
  });

  // The table that `mtlint review import` takes.
  function cell(text) {
    // A spreadsheet would take these for formulas.
    const safe = /^[=+\-@\t\r\n]/.test(text) && text !== "-" ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }
  function table() {
    const names = ["path", "id", "rule", "severity", "line", "column", "text", "message", "fingerprint", "sentence_text",
      "decision", "note"];
    const rows = [names];
    for (const { element, article, fingerprint } of items) {
      const { decision, note } = decided(fingerprint);
      if (!decision) continue;
      const { rule, severity, line, column } = element.dataset;
      const content = (selector) => element.querySelector(selector).textContent;
      rows.push([article.dataset.path, article.dataset.id, rule, severity, line, column, content("mark"),
        content(".message"), fingerprint, content(".sentence"), decision, note]);
    }
    return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
  }
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    const address = URL.createObjectURL(new Blob([table()], { type: "text/csv" }));
    link.href = address;
    link.download = "decisions.csv";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  });

  // A link to a rule opens what is said of it.
  function unfoldTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.tagName === "DETAILS") target.open = true;
    else if (of.has(target)) current = of.get(target);
    else if (target.tagName === "ARTICLE") {
      current = null;
      before = items.findIndex((item) => item.article === target);
    }
  }
  window.addEventListener("hashchange", unfoldTarget);

  items.forEach(draw);
  tell();
  filter();
  bar.hidden = false;
  document.documentElement.classList.add("scripted");
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        near.unobserve(entry.target);
        prepare(entry.target);
      }
    }
  }, { rootMargin: "1500px" });
  document.querySelectorAll("article").forEach((article) => near.observe(article));
  unfoldTarget();
})();
