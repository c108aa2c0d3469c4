//! Legacy encodings and UTF-16: positions stay those of the raw bytes.

use super::*;

#[test]
fn pages_in_other_encodings_keep_their_bytes() {
    let bytes = bytes_of("ferry-1252.html");
    let document = ferry("ferry-1252.html");
    assert_eq!(document.target.content(), ferry("ferry.html").target.content());
    let whole = document.target.content();
    for piece in ["“We carried", "😀", "Zupan. said", "bell. ."] {
        let at = whole.find(piece).unwrap_or_else(|| panic!("{piece}")) as u32;
        let span = Span::new(at, at + piece.len() as u32);
        let (raw, position) = document.locator().locate(span);
        let cut: Vec<u8> = bytes[raw.start as usize..raw.end as usize].to_vec();
        let cut: String = cut.iter().map(|b| if *b == 0x93 { '“' } else { char::from(*b) }).collect();
        assert_eq!(cut.replace("&#128512;", "😀"), piece);
        let before = &bytes[..raw.start as usize];
        assert_eq!(position.line, before.split(|b| *b == b'\n').count() as u64);
        let column = before.rsplit(|b| *b == b'\n').next().unwrap_or_default().len() as u64 + 1;
        assert_eq!(position.column, column, "{piece}");
    }
}

#[test]
fn agency_xml_in_utf_16_keeps_its_bytes() {
    let text = String::from_utf8_lossy(&bytes_of("ferry.nitf")).replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (documents, errors) = read("a.xml", &bytes, None);
    assert_eq!(errors, Vec::<String>::new());
    let document = &documents[0];
    assert_eq!(lines(document), lines(&ferry("ferry.txt")));
    let mut locator = document.locator();
    for piece in ["😀", "“We", "German Press Agency"] {
        let at = document.target.content().find(piece).unwrap_or_else(|| panic!("{piece}")) as u32;
        let (raw, position) = locator.locate(Span::new(at, at + piece.len() as u32));
        let units: Vec<u16> = bytes[raw.start as usize..raw.end as usize]
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        assert_eq!(String::from_utf16_lossy(&units), piece);
        let before = &text[..text.find(piece).unwrap_or_default()];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        assert_eq!((position.line, position.column), (before.matches('\n').count() as u64 + 1, column), "{piece}");
    }
}

#[test]
fn legacy_encodings_are_recognised_and_keep_their_bytes() {
    let russian = "Премьер-министр заявил в пятницу, что мост через реку откроют в мае, и поблагодарил строителей.";
    let japanese = "首相は金曜日に、川にかかる橋が五月に開通すると述べ、建設に携わった人々に感謝した。";
    let chinese = "总理星期五表示，横跨这条河的大桥将于五月开通，并向建设者表示感谢。";
    for (text, label) in [(russian, "windows-1251"), (japanese, "shift_jis"), (japanese, "euc-jp"), (chinese, "gbk")] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let plain = encoding.encode(text).0.into_owned();
        let page = format!("<html><head><meta charset={label}></head><body><p>{text}</p></body></html>");
        let page = encoding.encode(&page).0.into_owned();
        for (name, bytes) in [("a.txt", &plain), ("a.html", &page)] {
            let (documents, errors) = read(name, bytes, None);
            assert_eq!(errors, Vec::<String>::new(), "{label}");
            let document = &documents[0];
            assert_eq!(document.target.content(), text, "{label} {name}");
            for (at, c) in text.char_indices() {
                let raw = document.map.raw(Span::new(at as u32, (at + c.len_utf8()) as u32));
                let cut = encoding.decode(&bytes[raw.start as usize..raw.end as usize]).0.into_owned();
                assert_eq!(cut, c.to_string(), "{label} {name}");
            }
        }
    }
}

#[test]
fn rows_in_legacy_encodings_have_lines_of_the_file() {
    let bytes = b"id,text\n1,\"Erste Zeile.\nZweite.\"\n2,\"Gr\xfc\xdfe aus K\xf6ln.\nNoch ein \xdcbel. . Ende\"\n";
    let (documents, errors) = read("a.csv", bytes, None);
    assert_eq!((documents.len(), errors), (2, Vec::new()));
    let at = documents[1].target.content().find(". .").unwrap_or_default() as u32;
    let (raw, position) = documents[1].locator().locate(Span::new(at, at + 3));
    assert_eq!(&bytes[raw.start as usize..raw.end as usize], b". .");
    assert_eq!((position.line, position.column), (5, 14));
}
