import http.server

http.server.HTTPServer(("127.0.0.1", 7860), http.server.SimpleHTTPRequestHandler).serve_forever()
