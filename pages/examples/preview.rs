//! Writes every sample and what it loads into a folder, to be looked at in a browser:
//! `cargo run -p gatehouse-pages --example preview -- /tmp/preview`, then serve that folder at `/`.

use std::{env, fs, io, path::PathBuf};

use gatehouse_pages::{
    Language,
    assets::{self, Name},
    mail::{self, Letter},
    samples,
};
use maud::html;

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "preview".to_owned()));
    let assets = folder.join("_auth/assets");
    fs::create_dir_all(&assets)?;

    for name in [Name::Stylesheet, Name::Script, Name::Arch, Name::Logo] {
        let file = assets::file_name(name);
        let asset = assets::find(file).expect("every name has its file");
        fs::write(assets.join(file), asset.bytes)?;
    }
    for (file, css) in samples::themes() {
        fs::write(assets.join(file), css)?;
    }

    let pages = samples::all();
    let letters = letters();
    let index = html! {
        h1 { "Pages" }
        ul {
            @for (name, _) in &pages {
                li { a href={ "_auth/" (name) ".html" } { (name) } }
            }
        }
        h1 { "Letters" }
        ul {
            @for (name, letter) in &letters {
                li { a href={ "mail/" (name) ".html" } { (letter.subject) } " " a href={ "mail/" (name) ".txt" } { (name) ".txt" } }
            }
        }
    };
    fs::write(folder.join("index.html"), index.into_string())?;
    for (name, page) in pages {
        fs::write(folder.join(format!("_auth/{name}.html")), page.into_string())?;
    }
    // Beside the pages, not among them: what holds for pages, such as no style on an element, does not hold for letters.
    let mail = folder.join("mail");
    fs::create_dir_all(&mail)?;
    for (name, letter) in letters {
        fs::write(mail.join(format!("{name}.html")), letter.html)?;
        fs::write(mail.join(format!("{name}.txt")), format!("Subject: {}\n\n{}", letter.subject, letter.text))?;
    }
    Ok(())
}

/// Every letter; those that are not in English end in their language.
fn letters() -> Vec<(String, Letter)> {
    let spanish = mail::samples(Language::Spanish).into_iter().map(|(name, letter)| (format!("{name}-es"), letter));
    mail::samples(Language::English).into_iter().chain(spanish).collect()
}
