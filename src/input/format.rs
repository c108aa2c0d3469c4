//! Which format a file has: its first bytes say it, or its name.

/// A format of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs and headlines, divided by line breaks.
    Text,
    /// `CommonMark` with front matter.
    Markdown,
    /// A JSON object a line, with the article in `text`.
    Jsonl,
    /// A web page.
    Html,
    /// A JSON object or a list of them: records, ninjs, JSON Feed.
    Json,
    /// A table with a row of names: CSV, TSV.
    Csv,
    /// RSS, Atom, NITF, NewsML-G2, XLIFF, TMX: the root element says which.
    Xml,
    /// Gettext catalogues.
    Po,
    /// Subtitles: `SubRip`, `WebVTT`.
    Subtitles,
    /// Pages as a crawler stored them: WARC, WET.
    Warc,
    /// A column of a Parquet file.
    Parquet,
}

impl Format {
    /// The format that a file name promises; that of `article.html.gz` is the one of `article.html`.
    pub fn of_name(path: &str) -> Option<Format> {
        let (stem, extension) = path.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "json" => Some(Format::Json),
            "csv" | "tsv" | "tab" => Some(Format::Csv),
            "xml" | "rss" | "atom" | "nitf" | "xlf" | "xliff" | "tmx" | "sdlxliff" | "mqxliff" => Some(Format::Xml),
            "po" | "pot" => Some(Format::Po),
            "srt" | "vtt" => Some(Format::Subtitles),
            "warc" | "wet" => Some(Format::Warc),
            "parquet" | "pq" => Some(Format::Parquet),
            "gz" | "zst" | "xz" => Format::of_name(stem),
            _ => None,
        }
    }

    /// Whether a file in a folder may be one to read: by its name, and where many other things have such names (JSON,
    /// XML, tables) also by its first bytes.
    pub fn is_likely(path: &str, head: impl FnOnce() -> Vec<u8>) -> bool {
        let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match Format::of_name(path) {
            Some(Format::Json) => {
                let head = String::from_utf8_lossy(&head()).into_owned();
                ["\"text\"", "jsonfeed.org", "\"body_text\"", "\"body_xhtml\"", "\"bodies\"", "\"content_html\""]
                    .iter()
                    .any(|key| head.contains(key))
            }
            Some(Format::Xml) if extension == "xml" => known_root(&head()),
            Some(Format::Csv) => {
                let head = String::from_utf8_lossy(&head()).to_ascii_lowercase();
                let names = head.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').to_owned();
                names
                    .split([',', ';', '\t', '|'])
                    .any(|name| matches!(name.trim_matches(['"', ' ']), "text" | "body" | "article"))
            }
            Some(_) => true,
            None => {
                // `articles.tar.gz` is an archive in a wrapping.
                let Some((stem, last)) = path.rsplit_once('.') else { return false };
                let packed = matches!(last.to_ascii_lowercase().as_str(), "gz" | "xz" | "zst");
                let inner = if packed { stem.rsplit_once('.').map_or("", |(_, inner)| inner) } else { last };
                matches!(inner.to_ascii_lowercase().as_str(), "zip" | "tar" | "tgz" | "txz" | "tzst")
            }
        }
    }

    /// The format that the first bytes prove, whatever the name says.
    pub(super) fn of_marks(head: &[u8]) -> Option<Format> {
        if head.starts_with(b"PAR1") {
            return Some(Format::Parquet);
        }
        if head.starts_with(b"WARC/1.") {
            return Some(Format::Warc);
        }
        let text = lead(head);
        let starts = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
        if starts("<!doctype html") || starts("<html") {
            return Some(Format::Html);
        }
        if known_root(head) {
            return Some(Format::Xml);
        }
        if starts("<?xml") {
            let page = text.to_ascii_lowercase().contains("<html");
            return Some(if page { Format::Html } else { Format::Xml });
        }
        starts("WEBVTT").then_some(Format::Subtitles)
    }

    /// The format that the first bytes show where nothing else tells; anything else is text.
    pub fn of_content(head: &[u8]) -> Format {
        if let Some(format) = Format::of_marks(head) {
            return format;
        }
        let text = lead(head);
        if text.starts_with('{') {
            // An object that does not end on its first line is laid out for people.
            let mut lines = text.splitn(2, '\n');
            let (first, more) = (lines.next().unwrap_or_default().trim_end(), lines.next().is_some());
            let record = text.starts_with("{\"") || text.starts_with("{ \"");
            return match (record, more) {
                (true, true) if !first.ends_with('}') => Format::Json,
                (true, _) => Format::Jsonl,
                (false, _) if first == "{" => Format::Json,
                (false, _) => Format::Text,
            };
        }
        if text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{')) {
            return Format::Json;
        }
        let mut lines = text.lines();
        let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        if first.trim().parse::<u32>().is_ok() && second.contains(" --> ") {
            return Format::Subtitles;
        }
        if text.starts_with("msgid ") || text.starts_with("# ") && text.contains("\nmsgid ") {
            return Format::Po;
        }
        Format::Text
    }
}

/// The first bytes as text, without what may stand before it. UTF-16 loses its zeros, which is enough to tell formats.
fn lead(head: &[u8]) -> String {
    let head = match head {
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => rest.iter().copied().filter(|b| *b != 0).collect(),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        _ => head.to_vec(),
    };
    String::from_utf8_lossy(&head).trim_start().to_owned()
}

/// Whether the bytes start an XML document of a kind that is read.
fn known_root(head: &[u8]) -> bool {
    let text = lead(head);
    let mut rest = text.as_str();
    loop {
        rest = rest.trim_start();
        let skip = if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|i| i + 2)
        } else if rest.starts_with("<!DOCTYPE") {
            rest.find('>').map(|i| i + 1)
        } else {
            None
        };
        match skip {
            Some(skip) => rest = &rest[skip..],
            None => break,
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let name: String = tag.chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_')).collect();
    let name = name.rsplit(':').next().unwrap_or_default();
    matches!(
        name,
        "rss" | "feed" | "RDF" | "nitf" | "newsItem" | "newsMessage" | "packageItem" | "xliff" | "tmx" | "NewsML"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_are_known_by_name_in_any_wrapping() {
        let likely = |name: &str| Format::is_likely(name, Vec::new);
        assert!(likely("a/articles.tar.gz") && likely("b.TAR.zst") && likely("c.tgz") && likely("d.zip"));
        assert!(!likely("photo.gz") && !likely("tar") && !likely("note.doc") && !likely("gz"));
    }
}
