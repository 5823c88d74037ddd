//! Bringing requests through: streams, sockets, bodies, and an application that is not there.

use std::time::Duration;

use gatehouse_auth_core::flow::{administer::UserEdit, rotate_keys::Takeover};
use gatehouse_tests::{
    Connection, LegacyApp, Manner, Person, World,
    legacy_app::PAGE,
    patience::{A_SECOND, LONG, eventually, soon},
    world::HOST,
};

const OWN: &str = "Origin: http://calls.localhost\r\n";

async fn websocket(world: &World, person: &Person) -> Connection {
    world.app.answers("/live", Manner::WebSocket);
    let (mut socket, answer) = person.opens_websocket("/live", OWN).await;
    assert_eq!(answer.is(101).header("upgrade"), Some("websocket"));
    socket.send(b"hello").await;
    assert_eq!(socket.exactly(5).await, b"hello");
    socket
}

#[tokio::test]
async fn a_websocket_passes_both_ways_with_the_identity() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut socket = websocket(&world, &ada).await;
    let received = world.app.takes_one();
    assert_eq!(received.header("x-gatehouse-user"), Some("ada"));
    assert_eq!(received.header("upgrade"), Some("websocket"));
    assert!(received.header("x-gatehouse-assertion").is_some() && received.header("cookie").is_none());
    let frame: Vec<u8> = (0..100_000_u32).map(|n| u8::try_from(n % 251).expect("a byte")).collect();
    socket.send(&frame).await;
    assert_eq!(socket.exactly(frame.len()).await, frame);
}

#[tokio::test]
async fn a_websocket_of_a_foreign_page_is_refused() {
    let world = World::with(|settings| {
        settings.portal("allowed_origins = [\"https://friend.example\"]");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/live", Manner::WebSocket);
    world.app.answers("/public/live", Manner::WebSocket);
    for origin in [
        "http://evil.example",
        "https://calls.localhost.evil.example",
        "http://calls.localhost:8080",
        "null",
        "",
        "http://calls.localhost, http://evil.example",
        "http://calls.localhost\r\nOrigin: http://evil.example",
    ] {
        for target in ["/live", "/public/live"] {
            let (_, answer) = ada.opens_websocket(target, &format!("Origin: {origin}\r\n")).await;
            assert!(matches!(answer.status, 403 | 400), "{origin} at {target}: {}", answer.status);
            assert!(world.app.takes().is_empty(), "{origin}");
        }
    }
    for lines in [OWN, "Origin: https://friend.example\r\n", "Origin: HTTP://CALLS.localhost\r\n", ""] {
        let (_, answer) = ada.opens_websocket("/live", lines).await;
        assert_eq!(answer.status, 101, "{lines}");
    }
}

#[tokio::test]
async fn an_upgrade_to_anything_else_is_a_plain_request() {
    let world = World::new().await;
    for upgrade in ["h2c", "TLS/1.0", "foo"] {
        let request = format!(
            "GET /public/x HTTP/1.1\r\nHost: {HOST}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: {upgrade}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
        );
        world.sends(request).await.expect("an answer").is(200);
        assert_eq!(world.app.takes_one().header("upgrade"), None, "{upgrade}");
    }
}

#[tokio::test]
async fn an_open_websocket_is_cut_within_a_second_when_the_right_to_it_is_gone() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let (mut idle, mut busy) = (websocket(&world, &ada).await, websocket(&world, &ada).await);
    world.disables(&ada).await;
    let began = std::time::Instant::now();
    let talking = async {
        // Until nobody echoes any more.
        loop {
            busy.send(b"x").await;
            if busy.some().await.is_empty() {
                break;
            }
        }
    };
    soon("both are cut", async { tokio::join!(idle.until_closed(), talking) }).await;
    assert!(began.elapsed() < A_SECOND, "{:?}", began.elapsed());
}

#[tokio::test]
async fn signing_out_cuts_what_is_open_under_the_session_and_nothing_else() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    let mut elsewhere = ada.another_browser();
    elsewhere.signs_in().await;
    let (mut cut, mut others, mut second) =
        (websocket(&world, &ada).await, websocket(&world, &bob).await, websocket(&world, &elsewhere).await);
    ada.signs_out().await;
    soon("it is cut", cut.until_closed()).await;
    for socket in [&mut others, &mut second] {
        socket.send(b"still").await;
        assert_eq!(socket.exactly(5).await, b"still");
    }
}

