//! Writes every sample and what it loads into a folder, to be looked at in a browser:
//! `cargo run -p gatehouse-pages --example preview -- /tmp/preview`, then serve that folder at `/`.

use std::{env, fs, io, path::PathBuf};

use gatehouse_pages::{
    assets::{self, Name},
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
    let index = html! {
        ul {
            @for (name, _) in &pages {
                li { a href={ "_auth/" (name) ".html" } { (name) } }
            }
        }
    };
    fs::write(folder.join("index.html"), index.into_string())?;
    for (name, page) in pages {
        fs::write(folder.join(format!("_auth/{name}.html")), page.into_string())?;
    }
    Ok(())
}
