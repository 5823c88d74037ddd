//! Where a request ends: one framing or a refusal, and nobody's bytes become somebody else's request.

use gatehouse_tests::{World, legacy_app::PAGE, world::HOST};

/// A request that others' bytes would disturb, on the pooled connection to the application.
async fn the_next_visitor_is_undisturbed(world: &World, after: &dyn std::fmt::Debug) {
    world.app.takes();
    for number in 0..2 {
        let mut visitor = world.browser();
        let answer = visitor.opens(&format!("/public/victim?{number}")).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, PAGE), "after {after:?}");
        let received = world.app.takes_one();
        assert_eq!(received.line(), format!("GET /public/victim?{number} HTTP/1.1"), "after {after:?}");
        assert!(received.body.is_empty(), "after {after:?}");
    }
}

async fn is_refused(world: &World, head_lines: &str, body: &str) {
    the_next_visitor_is_undisturbed(world, &"nothing").await;
    let request = format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\n{head_lines}\r\n{body}");
    let mut connection = world.connection().await;
    connection.send(&request).await;
    connection.answer().await.is(400);
    let rest = connection.until_closed().await;
    assert!(rest.is_empty(), "{request:?} was answered twice: {}", String::from_utf8_lossy(&rest));
    let received = world.app.takes();
    assert!(received.is_empty(), "{request:?} reached the application: {received:?}");
    the_next_visitor_is_undisturbed(world, &request).await;
}

