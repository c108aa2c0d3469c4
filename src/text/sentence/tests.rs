//! What ends a sentence and what does not. A bar marks each end.

use crate::{
    model::{BlockKind, Span},
    text::segment,
};

/// Cuts `marked` at its bars and nowhere else.
fn check(marked: &str) {
    let content: String = marked.chars().filter(|c| *c != '|').collect();
    let expected: Vec<&str> = marked.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
    let blocks = [(Span::new(0, content.len() as u32), BlockKind::Paragraph)];
    let text = segment(content, &blocks);
    let found: Vec<&str> = text.sentences().iter().map(|s| text.slice(s.span)).collect();
    assert_eq!(found, expected);
}

#[test]
fn titles_and_initials_go_on_with_the_name() {
    check("Mr. Smith met Gen. Lee and Sen. Warren in St. Petersburg.| Dr. No came too.");
    check("George W. Bush read J. K. Rowling and J.R.R. Tolkien.| He liked it.");
    check("He lives on Main St.| The house is old.");
    check("They took vitamin C.| The cold went away.");
    check("It was John and I.| We won.| It began after World War I.| The end.");
    check("It was 20 °C.| Water froze.| They met.| IV. Results");
    check("Lt. Col. R. Jones spoke.| Then Maj. Gen. Ivanov did.");
}

#[test]
fn firms_and_countries_may_end_a_sentence() {
    check("Apple Inc. said Google Corp. Chief Executive Page left Foo Ltd.| He joined Bar Co.| The firm was glad.");
    check("The U.S. Congress met.| He left the U.S.| The trip was long.| The U.S. is big.");
    check("He met U.S. First Lady Jill Biden.| Allies Fear U.S. Will Leave U.N. Talks");
    check("Jones Jr. spoke.| So did Smith Sr.| They left.");
    check("She has a Ph.D. in law from Washington, D.C.| Her sister has an M.Sc. degree.");
    check("Smith v. Jones and France vs. Brazil, e.g. Pelé, i.e. Edson.");
}

#[test]
fn numbers_months_and_times() {
    check("See No. 5 on p. 12, fig. 3.| He said no.| They left.");
    check("On Jan. 5 and in Feb. 2006 it grew 3.5 percent to 1,200.75.| In 2006.| He went.");
    check("At 5 a.m. Monday and 6 p.m. EST he ran.| He slept at 7 p.m.| The night was calm, 8 p.m. local time.");
    check("They sat.| The wind blew.| It got 5 in. of rain and 6 ft. of snow.| He won 5.| The others lost.");
    check("Smith v. The State was heard in 2006.| It was lost.");
    check("1. First point.| 2. Second point.");
    check("It has three steps.| 1. Open it.| 2. Close it.| a) That is all.| 3.) The end.");
    check("He was batting .324 in May.| See Viva Maria! (1965) and others.");
    check("Oil, gas, etc. are dear.| Wood, coal, etc.| They rose.");
}

#[test]
fn closing_quotes_and_brackets_belong_to_the_sentence() {
    check("“Is it over?” he asked.| “It is over.”| He left.");
    check("“Is it over?” Smith asked.| “Can we go?” I said.| “Stop!” cried Mr. Brown.");
    check("“What now?”| Smith said he had no answer.");
    check("\"It is over.\"| \"Is it?\" she said.| (He left.)| She stayed [for a day].| Good.");
    check("‘It is over.’| He left.| «Fin.»| Il part.| „Ende.“| Er ging.");
    check("He called it “the end.”| (See below.)| It was not.");
    check("He said (wow!) that it works.| Yes.");
    check("“It is over.” he said.");
}

#[test]
fn exclamation_and_question_marks_inside() {
    check("Shares of Yahoo! said little.| Yahoo! Inc. rose.| He joined Yahoo!| The firm is big.");
    check("What?!| No!!!| Yes.");
    check("Is it over? he asked.| Who?| me?| No.");
}

#[test]
fn ellipses() {
    check("He waited... and left.| He waited…| Then he left.| I know… maybe.| Wait...| The end");
    check("It is foresight . . . it grows . . .| The end.");
    check("...and so it goes.| … Then he left.");
    check("The text [...] goes on.| Yes. ...");
}

#[test]
fn damage_shows() {
    check("The tunnel was blocked by a.| Volunteers cleared it.| Dahl pushed 24...f5!? in time trouble.");
    check("This is the near future.|The Republic waits.| He said “No.”|“Yes,” she said.|“Why?”| They went.");
    check("It was reported by Tass. .| The minister left. .| End. ”");
    check("“We won,” he said.| he said on Thursday.| Nagorno-Karabakh.| at the center of it.");
    check("It came in 2006.|The war began.");
    check("He wrote to a.b@c.org.| See www.a.org.| Use Node.js and ASP.NET or Amazon.com Inc. now.");
}

#[test]
fn footnotes_and_emoji_stay_with_their_sentence() {
    check("It needs innovation.23| Open minds win.");
    check("It fell.[3]| It rose. [4]| It stayed.[5][6]| Yes.¹| No [7].");
    check("Great! 😀| Next one. 🚀🚀| End 🎉");
}

#[test]
fn colons_semicolons_and_dashes_do_not_cut() {
    check("He had one aim: To win; Nothing else - He said - mattered — At all.");
    check("“No?” — he asked.| — Yes.| — Good.");
}

#[test]
fn other_scripts() {
    check("会议结束。|他走了！|“完了。”|谁？|“走吗？”他问。|「終わりました。」と彼は言った。|行きました。");
    check("Am 3. Mai kam der 2. Zug um 5.30 Uhr.| Die 3. Liga spielt, z. B. Berlin.| Das war 1999.| Er ging.");
    check("« C’est fini ! » dit-il.| « C’est fini. »| Il part.| El Sr. Gómez dijo que no.| ¿Por qué?| ¡Hola!");
    check("هل انتهى الأمر؟| نعم.| انتهى.");
    check("यह समाप्त है।| वह गया।");
    check("Он ушёл.| Она осталась.| Встреча с А. С. Пушкиным.");
    check("Це буде (див. Розділ 5) на вул. Садовій.| Суддя пішов.| Дощ, сніг та ін.| Усе.");
    check("Zaczyna się o godz. 18 (zob. Rozdział 2).| Było ciepło itd.| Potem spadł deszcz.");
    check("Вышло 5 млн долл. в год.| Длина 5 см.| Потом он ушёл на просп. Мира.");
}

#[test]
fn spans_leave_out_white_space() {
    check("  He left.  |   She stayed.   ");
    check(". .");
    check("");
}