#[tokio::test]
async fn what_is_opened_after_a_change_stays_open_when_news_of_it_comes() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    bob.signs_in().await;
    let mut older = websocket(&world, &bob).await;
    // The gateway hears of both in this order, since neither comes from itself.
    world.sets(&ada, UserEdit { name: Some("Another Name".to_owned()), ..UserEdit::default() }).await;
    ada.signs_in().await;
    let mut younger = websocket(&world, &ada).await;
    world.sets(&bob, UserEdit { name: Some("Another Name".to_owned()), ..UserEdit::default() }).await;
    soon("what was open before is cut", older.until_closed()).await;
    younger.send(b"still").await;
    assert_eq!(younger.exactly(5).await, b"still");
}

#[tokio::test]
async fn an_open_websocket_ends_with_its_session_even_under_a_retired_cookie() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    let early = ada.clone();
    world.later(Duration::from_hours(25));
    ada.opens("/").await.is(200);
    assert_ne!(ada.session(), early.session(), "the id was rotated");
    let mut socket = websocket(&world, &early).await;
    world.disables(&ada).await;
    soon("it is cut", socket.until_closed()).await;
}

#[tokio::test]
async fn a_rotation_cuts_nothing() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in_to_stay().await;
    let mut socket = websocket(&world, &ada).await;
    world.later(Duration::from_hours(25));
    world.app.answers("/slow", Manner::Waits);
    let slow = async {
        let answer = ada.opens("/slow").await;
        answer.is(200).says(PAGE);
        answer.all("set-cookie").len()
    };
    let news = async {
        eventually("the page waits", LONG, async || (world.app.waiting() == 1).then_some(())).await;
        // Heard after the rotation, so that the rotation has been heard of too.
        let key = world.rotates_keys(Takeover::Announced).await;
        let mut anybody = world.browser();
        eventually("news is heard", LONG, async || anybody.opens("/_auth/jwks.json").await.text().contains(&key).then_some(()))
            .await;
        world.app.releases();
    };
    let (cookies, ()) = tokio::join!(slow, news);
    assert_eq!(cookies, 1, "the new id came with the answer");
    socket.send(b"still").await;
    assert_eq!(socket.exactly(5).await, b"still");
    world.disables(&ada).await;
    soon("it is cut in the end", socket.until_closed()).await;
}

async fn stream(world: &World, person: &Person) -> Connection {
    world.app.answers("/events", Manner::Streams);
    let mut connection = person.connects().await;
    connection.send(format!("{}Accept: text/event-stream\r\n\r\n", person.head("GET", "/events"))).await;
    connection.answer_head().await.is(200);
    connection
}

#[tokio::test]
async fn a_stream_of_events_is_not_held_back_and_is_cut_with_the_session() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut events = stream(&world, &ada).await;
    for number in 0..3 {
        assert_eq!(world.app.says(&format!("event {number}")), 1);
        let chunk = soon("the event arrives before the next one is said", events.chunk()).await;
        assert_eq!(chunk.as_deref(), Some(format!("data: event {number}\n\n").as_bytes()));
    }
    let began = std::time::Instant::now();
    world.sets(&ada, UserEdit { ends_sessions: true, ..UserEdit::default() }).await;
    assert_eq!(soon("it is cut while nothing is said", events.chunk()).await, None);
    assert!(began.elapsed() < A_SECOND, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_long_answer_is_cut_with_the_session() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 200000000\r\n\r\n";
    world.app.answers("/recording", Manner::Bytes([head.as_bytes(), &vec![7; 200_000_000]].concat()));
    let mut connection = ada.connects().await;
    connection.send(format!("{}\r\n", ada.head("GET", "/recording"))).await;
    connection.answer_head().await.is(200);
    assert_eq!(connection.exactly(100_000).await.len(), 100_000);
    world.disables(&ada).await;
    eventually("the session is over", LONG, async || (!ada.gets_through().await).then_some(())).await;
    let rest = connection.until_closed().await.len();
    assert!(rest < 150_000_000, "{rest} more bytes came");
}

