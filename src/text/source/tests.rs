use super::guess_source;
use crate::{
    model::{Lang, SourceFrom},
    text::{plain_blocks, segment},
};

/// The guessed language of an English article, `und` where there is none.
fn guess(article: &str) -> String {
    let text = segment(article.to_owned(), &plain_blocks(article));
    guess_source(&text, Lang::EN).lang.code().to_owned()
}

#[test]
fn articles_show_where_they_come_from() {
    let articles = [
        (
            "ru",
            "The fire in the village of Borki was put out by noon. This was reported by the press service of the region. \
             Olga Petrovna Sidorova, who lives next door, called the brigade. According to preliminary data, nobody was hurt.",
        ),
        (
            "uk",
            "The head of OVA spoke of the night in the district. Mykola Vasylovych Hrytsenko left his cellar at dawn, \
             Ukrinform wrote, when the air alarm ended.",
        ),
        (
            "zh",
            "HARBIN (Xinhua) – The reporter learned from the port that the new berth opens in May. Relevant departments \
             of the city attach great importance to it.",
        ),
        (
            "ja",
            "The festival was called off because of the new corona. The mayor said that people in the prefecture should stay \
             at home, the Shimbun wrote.",
        ),
        (
            "de",
            "The Feuerwehr was called to the Rathaus at night. The Staatsanwaltschaft found two death victims, and \
             Selenskyj sent a letter.",
        ),
        (
            "fr",
            "President Poutine called Loukachenko on Monday. The préfet of the department said that the forces of order were \
             ready.",
        ),
        (
            "es",
            "The alcalde closed the town hall, and agents of the Civil Guard searched it. Zelenski had written to him, EFE \
             said.",
        ),
        (
            "it",
            "ROME (ANSA) - The sindaco thanked the carabinieri. Proceedings in the confronts of two men were closed.",
        ),
        (
            "tr",
            "Police teams came to the quarter at once. Two workers lost their lives at the scene, and a detention decision \
             was issued for the owner, Anadolu Agency wrote.",
        ),
    ];
    for (lang, article) in articles {
        assert_eq!(guess(article), lang, "{article}");
    }
}

#[test]
fn native_articles_show_nothing() {
    let articles = [
        "The minister told TASS on Tuesday that talks would go on. Opposition leaders in London doubted it.",
        "State media outlets Xinhua and China News Service carried the statement. Analysts in Washington shrugged.",
        "TASS, RIA Novosti and Interfax all quoted the general. The Pentagon declined to comment.",
        "According to the German news agency dpa, the Bundestag will vote on Friday.",
        "Roman Abramovich sold the club. Novak Djokovic and Goran Ivanisevic watched.",
        "The Carabinieri found the painting in a barn near Pisa, ANSA reported.",
        "The Verkhovna Rada of Ukraine voted; a people’s deputy spoke. Manifestants, one old leaflet calls them.",
        "",
    ];
    for article in articles {
        assert_eq!(guess(article), "und", "{article}");
    }
}

#[test]
fn marks_of_two_languages_are_none() {
    let article =
        "President Poutine met Selenskyj; Loukachenko wrote to Nawalny. Gheddafi and Gorbaciov were long dead.";
    assert_eq!(guess(article), "und");
}

#[test]
fn a_guess_names_its_evidence() {
    let article = "President Poutine called Loukachenko on Monday.";
    let text = segment(article.to_owned(), &plain_blocks(article));
    let source = guess_source(&text, Lang::EN);
    assert_eq!(source.from, SourceFrom::Guessed);
    assert_eq!(source.evidence, ["Poutine", "Loukachenko"]);
    assert!(!guess_source(&text, Lang::parse("de").expect("a code")).lang.is_known());
}
