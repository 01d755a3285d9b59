import Ports

/// The healthcheck that runs inside the container: any response below 500 on the container's own address is healthy. An
/// app that listens only on 127.0.0.1 cannot be reached from outside; the output says so.
enum HealthScript {
    static let text = """
        import http.client, socket, sys
        port = int(sys.argv[1])
        def ask(host):
            connection = http.client.HTTPConnection(host, port, timeout=8)
            try:
                connection.request("GET", "/")
                return connection.getresponse().status
            except http.client.HTTPException:
                return 200
            finally:
                connection.close()
        try:
            status = ask(socket.gethostbyname(socket.gethostname()))
        except ConnectionRefusedError:
            try:
                ask("127.0.0.1")
            except OSError:
                sys.exit(f"no response on port {port} yet")
            sys.exit("\(HealthProbe.loopbackOnly)")
        except OSError as error:
            sys.exit(f"no response on port {port}: {error}")
        sys.exit(f"responds with HTTP {status}" if status >= 500 else 0)
        """
}
