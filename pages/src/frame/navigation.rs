//! The way from page to page: beside the page where there is room, else in a popover that needs no script.

use maud::{Markup, html};

use super::{Frame, HOME, Place, icon, place::Group};

/// Where a person may go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Navigation {
    /// The pages that are listed; their order is ours.
    pub places: Vec<Place>,
    /// Requests that wait for this person's company.
    pub waiting: u64,
    /// Requests that wait for the operators.
    pub waiting_for_operators: u64,
}

impl Navigation {
    fn of(&self, group: Group) -> impl Iterator<Item = Place> {
        Place::ALL.into_iter().filter(move |place| place.group() == group && self.places.contains(place))
    }

    fn waiting_at(&self, place: Place) -> u64 {
        match place {
            Place::Requests => self.waiting,
            Place::OperatorRequests => self.waiting_for_operators,
            _ => 0,
        }
    }
}

impl Frame<'_> {
    pub(super) fn side(&self, current: Place) -> Markup {
        let language = self.language;
        let app = html! { bdi { (self.brand.title) } };
        html! {
            nav.side #nav popover aria-label=(language.say("nav-label")) {
                ul {
                    li { a href=(HOME) { (icon::left()) span { (language.fill("nav-back", &[("app", app)])) } } }
                }
                @for group in Group::ALL {
                    @if self.navigation.of(group).next().is_some() { (self.group(group, current)) }
                }
                div.out { (self.sign_out("btn s full")) }
            }
        }
    }

    fn group(&self, group: Group, current: Place) -> Markup {
        let language = self.language;
        html! {
            p.grp id=(group.heading()) { (language.say(group.heading())) }
            ul aria-labelledby=(group.heading()) {
                @for place in self.navigation.of(group) {
                    li {
                        a href=(self.path(place.address())) aria-current=[(place == current).then_some("page")] {
                            (place.icon())
                            span { (language.say(place.label())) }
                            (self.badge(self.navigation.waiting_at(place)))
                        }
                    }
                }
            }
        }
    }

    fn badge(&self, waiting: u64) -> Markup {
        html! {
            @if waiting > 0 {
                span.pill.acc {
                    span aria-hidden="true" { (waiting) }
                    span.vh { (self.language.say_with("nav-waiting", &[("count", waiting.into())])) }
                }
            }
        }
    }
}