#[tokio::test]
async fn an_answer_that_comes_after_the_session_is_given_to_nobody() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut elsewhere = ada.clone();
    world.app.answers("/slow", Manner::Waits);
    let slow = async {
        let mut connection = ada.connects().await;
        connection.send(format!("{}\r\n", ada.head("GET", "/slow"))).await;
        connection.answer_if_any().await
    };
    let end = async {
        eventually("the page waits", LONG, async || (world.app.waiting() == 1).then_some(())).await;
        world.disables(&ada).await;
        eventually("the session is over", LONG, async || (!elsewhere.gets_through().await).then_some(())).await;
        world.app.releases();
    };
    let (answer, ()) = tokio::join!(slow, end);
    assert!(answer.as_ref().is_none_or(|answer| !answer.text().contains("legacy")), "{answer:?}");
    assert!(answer.as_ref().is_none_or(|answer| answer.status >= 400), "{answer:?}");
}

#[tokio::test]
async fn a_part_of_a_recording_can_be_asked_for() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let part = b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-5/10\r\nAccept-Ranges: bytes\r\nContent-Length: 4\r\nETag: \"a\"\r\n\r\n2345";
    world.app.answers("/recording", Manner::Bytes(part.to_vec()));
    let answer = ada.sends("GET", "/recording", "Range: bytes=2-5\r\nIf-Range: \"a\"\r\n", b"").await;
    assert_eq!((answer.is(206).text().as_str(), answer.header("content-range")), ("2345", Some("bytes 2-5/10")));
    let received = world.app.takes_one();
    assert_eq!((received.header("range"), received.header("if-range")), (Some("bytes=2-5"), Some("\"a\"")));
}

