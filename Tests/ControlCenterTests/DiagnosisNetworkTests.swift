import Testing

@testable import Model

/// hosts, hubs and services: real last lines, shortened, and what a person is told.
struct DiagnosisNetworkTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "host of a download that failed in two tracebacks",
            log: #"""
                Downloading: "https://huggingface.co/lllyasviel/misc/resolve/main/xlvaeapp.pth" to /app/models/vae_approx/xlvaeapp.pth

                Traceback (most recent call last):
                  File "/usr/lib/python3.11/urllib/request.py", line 1348, in do_open
                    h.request(req.get_method(), req.selector, req.data, headers,
                  File "/usr/lib/python3.11/socket.py", line 962, in getaddrinfo
                    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
                socket.gaierror: [Errno -2] Name or service not known

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/launch.py", line 107, in download_models
                    load_file_from_url(url=url, model_dir=config.path_vae_approx, file_name=file_name)
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>
                """#,
            is: "host_unknown", "The app could not find the host huggingface.co on the network."),
        DiagnosisTail(
            "host",
            log: #"""
                Traceback (most recent call last):
                  File "/usr/lib/python3.11/urllib/request.py", line 1348, in do_open
                    h.request(req.get_method(), req.selector, req.data, headers,
                  File "/usr/lib/python3.11/http/client.py", line 1302, in request
                    self._send_request(method, url, body, headers, encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1348, in _send_request
                    self.endheaders(body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1297, in endheaders
                    self._send_output(message_body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1057, in _send_output
                    self.send(msg)
                  File "/usr/lib/python3.11/http/client.py", line 995, in send
                    self.connect()
                  File "/usr/lib/python3.11/http/client.py", line 1467, in connect
                    super().connect()
                  File "/usr/lib/python3.11/http/client.py", line 961, in connect
                    self.sock = self._create_connection(
                                ^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/socket.py", line 827, in create_connection
                    for res in getaddrinfo(host, port, 0, SOCK_STREAM):
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/socket.py", line 962, in getaddrinfo
                    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                socket.gaierror: [Errno -2] Name or service not known

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    urllib.request.urlopen('https://huggingface.invalid/x/resolve/main/model.safetensors')
                  File "/usr/lib/python3.11/urllib/request.py", line 216, in urlopen
                    return opener.open(url, data, timeout)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 519, in open
                    response = self._open(req, data)
                               ^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 536, in _open
                    result = self._call_chain(self.handle_open, protocol, protocol +
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 496, in _call_chain
                    result = func(*args)
                             ^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1391, in https_open
                    return self.do_open(http.client.HTTPSConnection, req,
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>
                """#,
            is: "host_unknown", "The app could not find the host huggingface.invalid on the network."),
        DiagnosisTail(
            "host2",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    socket.create_connection(('db.internal.invalid',5432))
                  File "/usr/lib/python3.11/socket.py", line 827, in create_connection
                    for res in getaddrinfo(host, port, 0, SOCK_STREAM):
                  File "/usr/lib/python3.11/socket.py", line 962, in getaddrinfo
                    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
                socket.gaierror: [Errno -2] Name or service not known
                """#,
            is: "host_unknown", "The app could not find the host db.internal.invalid on the network."),
        DiagnosisTail(
            "refused",
            log: #"""
                Traceback (most recent call last):
                  File "/usr/lib/python3.11/urllib/request.py", line 1348, in do_open
                    h.request(req.get_method(), req.selector, req.data, headers,
                  File "/usr/lib/python3.11/http/client.py", line 1302, in request
                    self._send_request(method, url, body, headers, encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1348, in _send_request
                    self.endheaders(body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1297, in endheaders
                    self._send_output(message_body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1057, in _send_output
                    self.send(msg)
                  File "/usr/lib/python3.11/http/client.py", line 995, in send
                    self.connect()
                  File "/usr/lib/python3.11/http/client.py", line 961, in connect
                    self.sock = self._create_connection(
                                ^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/socket.py", line 851, in create_connection
                    raise exceptions[0]
                  File "/usr/lib/python3.11/socket.py", line 836, in create_connection
                    sock.connect(sa)
                ConnectionRefusedError: [Errno 111] Connection refused

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    urllib.request.urlopen('http://127.0.0.1:11434/api')
                  File "/usr/lib/python3.11/urllib/request.py", line 216, in urlopen
                    return opener.open(url, data, timeout)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 519, in open
                    response = self._open(req, data)
                               ^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 536, in _open
                    result = self._call_chain(self.handle_open, protocol, protocol +
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 496, in _call_chain
                    result = func(*args)
                             ^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1377, in http_open
                    return self.do_open(http.client.HTTPConnection, req)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [Errno 111] Connection refused>
                """#,
            is: "connection_refused", "127.0.0.1 refuses connections."),
        DiagnosisTail(
            "cert",
            log: #"""
                Traceback (most recent call last):
                  File "/usr/lib/python3.11/urllib/request.py", line 1348, in do_open
                    h.request(req.get_method(), req.selector, req.data, headers,
                  File "/usr/lib/python3.11/http/client.py", line 1302, in request
                    self._send_request(method, url, body, headers, encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1348, in _send_request
                    self.endheaders(body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1297, in endheaders
                    self._send_output(message_body, encode_chunked=encode_chunked)
                  File "/usr/lib/python3.11/http/client.py", line 1057, in _send_output
                    self.send(msg)
                  File "/usr/lib/python3.11/http/client.py", line 995, in send
                    self.connect()
                  File "/usr/lib/python3.11/http/client.py", line 1474, in connect
                    self.sock = self._context.wrap_socket(self.sock,
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/ssl.py", line 517, in wrap_socket
                    return self.sslsocket_class._create(
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/ssl.py", line 1108, in _create
                    self.do_handshake()
                  File "/usr/lib/python3.11/ssl.py", line 1379, in do_handshake
                    self._sslobj.do_handshake()
                ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:992)

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    urllib.request.urlopen('https://pypi.org/simple/pip/',context=ssl.create_default_context(cafile='/nothere') if 0 else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
                  File "/usr/lib/python3.11/urllib/request.py", line 216, in urlopen
                    return opener.open(url, data, timeout)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 519, in open
                    response = self._open(req, data)
                               ^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 536, in _open
                    result = self._call_chain(self.handle_open, protocol, protocol +
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 496, in _call_chain
                    result = func(*args)
                             ^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1391, in https_open
                    return self.do_open(http.client.HTTPSConnection, req,
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:992)>
                """#,
            is: "certificate_untrusted", "The app does not trust the certificate of pypi.org."),
        DiagnosisTail(
            "http403",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    urllib.request.urlopen('https://pypi.org/nothere/x')
                  File "/usr/lib/python3.11/urllib/request.py", line 216, in urlopen
                    return opener.open(url, data, timeout)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 525, in open
                    response = meth(req, response)
                               ^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 634, in http_response
                    response = self.parent.error(
                               ^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 563, in error
                    return self._call_chain(*args)
                           ^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 496, in _call_chain
                    result = func(*args)
                             ^^^^^^^^^^^
                  File "/usr/lib/python3.11/urllib/request.py", line 643, in http_error_default
                    raise HTTPError(req.full_url, code, msg, hdrs, fp)
                urllib.error.HTTPError: HTTP Error 404: Not Found
                """#,
            is: "service_refused", "pypi.org answered 404 Not Found."),
        DiagnosisTail(
            "requests lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/.dcc/venv/lib/python3.11/site-packages/requests/api.py", line 71, in request
                    return session.request(method=method, url=url, **kwargs)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/requests/sessions.py", line 651, in request
                    resp = self.send(prep, **send_kwargs)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/requests/sessions.py", line 784, in send
                    r = adapter.send(request, **kwargs)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/requests/adapters.py", line 729, in send
                    raise ConnectionError(e, request=request)
                requests.exceptions.ConnectionError: HTTPSConnectionPool(host='huggingface.invalid', port=443): Max  … 3): Failed to resolve 'huggingface.invalid' ([Errno -2] Name or service not known)"))
                """#,
            is: "host_unknown", "The app could not find the host huggingface.invalid on the network."),
        DiagnosisTail(
            "requests2 lib",
            log: #"""
                    self.sock = self._new_conn()
                                ^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/urllib3/connection.py", line 254, in _new_conn
                    raise NewConnectionError(
                urllib3.exceptions.NewConnectionError: HTTPConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/app/venv3/lib/python3.11/site-packages/requests/adapters.py", line 696, in send
                    resp = conn.urlopen(
                           ^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/urllib3/connectionpool.py", line 847, in urlopen
                    retries = retries.increment(
                              ^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/urllib3/util/retry.py", line 555, in increment
                    raise MaxRetryError(_pool, url, reason) from reason  # type: ignore[arg-type]
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                urllib3.exceptions.MaxRetryError: HTTPConnectionPool(host='127.0.0.1', port=1): Max retries exceeded with url: /a (Caused by NewConnectionError("HTTPConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused"))

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    requests.get('http://127.0.0.1:1/a',timeout=20)
                  File "/app/venv3/lib/python3.11/site-packages/requests/api.py", line 87, in get
                    return request("get", url, params=params, **kwargs)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/requests/api.py", line 71, in request
                    return session.request(method=method, url=url, **kwargs)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/requests/sessions.py", line 651, in request
                    resp = self.send(prep, **send_kwargs)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/requests/sessions.py", line 784, in send
                    r = adapter.send(request, **kwargs)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/requests/adapters.py", line 729, in send
                    raise ConnectionError(e, request=request)
                requests.exceptions.ConnectionError: HTTPConnectionPool(host='127.0.0.1', port=1): Max retries exceeded with url: /a (Caused by NewConnectionError("HTTPConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused"))
                """#,
            is: "connection_refused", "Nothing answers at 127.0.0.1:1."),
    ]
}
