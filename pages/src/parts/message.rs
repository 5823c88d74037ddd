//! The box at the top of a card that says what happened. It takes the focus, with script or without.

use maud::{Markup, html};

use super::icon;

/// What kind of news a message is.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Bad,
    Info,
    Good,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Good => "good",
        }
    }

    fn icon(self) -> Markup {
        match self {
            Self::Bad => icon::warning(),
            Self::Info => icon::information(),
            Self::Good => icon::tick(),
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Bad => "alert",
            Self::Info | Self::Good => "status",
        }
    }
}

/// The role stands on an inner element: JAWS would otherwise read a focused alert twice.
pub(crate) fn message(tone: Tone, heading: Option<String>, body: &Markup) -> Markup {
    html! {
        div.msg.(tone.class()) tabindex="-1" autofocus data-focus {
            (tone.icon())
            div role=(tone.role()) {
                @if let Some(heading) = heading { h2 { (heading) } }
                (body)
            }
        }
    }
}