#[tokio::test]
async fn bodies_pass_whole_in_both_directions() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/echo", Manner::Echo);
    let body: Vec<u8> = (0..5_000_000_u32).map(|n| u8::try_from(n * 7 % 253).expect("a byte")).collect();
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = ada.sends(method, "/echo", "Content-Type: application/octet-stream\r\n", &body).await;
        assert!(answer.is(200).body == body, "{method}: {} bytes", answer.body.len());
    }
    let mut connection = ada.connects().await;
    connection.send(format!("{}Transfer-Encoding: chunked\r\n\r\n", ada.head("POST", "/echo"))).await;
    for part in body.chunks(70_000) {
        connection.send([format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat()).await;
    }
    connection.send("0\r\n\r\n").await;
    assert!(connection.answer().await.is(200).body == body);
    let head = ada.sends("HEAD", "/echo", "", b"").await;
    assert_eq!(head.is(200).header("content-length"), Some("0"));
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut connection = ada.connects().await;
    for number in 0..5 {
        connection.send(format!("{}\r\n", ada.head("GET", &format!("/{number}")))).await;
        connection.answer().await.is(200).says(PAGE);
        connection.send(format!("{}Content-Length: 2\r\n\r\nab", ada.head("POST", "/public/x"))).await;
        connection.answer().await.is(200);
        connection.send(format!("{}\r\n", ada.head("GET", "/_auth/jwks.json"))).await;
        connection.answer().await.is(200);
        connection.send(format!("GET /adm HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
        connection.answer().await.is(401);
    }
    let received = world.app.takes();
    assert_eq!(received.len(), 10);
    assert!(
        received.iter().all(|request| request.connection == received[0].connection),
        "the connection to the application is pooled"
    );
}

#[tokio::test]
async fn a_sender_who_waits_is_told_to_go_on() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/echo", Manner::Echo);
    let mut connection = ada.connects().await;
    connection.send(format!("{}Expect: 100-continue\r\nContent-Length: 5\r\n\r\n", ada.head("PUT", "/echo"))).await;
    assert_eq!(connection.answer_head().await.status, 100);
    connection.send("hello").await;
    connection.answer().await.is(200).says("hello");
    assert_eq!(world.app.takes_one().header("expect"), None);
    let mut stranger = world.connection().await;
    stranger.send(format!("PUT /echo HTTP/1.1\r\nHost: {HOST}\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")).await;
    stranger.answer().await.is(401);
}

#[tokio::test]
async fn an_application_that_is_down_is_told_apart_from_the_gate() {
    let world = World::with(|settings| {
        settings.upstream("\"http://127.0.0.1:1\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let page = ada.opens("/x?secret=1").await;
    page.is(502).says("isn’t responding").says("You are still signed in");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let problem = ada.fetches("/x").await;
    assert_eq!(problem.is(502).header("content-type"), Some("application/problem+json"));
    assert_eq!(problem.json()["status"], 502);
    ada.sends("POST", "/x", "", b"ab").await.is(502);
    assert!(world.browser().opens("/x").await.leads_to_sign_in(), "a stranger does not learn that it is down");
}

#[tokio::test]
async fn an_application_that_is_slow_or_breaks_off_is_told_apart_too() {
    let world = World::with(|settings| {
        settings.portal_table("[portal.timeouts]\nread = \"200ms\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/slow", Manner::Waits);
    ada.opens("/slow").await.is(504).says("took too long to answer");
    assert_eq!(ada.fetches("/slow").await.is(504).json()["status"], 504);
    for (path, bytes) in
        [("/a", &b""[..]), ("/b", b"HTTP/1.1 200"), ("/c", b"nonsense\r\n\r\n"), ("/d", b"HTTP/1.1 200 OK\r\nContent-Le")]
    {
        world.app.answers(path, Manner::Breaks(bytes.to_vec()));
        ada.opens(path).await.is(502).says("isn’t responding");
    }
    world.app.answers("/half", Manner::Breaks(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".to_vec()));
    let half = ada.opens("/half").await;
    assert!(half.is_cut, "half an answer is not passed off as a whole one");
    assert!(ada.gets_through().await, "and the next is answered");
}

#[tokio::test]
async fn a_second_address_answers_where_the_first_does_not() {
    let mut world = World::new().await;
    let app = world.app.address();
    world
        .restarts(|settings| {
            settings.upstream(&format!("[\"http://127.0.0.1:1\", \"http://{app}\"]"));
        })
        .await;
    let mut visitor = world.browser();
    for number in 0..6 {
        let body = format!("body {number}");
        visitor.sends("POST", "/public/x", "", body.as_bytes()).await.is(200);
        assert_eq!(world.app.takes_one().body, body.as_bytes());
    }
}

#[tokio::test]
async fn an_application_may_listen_on_a_unix_socket() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("app.sock");
    let app = LegacyApp::start_unix(&path);
    let world = World::with(|settings| {
        settings.upstream(&format!("\"unix:{}\"", path.display()));
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    ada.opens("/x").await.is(200).says(PAGE);
    let received = app.takes_one();
    assert_eq!((received.header("host"), received.header("x-gatehouse-user")), (Some(HOST), Some("ada")));
}

#[tokio::test]
async fn the_gateway_may_listen_on_a_unix_socket() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gate.sock");
    let mut world = World::with(|settings| {
        settings.listen(&format!("unix:{}", path.display()));
    })
    .await;
    let mut connection = Connection::open_unix(&path).await;
    connection.send(format!("GET /public/x HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")).await;
    connection.answer().await.is(200);
    assert_eq!(world.app.takes_one().header("x-forwarded-for"), Some("203.0.113.9"));
    connection.send(format!("GET /x HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
    connection.answer().await.is(401);
    drop(connection);
    world.stops().await;
    assert!(!path.exists(), "its file goes with it");
}

#[tokio::test]
async fn what_is_for_one_person_is_kept_by_no_shared_cache() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for (headers, told) in [
        ("Content-Type: text/html\r\n", "no-store"),
        ("Content-Type: image/png\r\n", "private"),
        ("Content-Type: image/png\r\nCache-Control: public, max-age=60, s-maxage=600\r\n", "private, max-age=60"),
        ("Content-Type: text/html\r\nCache-Control: no-cache\r\nCache-Control: public\r\n", "private, no-cache"),
        ("Content-Type: text/html\r\nCache-Control: no-store\r\n", "no-store"),
    ] {
        world.app.answers("/x", Manner::with(headers, "x"));
        world.app.answers("/public/x", Manner::with(headers, "x"));
        let answer = ada.opens("/x").await;
        assert_eq!(answer.all("cache-control").join(", "), told, "{headers}");
        let open = world.browser().opens("/public/x").await;
        assert_eq!(open.all("cache-control").len(), headers.matches("Cache-Control").count(), "an open answer is left as it is");
    }
}

#[tokio::test]
async fn an_answer_passes_as_the_application_gave_it() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let away = b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/x?y=1\r\nContent-Length: 0\r\n\r\n";
    world.app.answers("/away", Manner::Bytes(away.to_vec()));
    assert_eq!(ada.opens("/away").await.is(302).header("location"), Some("https://elsewhere.example/x?y=1"));
    let error = b"HTTP/1.1 500 Internal Server Error\r\nX-Trace: 1\r\nX-Trace: 2\r\nContent-Length: 4\r\n\r\nours";
    world.app.answers("/error", Manner::Bytes(error.to_vec()));
    let answer = ada.opens("/error").await;
    assert_eq!((answer.is(500).text().as_str(), answer.all("x-trace")), ("ours", vec!["1", "2"]));
    let unchanged = b"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n";
    world.app.answers("/unchanged", Manner::Bytes(unchanged.to_vec()));
    ada.sends("GET", "/unchanged", "If-None-Match: \"a\"\r\n", b"").await.is(304);
    assert!(ada.gets_through().await);
}

#[tokio::test]
async fn an_authorization_of_the_applications_own_passes_and_a_token_of_the_gateways_does_not() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for value in ["Basic YTpi", "Bearer abc", "Digest x", "bearer gt_x"] {
        ada.sends("GET", "/x", &format!("Authorization: {value}\r\n"), b"").await.is(200);
        assert_eq!(world.app.takes_one().header("authorization"), Some(value));
    }
    for value in ["Bearer gth_abc", "bearer  gth_abc", "BEARER gth_abc"] {
        for target in ["/x", "/public/x"] {
            let answer = ada.sends("GET", target, &format!("Authorization: {value}\r\n"), b"").await;
            assert_eq!(answer.status, 401, "{value}");
            assert!(world.app.takes().is_empty(), "{value}");
        }
    }
}

#[tokio::test]
async fn a_graceful_stop_lets_requests_finish_and_takes_no_new_ones() {
    let mut world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    world.app.answers("/slow", Manner::Waits);
    let address = world.address();
    let gateway = world.takes_gateway();
    let slow = async {
        ada.opens("/slow").await.is(200).says(PAGE);
    };
    let stop = async {
        eventually("the page waits", LONG, async || (world.app.waiting() == 1).then_some(())).await;
        let refused = async {
            eventually("nobody listens any more", LONG, async || {
                tokio::net::TcpStream::connect(address).await.is_err().then_some(())
            })
            .await;
            world.app.releases();
        };
        let (cut, ()) = tokio::join!(gateway.stop(), refused);
        cut
    };
    let ((), cut) = tokio::join!(slow, stop);
    assert_eq!(cut, 0);
}

#[tokio::test]
async fn a_stop_cuts_what_does_not_finish_within_the_grace() {
    let mut world = World::with(|settings| {
        settings.server("shutdown_grace = \"100ms\"");
    })
    .await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    let mut socket = websocket(&world, &ada).await;
    let (cut, _) = soon("it stops", async { tokio::join!(world.stops(), socket.until_closed()) }).await;
    assert_eq!(cut, 1);
}
