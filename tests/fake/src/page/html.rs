//! Writes HTML: tables of texts, everything escaped.

use std::fmt::Write;

/// Seconds after which a browser asks again.
const REFRESH_SECONDS: u32 = 2;

/// The maximum number of rows that a table shows.
const ROWS_SHOWN: usize = 100;

const STYLE: &str = "body{font:14px/1.4 system-ui,sans-serif;margin:2em;color-scheme:light dark}\
                     table{border-collapse:collapse}\
                     th,td{text-align:left;padding:.15em 1em .15em 0;border-bottom:1px solid #8884}\
                     th{font-weight:600}h2{font-size:1.1em;margin:1.5em 0 .3em}";

/// A page that renews itself.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
}

impl Page {
    pub(super) fn new(title: &str) -> Self {
        let title = escape(title);
        let text = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"refresh\" content=\"{REFRESH_SECONDS}\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        );
        Self { text }
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.push(format_args!("<p>{}</p>\n", escape(text)));
    }

    pub(super) fn table(&mut self, table: &Table) {
        self.push(format_args!("<h2>{} ({})</h2>\n", escape(&table.title), table.rows.len()));
        if table.rows.is_empty() {
            return;
        }
        self.push(format_args!("<table>\n<tr>{}</tr>\n", row("th", &table.headings)));
        for cells in table.rows.iter().take(ROWS_SHOWN) {
            self.push(format_args!("<tr>{}</tr>\n", row("td", cells)));
        }
        self.push(format_args!("</table>\n"));
        if let Some(more) = table.rows.len().checked_sub(ROWS_SHOWN).filter(|more| *more > 0) {
            self.push(format_args!("<p>and {more} more</p>\n"));
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str("</body>\n</html>\n");
        self.text
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        let _ = self.text.write_fmt(text);
    }
}

/// A table of texts.
#[derive(Debug)]
pub(super) struct Table {
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(title: &str, headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| heading.replace('_', " ")).collect();
        Self { title: title.to_owned(), headings, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

fn row(element: &str, cells: &[String]) -> String {
    cells.iter().map(|cell| format!("<{element}>{}</{element}>", escape(cell))).collect()
}

/// Escapes a text for HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let mut page = Page::new("<a>");
        let mut table = Table::new("<b>", &["<c>"]);
        table.row(vec!["<d> & \"e\" 'f'".to_owned()]);
        page.paragraph("<g>");
        page.table(&table);
        let text = page.finish();
        for letter in ["a", "b", "c", "d", "g"] {
            assert!(text.contains(&format!("&lt;{letter}&gt;")), "{text}");
            assert!(!text.contains(&format!("<{letter}>")), "{text}");
        }
        assert!(text.contains("&amp; &quot;e&quot; &#39;f&#39;"), "{text}");
    }

    #[test]
    fn a_long_table_is_cut() {
        let mut table = Table::new("t", &["n"]);
        for number in 0..103 {
            table.row(vec![format!("row {number}")]);
        }
        let mut page = Page::new("p");
        page.table(&table);
        let text = page.finish();
        assert!(text.contains("t (103)") && text.contains("row 99<") && text.contains("and 3 more"), "{text}");
        assert!(!text.contains("row 100<"), "{text}");
    }
}