#[tokio::test]
async fn of_two_framings_one_is_forwarded_and_the_connection_ends() {
    let world = World::new().await;
    let smuggled = "0\r\n\r\nGET /public/smuggled HTTP/1.1\r\nHost: calls.localhost\r\n\r\n";
    let length = smuggled.len();
    for (lines, body) in [
        ("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG"),
        (&format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n"), smuggled),
        (&format!("Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n"), smuggled),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            "2c\r\nGET /public/smuggled HTTP/1.1\r\nHost: calls\r\n\r\n0\r\n\r\n",
        ),
    ] {
        the_next_visitor_is_undisturbed(&world, &"nothing").await;
        let mut connection = world.connection().await;
        connection.send(format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\n{lines}\r\n{body}")).await;
        let answer = connection.answer().await;
        assert!(matches!(answer.status, 200 | 400), "{lines}: {answer:?}");
        assert!(connection.until_closed().await.is_empty(), "{lines}: a second answer");
        let received = world.app.takes();
        assert!(received.iter().all(|received| received.target() == "/public/x"), "{lines}: {received:?}");
        assert!(received.iter().all(|received| received.header("content-length").is_none()), "{lines}: {received:?}");
        the_next_visitor_is_undisturbed(&world, &lines).await;
    }
}

#[tokio::test]
async fn a_transfer_encoding_that_is_not_plainly_chunked_is_refused() {
    let world = World::new().await;
    let smuggled = "0\r\n\r\nGET /adm HTTP/1.1\r\nHost: calls.localhost\r\n\r\n";
    for lines in [
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
        "Transfer-Encoding: chunked;q=1\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "Transfer-Encoding: identity\r\n chunked\r\n",
        "Transfer-Encoding\x00: chunked\r\n",
        "Transfer-Encoding:\r\n",
    ] {
        is_refused(&world, lines, smuggled).await;
    }
}

#[tokio::test]
async fn a_content_length_that_is_not_one_plain_number_is_refused() {
    let world = World::new().await;
    for value in ["2, 2", "+2", "-2", "0x2", "0_2", "2 2", "", "2.0", "2;", "18446744073709551616", "99999999999999999999", "٢"]
    {
        is_refused(&world, &format!("Content-Length: {value}\r\n"), "ab").await;
    }
    is_refused(&world, "Content-Length: 2\r\nContent-Length: 2\r\n", "ab").await;
    is_refused(&world, "Content-Length: 2\r\nContent-Length: 20\r\n", "abGET /adm HTTP/1.1").await;
    is_refused(&world, "Content-Length : 2\r\n", "ab").await;
}

#[tokio::test]
async fn a_broken_chunk_is_refused() {
    let world = World::new().await;
    for body in [
        "0x2\r\nab\r\n0\r\n\r\n",
        "-1\r\nab\r\n0\r\n\r\n",
        "+2\r\nab\r\n0\r\n\r\n",
        "11111111111111111\r\nab\r\n0\r\n\r\n",
        "g\r\nab\r\n0\r\n\r\n",
        "2\nab\n0\n\n",
        "2\nab\r\n0\r\n\r\n",
        "2\r\nab0\r\n\r\n",
        "2\r\nabcdef\r\n0\r\n\r\n",
    ] {
        is_refused(&world, "Transfer-Encoding: chunked\r\n", body).await;
    }
    for body in ["2\r\nab\r\n0\r\n", "5\r\nab", "2\r\nab\r\n"] {
        let mut connection = world.connection().await;
        connection.send(format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n{body}")).await;
        connection.end().await;
        assert!(connection.answer_if_any().await.is_none_or(|answer| answer.status >= 400), "{body:?}");
        assert!(world.app.takes().is_empty(), "{body:?} reached the application as a whole request");
        the_next_visitor_is_undisturbed(&world, &body).await;
    }
}

/// pingora forgives these; the application must get the body that pingora read, framed anew, and nothing behind it may become a request.
#[tokio::test]
async fn a_chunk_that_is_forgiven_is_framed_anew() {
    let world = World::new().await;
    let smuggled = "GET /public/smuggled HTTP/1.1\r\nHost: calls.localhost\r\n\r\n";
    for (body, read) in [
        (format!("\r\n{smuggled}"), ""),
        (format!(";\r\n{smuggled}"), ""),
        (format!("0\r\n{smuggled}"), ""),
        (format!("2;a\nb\r\nab\r\n0\r\n\r\n{smuggled}"), "ab"),
        (format!("2 \r\nab\r\n0\r\n\r\n{smuggled}"), "ab"),
        (format!("2;a=\"\r\nab\r\n0\r\n\r\n{smuggled}"), "ab"),
    ] {
        let mut connection = world.connection().await;
        connection.send(format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n{body}")).await;
        let answer = connection.answer().await;
        for received in world.app.takes() {
            assert_eq!((answer.status, received.target()), (200, "/public/x"), "{body:?}");
            assert_eq!(String::from_utf8_lossy(&received.body), read, "{body:?}");
            assert!(!received.head.contains(';'), "{}", received.head);
        }
        the_next_visitor_is_undisturbed(&world, &body).await;
    }
}

#[tokio::test]
async fn a_trailer_ends_at_the_gateway() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    connection
        .send(format!(
            "POST /public/x HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\nTrailer: X-Gatehouse-User\r\n\r\n\
             2\r\nab\r\n0\r\nX-Gatehouse-User: admin\r\nHost: evil\r\n\r\n"
        ))
        .await;
    connection.answer().await.is(200);
    let received = world.app.takes_one();
    assert_eq!(received.body, b"ab");
    assert!(!received.head.to_ascii_lowercase().contains("admin"), "{}", received.head);
    the_next_visitor_is_undisturbed(&world, &"a trailer").await;
}

#[tokio::test]
async fn an_old_client_frames_by_length_or_not_at_all() {
    let world = World::new().await;
    for request in [
        "POST /public/x HTTP/1.0\r\nHost: calls.localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        "POST /public/x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    ] {
        let answer = world.sends(request).await;
        assert!(answer.as_ref().is_none_or(|answer| answer.status == 400), "{request:?}: {answer:?}");
        assert!(world.app.takes().is_empty(), "{request:?}");
    }
    let mut connection = world.connection().await;
    connection
        .send("POST /public/x HTTP/1.0\r\nHost: calls.localhost\r\nContent-Length: 2\r\n\r\nabGET /adm HTTP/1.1\r\n\r\n")
        .await;
    connection.answer().await.is(200);
    assert!(connection.until_closed().await.is_empty());
    assert_eq!(world.app.takes_one().body, b"ab");
}

#[tokio::test]
async fn a_question_with_a_body_is_refused() {
    let world = World::new().await;
    for method in ["GET", "HEAD"] {
        for body in ["Content-Length: 2\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"] {
            let answer = world.sends(format!("{method} /public/x HTTP/1.1\r\nHost: {HOST}\r\n{body}")).await.expect("an answer");
            assert_eq!(answer.status, 400, "{method} {body:?}");
            the_next_visitor_is_undisturbed(&world, &body).await;
        }
    }
}

#[tokio::test]
async fn a_spelling_of_a_framing_header_goes_no_further() {
    let world = World::new().await;
    for line in
        ["Transfer_Encoding: chunked", "Content_Length: 40", "HTTP_TRANSFER_ENCODING: chunked", "Transfer.Encoding: chunked"]
    {
        let request = format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\n{line}\r\nContent-Length: 2\r\n\r\nab");
        world.sends(request).await.expect("an answer").is(200);
        let received = world.app.takes_one();
        assert_eq!(received.body, b"ab");
        assert!(!received.head.contains(line), "{}", received.head);
    }
}

#[tokio::test]
async fn an_expectation_but_one_is_refused() {
    let world = World::new().await;
    for value in ["y 100-continue", "100-continue, x", "200-ok", ""] {
        let request = format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\nExpect: {value}\r\nContent-Length: 2\r\n\r\nab");
        world.sends(request).await.expect("an answer").is(417);
        assert!(world.app.takes().is_empty(), "{value}");
    }
}

#[tokio::test]
async fn a_connection_header_takes_nothing_of_meaning_away() {
    let world = World::new().await;
    let mut ada = world.person("ada").await;
    ada.signs_in().await;
    for value in [
        "close, X-Gatehouse-User",
        "X-Gatehouse-Assertion",
        "keep-alive, x_gatehouse_user",
        "Remote-User",
        "Cookie",
        "Host",
        "Content-Length",
        "X-Forwarded-For",
        "X-Request-Id",
        "Authorization",
        "X-Gatehouse",
    ] {
        let answer = ada.sends("GET", "/x", &format!("Connection: {value}\r\n"), b"").await;
        match world.app.takes().as_slice() {
            [] => assert_eq!(answer.status, 400, "{value}"),
            [received] => {
                assert_eq!(received.header("x-gatehouse-user"), Some("ada"), "{value}");
                assert!(received.header("x-gatehouse-assertion").is_some(), "{value}");
                assert!(received.header("x-request-id").is_some() && received.header("x-forwarded-for").is_some(), "{value}");
            }
            more => panic!("{value}: {more:?}"),
        }
    }
}

#[tokio::test]
async fn the_body_of_a_refused_request_is_no_request() {
    let world = World::new().await;
    let smuggled = "GET /public/smuggled HTTP/1.1\r\nHost: calls.localhost\r\n\r\n";
    for (method, target) in [("POST", "/adm"), ("PUT", "/adm"), ("POST", "/_auth/nothing"), ("POST", "/%zz"), ("TRACE", "/x")] {
        let mut connection = world.connection().await;
        connection
            .send(format!("{method} {target} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {}\r\n\r\n{smuggled}", smuggled.len()))
            .await;
        let answer = connection.answer().await;
        assert!(answer.status >= 400, "{method} {target}: {}", answer.status);
        // The next answer, if there is one, is to the next request.
        connection.send(format!("GET /_auth/login HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
        if let Some(next) = connection.answer_if_any().await {
            next.is(200).says("Sign in");
        }
        assert!(world.app.takes().is_empty(), "{method} {target}");
    }
}

#[tokio::test]
async fn a_second_request_in_the_same_breath_is_answered_in_turn_or_dropped() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let request = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html\r\n\r\n");
    connection.send(format!("{}{}", request("/public/first"), request("/adm"))).await;
    connection.answer().await.is(200).says(PAGE);
    connection.send(request("/public/third")).await;
    if let Some(second) = connection.answer_if_any().await {
        assert!(second.leads_to_sign_in());
        assert_eq!(world.app.takes()[0].target(), "/public/first");
        return;
    }
    assert_eq!(world.app.takes_one().target(), "/public/first");
}

#[tokio::test]
async fn two_people_on_pooled_connections_get_their_own_answers() {
    let world = World::new().await;
    let (mut ada, mut bob) = (world.person("ada").await, world.person("bob").await);
    ada.signs_in().await;
    bob.signs_in().await;
    world.app.answers("/echo", gatehouse_tests::Manner::Echo);
    let work = async |person: &mut gatehouse_tests::Person, mark: &str| {
        for number in 0..60 {
            let body = format!("{mark} {number}");
            if number % 3 == 0 {
                // Gone before the answer.
                let mut hasty = person.connects().await;
                hasty.send(format!("{}Content-Length: 4\r\n\r\nlost", person.head("POST", "/echo"))).await;
            }
            assert_eq!(person.sends("POST", "/echo", "", body.as_bytes()).await.text(), body);
        }
    };
    tokio::join!(work(&mut ada, "ada's"), work(&mut bob, "bob's"));
    for received in world.app.takes() {
        let body = String::from_utf8_lossy(&received.body);
        let user = received.header("x-gatehouse-user").expect("somebody");
        assert!(body == "lost" || body.starts_with(&format!("{user}'s ")), "{user} sent {body}");
    }
}

#[tokio::test]
async fn what_is_too_long_for_a_form_is_refused_early() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let head = format!("POST /_auth/login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    connection.send(format!("{head}Content-Length: 10737418240\r\n\r\n")).await;
    connection.answer().await.is(413);
    let mut connection = world.connection().await;
    connection.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n")).await;
    for _ in 0..5 {
        connection.send(format!("{:x}\r\n{}\r\n", 16 * 1024, "a".repeat(16 * 1024))).await;
    }
    connection.answer().await.is(413);
    let many = (0..9_000).map(|n| format!("a{n}=")).collect::<Vec<_>>().join("&");
    let answer = world
        .browser()
        .sends("POST", "/_auth/login", "Content-Type: application/x-www-form-urlencoded\r\n", many.as_bytes())
        .await;
    assert!(matches!(answer.status, 400 | 413), "{}", answer.status);
}
