import Testing

@testable import Model

/// hosts, hubs and services: real last lines, shortened, and what a person is told.
struct DiagnosisNetworkMoreTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "reqcert lib",
            log: #"""
                    response = self._make_request(
                               ^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/urllib3/connectionpool.py", line 494, in _make_request
                    raise new_e
                urllib3.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:992)

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
                urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: /simple/pip/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:992)')))

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    requests.get('https://pypi.org/simple/pip/',verify='/app/venv3/lib/python3.11/site-packages/certifi/cacert.pem')
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
                  File "/app/venv3/lib/python3.11/site-packages/requests/adapters.py", line 727, in send
                    raise SSLError(e, request=request)
                requests.exceptions.SSLError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: /simple/pip/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain (_ssl.c:992)')))
                """#,
            is: "certificate_untrusted", "The app does not trust the certificate of pypi.org."),
        DiagnosisTail(
            "req403 lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    requests.get('https://pypi.org/nothere/').raise_for_status()
                  File "/app/.dcc/venv/lib/python3.11/site-packages/requests/models.py", line 1167, in raise_for_status
                    raise HTTPError(http_error_msg, response=self)
                requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://pypi.org/nothere/
                """#,
            is: "service_not_found", "There is nothing at https://pypi.org/nothere (404)."),
        DiagnosisTail(
            "proxy lib",
            log: #"""
                urllib3.exceptions.NewConnectionError: HTTPSConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused

                The above exception was the direct cause of the following exception:

                urllib3.exceptions.ProxyError: ('Unable to connect to proxy', NewConnectionError("HTTPSConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused"))

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
                urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: / (Caused by ProxyError('Unable to connect to proxy', NewConnectionError("HTTPSConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused")))

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    requests.get('https://pypi.org/',proxies={'https':'http://127.0.0.1:1'})
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
                  File "/app/venv3/lib/python3.11/site-packages/requests/adapters.py", line 723, in send
                    raise ProxyError(e, request=request)
                requests.exceptions.ProxyError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: / (Caused by ProxyError('Unable to connect to proxy', NewConnectionError("HTTPSConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused")))
                """#,
            is: "proxy_unreachable", "The proxy that HTTPS_PROXY names cannot be reached."),
        DiagnosisTail(
            "httpx lib",
            log: #"""
                    with map_exceptions(exc_map):
                  File "/usr/lib/python3.11/contextlib.py", line 155, in __exit__
                    self.gen.throw(typ, value, traceback)
                  File "/app/venv3/lib/python3.11/site-packages/httpcore/_exceptions.py", line 14, in map_exceptions
                    raise to_exc(exc) from exc
                httpcore.ConnectError: [Errno -2] Name or service not known

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    httpx.get('https://api.openai.invalid/')
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_api.py", line 195, in get
                    return request(
                           ^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_api.py", line 109, in request
                    return client.request(
                           ^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_client.py", line 825, in request
                    return self.send(request, auth=auth, follow_redirects=follow_redirects)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_client.py", line 914, in send
                    response = self._send_handling_auth(
                               ^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_client.py", line 942, in _send_handling_auth
                    response = self._send_handling_redirects(
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_client.py", line 979, in _send_handling_redirects
                    response = self._send_single_request(request)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_client.py", line 1014, in _send_single_request
                    response = transport.handle_request(request)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_transports/default.py", line 249, in handle_request
                    with map_httpcore_exceptions():
                  File "/usr/lib/python3.11/contextlib.py", line 155, in __exit__
                    self.gen.throw(typ, value, traceback)
                  File "/app/venv3/lib/python3.11/site-packages/httpx/_transports/default.py", line 118, in map_httpcore_exceptions
                    raise mapped_exc(message) from exc
                httpx.ConnectError: [Errno -2] Name or service not known
                """#,
            is: "host_unknown", "The app could not find the host api.openai.invalid on the network."),
        DiagnosisTail(
            "aiohttp lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/.dcc/venv/lib/python3.11/site-packages/aiohttp/client.py", line 854, in _connect_and_send_request
                    conn = await self._connector.connect(
                  File "/app/.dcc/venv/lib/python3.11/site-packages/aiohttp/connector.py", line 665, in connect
                    proto = await self._create_connection(req, traces, timeout)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/aiohttp/connector.py", line 1263, in _create_connection
                    _, proto = await self._create_direct_connection(req, traces, timeout)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/aiohttp/connector.py", line 1598, in _create_direct_connection
                    raise ClientConnectorDNSError(req.connection_key, exc) from exc
                aiohttp.client_exceptions.ClientConnectorDNSError: Cannot connect to host api.x.invalid:443 ssl:default [Name or service not known]
                """#,
            is: "host_unknown", "The app could not find the host api.x.invalid on the network."),
        DiagnosisTail(
            "hub lib",
            log: #"""
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                Retrying in 1s [Retry 1/5].
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                Retrying in 2s [Retry 2/5].
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                Retrying in 4s [Retry 3/5].
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                Retrying in 8s [Retry 4/5].
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                Retrying in 8s [Retry 5/5].
                '[Errno -2] Name or service not known' thrown while requesting HEAD https://huggingface.co/gpt2/resolve/main/config.json
                httpcore2.ConnectError: [Errno -2] Name or service not known

                The above exception was the direct cause of the following exception:

                httpx2.ConnectError: [Errno -2] Name or service not known

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    hf_hub_download('gpt2','config.json')
                  File "/app/venv3/lib/python3.11/site-packages/huggingface_hub/utils/_validators.py", line 89, in _inner_fn
                    return fn(*args, **kwargs)
                           ^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/huggingface_hub/utils/_http.py", line 276, in _inner
                    return fn(*args, **kwargs)
                           ^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/huggingface_hub/file_download.py", line 1047, in hf_hub_download
                    return _hf_hub_download_to_cache_dir(
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/huggingface_hub/file_download.py", line 1194, in _hf_hub_download_to_cache_dir
                    _raise_on_head_call_error(head_call_error, force_download, local_files_only)
                  File "/app/venv3/lib/python3.11/site-packages/huggingface_hub/file_download.py", line 1962, in _raise_on_head_call_error
                    raise LocalEntryNotFoundError(
                huggingface_hub.errors.LocalEntryNotFoundError: An error happened while trying to locate the file on the Hub and we cannot find the requested files in the local cache. Please check your connection and try again or make sure your Internet connection is on.
                """#,
            is: "hub_unreachable", "The app could not reach the model hub at huggingface.co."),
        DiagnosisTail(
            "hub2 lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 2, in <module>
                    snapshot_download('gpt2')
                  File "/app/.dcc/venv/lib/python3.11/site-packages/huggingface_hub/utils/_validators.py", line 89, in _inner_fn
                    return fn(*args, **kwargs)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/huggingface_hub/utils/_http.py", line 276, in _inner
                    return fn(*args, **kwargs)
                  File "/app/.dcc/venv/lib/python3.11/site-packages/huggingface_hub/_snapshot_download.py", line 400, in snapshot_download
                    raise LocalEntryNotFoundError(
                huggingface_hub.errors.LocalEntryNotFoundError: Got: ConnectError: [Errno -2] Name or service not known
                An error happened while trying to locate the files on the Hub, and we cannot find the appropriate sn … fied revision on the local disk. Please check your internet connection and try again.
                """#,
            is: "hub_unreachable", "The app could not reach the model hub at huggingface.co."),
        DiagnosisTail(
            "redis lib",
            log: #"""
                Traceback (most recent call last):
                    self.retry.call_with_retry(
                  File "/app/.dcc/venv/lib/python3.11/site-packages/redis/retry.py", line 132, in call_with_retry
                    raise error
                  File "/app/.dcc/venv/lib/python3.11/site-packages/redis/retry.py", line 120, in call_with_retry
                    return do()
                  File "/app/.dcc/venv/lib/python3.11/site-packages/redis/connection.py", line 1029, in <lambda>
                    lambda: self.connect_check_health(
                  File "/app/.dcc/venv/lib/python3.11/site-packages/redis/connection.py", line 1077, in connect_check_health
                    raise e
                redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.
                """#,
            is: "connection_refused", "Nothing answers at localhost:6379."),
        DiagnosisTail(
            "openai lib",
            log: #"""
                Traceback (most recent call last):
                  File "/app/lib.py", line 2, in <module>
                    openai.OpenAI()
                  File "/app/venv3/lib/python3.11/site-packages/openai/_client.py", line 323, in __init__
                    return sync__init__(
                           ^^^^^^^^^^^^^
                  File "/app/venv3/lib/python3.11/site-packages/openai/lib/_client_auth.py", line 199, in sync__init__
                    raise _sdk_client.OpenAIError(
                openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.
                """#,
            is: "api_key_missing", "The app needs OPENAI_API_KEY (lib.py, line 2).", button: "Add OPENAI_API_KEY"),
    ]
}
