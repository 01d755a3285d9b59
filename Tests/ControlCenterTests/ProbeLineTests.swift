import Model
import Testing

@Suite struct ProbeLineTests {
    /// As the servers write them; 10.208.0.2 is the container, 10.208.0.1 its network's gateway.
    @Test(
        arguments: [
            #"10.208.0.2 - - [30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 -"#,
            "\u{1b}[36m10.208.0.2 - - [30/Nov/2026 13:53:53] \"GET / HTTP/1.1\" 501 -\u{1b}[0m",
            #"INFO:     10.208.0.2:41234 - "GET / HTTP/1.1" 200 OK"#,
            #"INFO:werkzeug:10.208.0.2 - - [30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 -"#,
            #"10.208.0.2 - - [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 200 12 "-" "dcc-healthcheck""#,
            #"INFO:aiohttp.access:10.208.0.2 [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 200 150 "-" "dcc-healthcheck""#,
            #"[2026-11-30 13:53:53 +0000] [7] [INFO] 10.208.0.2:41234 - - [30/Nov/2026:13:53:53 +0000] "GET / 1.1" 200 12"#,
            #"10.208.0.2:41234 - - [30/Nov/2026:13:53:53] "GET /" 200 123"#,
            "[I 261130 13:53:53 web:2348] 200 GET / (10.208.0.2) 1.23ms",
            #"::ffff:10.208.0.2 - - [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 304 - "-" "dcc-healthcheck""#,
            #"[GIN] 2026/11/30 - 13:53:53 | 200 |      1.2ms |      10.208.0.2 | GET      "/""#,
            "[pid: 7|app: 0|req: 1/1] 10.208.0.2 () {28 vars in 300 bytes} [Mon Nov 30 13:53:53 2026] GET / => generated 12 bytes",
            #"Started GET "/" for 10.208.0.2 at 2026-11-30 13:53:53 +0000"#,
            "[INFO][10.208.0.2:41234]: GET http://10.208.0.2:7860/  200 12",
            "[Mon Nov 30 13:53:53 2026] 10.208.0.2:41234 [200]: GET /",
            #"10.208.0.2 - - [30/Nov/2026 13:53:53] "GET /dcc-healthcheck HTTP/1.1" 404 -"#,
            "10.208.0.2 - - [30/Nov/2026 13:53:53] code 501, message Unsupported method ('GET')",
            "10.208.0.2 - - [30/Nov/2026 13:53:53] code 404, message File not found",
        ])
    func aServersLineAboutTheProbeIsOne(_ line: String) {
        #expect(ProbeLine.isOne(line, in: "10.208.0.2"))
    }

    @Test(
        arguments: [
            #"10.208.0.1 - - [30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 -"#,
            #"INFO:     192.0.2.7:0 - "GET / HTTP/1.1" 200 OK"#,
            // A visitor may send any Referer and any agent.
            #"10.208.0.1 - - [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 200 12 "10.208.0.2" "dcc-healthcheck""#,
            #"2001:db8::1 - - [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 200 12 "10.208.0.2" "x""#,
            #"- - [30/Nov/2026:13:53:53 +0000] "GET / HTTP/1.1" 200 12 "10.208.0.2" "x""#,
            #"2001:db8:0:0:0:0:0:1 10.208.0.2 - "GET / HTTP/1.1" 200"#,
            "[I 261130 13:53:53 web:2348] 200 GET / (10.208.0.1) 1.23ms",
            // Other pages, methods and addresses that only begin alike.
            #"10.208.0.2 - - [30/Nov/2026 13:53:53] "GET /index.html HTTP/1.1" 200 -"#,
            #"10.208.0.2 - - [30/Nov/2026 13:53:53] "POST / HTTP/1.1" 200 -"#,
            #"10.208.0.22 - - [30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 -"#,
            #"110.208.0.2 - - [30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 -"#,
            // Without an address nobody knows.
            #"[30/Nov/2026 13:53:53] "GET / HTTP/1.1" 200 10"#, "GET / 200 1.2 ms - 12",
            "10.208.0.1 - - [30/Nov/2026 13:53:53] code 501, message Unsupported method ('GET')",
            "10.208.0.1 - - [30/Nov/2026 13:53:53] code 400, message Bad request syntax ('10.208.0.2 GET /')",
            "Listening on 10.208.0.2", "10.208.0.2", "GET",
        ])
    func noOtherLineIs(_ line: String) {
        #expect(!ProbeLine.isOne(line, in: "10.208.0.2"))
    }
}
