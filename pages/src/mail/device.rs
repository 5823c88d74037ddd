//! A browser and its system, in words. Only names from this file come out, whatever a browser says of itself.

use crate::Language;

/// What a browser's `User-Agent` holds, and its name. The first that is found counts: most pass themselves off as others too.
const BROWSERS: [(&str, &str); 16] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPiOS/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Trident/", "Internet Explorer"),
    ("MSIE ", "Internet Explorer"),
    ("Safari/", "Safari"),
];

/// The same of systems. iPhones claim to be Macs, Android to be Linux.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
    ("X11", "Linux"),
];

/// "Chrome on Windows", or as much of it as is known; "an unknown browser" where nothing is.
pub fn device_name(language: Language, user_agent: &str) -> String {
    let browser = found(&BROWSERS, user_agent).map_or_else(|| language.say("mail-unknown-browser"), str::to_owned);
    match found(&SYSTEMS, user_agent) {
        Some(system) => language.say_with("mail-device", &[("browser", browser.into()), ("system", system.into())]),
        None => browser,
    }
}

fn found(names: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn common_browsers_have_their_names() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1",
                "Chrome on iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Safari on Mac",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            ("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer on Windows"),
        ] {
            assert_eq!(device_name(Language::English, user_agent), name);
        }
    }

    #[test]
    fn what_is_not_known_is_said_so() {
        assert_eq!(device_name(Language::English, ""), "an unknown browser");
        assert_eq!(device_name(Language::English, "curl/8.5.0"), "an unknown browser");
        assert_eq!(device_name(Language::English, "Something (Windows NT 10.0)"), "an unknown browser on Windows");
        assert_eq!(device_name(Language::English, "Chrome/1 on a toaster"), "Chrome");
        assert_eq!(device_name(Language::Spanish, "Firefox/132.0 (X11)"), "Firefox en Linux");
    }

    proptest! {
        #[test]
        fn nothing_a_browser_says_is_repeated(before: String, after: String) {
            let name = device_name(Language::English, &format!("{before}<Chrome/1>\r\nWindows {after}"));
            let known = |mark: &str| BROWSERS.iter().any(|(_, name)| mark == *name) || SYSTEMS.iter().any(|(_, name)| mark == *name);
            prop_assert!(name.split(" on ").all(known), "{name}");
        }
    }
}
