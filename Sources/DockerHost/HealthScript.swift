import Model

/// The healthcheck that runs inside the container: any response on the container's own address is healthy, except those
/// of ``HealthProbe/failingStatuses``.
///
/// So is an app that has accepted the connection and takes long to answer, but not one that leaves it waiting, as a
/// program does that hangs or has not loaded yet. An app that listens only on 127.0.0.1 cannot be reached from outside;
/// the output says so.
enum HealthScript {
    /// Images without Python, such as those built from an app's own Dockerfile, are asked for the listening socket alone.
    static func command(port: ContainerPort) -> [ComposeFile.Literal] {
        let digits = String(port.rawValue, radix: 16, uppercase: true)
        let hexadecimal = String(repeating: "0", count: 4 - digits.count) + digits
        return [
            "CMD", "/bin/sh", "-c", .init(shell), "health", .init(text), .init(port.description), .init(hexadecimal),
        ]
    }

    static let shell = """
        command -v python3 >/dev/null && exec python3 -I -S -c "$1" "$2"
        for table in /proc/net/tcp /proc/net/tcp6; do
            [ -r $table ] || continue
            while read -r _ address _ state _; do
                case $address.$state in *:$3.0A) exit 0 ;; esac
            done <$table
        done
        echo "nothing listens on port $2 yet"
        exit 1
        """

    static let text = """
        import http.client, socket, sys
        port = int(sys.argv[1])
        NOT_HTTP = http.client.BadStatusLine, http.client.UnknownProtocol, ConnectionResetError
        TLS_ALERT = "\\x15\\x03"
        def request(host, path, seconds):
            connection = http.client.HTTPConnection(host, port, timeout=seconds)
            try:
                connection.request("GET", path, headers={"User-Agent": "\(HealthProbe.userAgent)"})
                answer = connection.getresponse()
                if answer.status == 400 and b"https" in answer.read(4096).lower() and speaks_https(host):
                    sys.exit("\(HealthProbe.speaksHTTPS)")
                return answer.status
            finally:
                connection.close()
        def ask(host):
            try:
                return request(host, "/", 8)
            except NOT_HTTP as error:
                if getattr(error, "line", "").startswith(TLS_ALERT) or speaks_https(host):
                    sys.exit("\(HealthProbe.speaksHTTPS)")
                try:
                    # An error of its first page alone may have closed the connection.
                    request(host, "/\(HealthProbe.userAgent)", 2)
                except NOT_HTTP:
                    sys.exit("\(HealthProbe.speaksNoHTTP)")
            except http.client.HTTPException:
                pass
            return 200
        def speaks_https(host):
            import ssl
            context = ssl._create_unverified_context()
            try:
                with socket.create_connection((host, port), 2) as plain, context.wrap_socket(plain):
                    return True
            except OSError:
                return False
        def waiting():
            count = 0
            for table in "tcp", "tcp6":
                try:
                    lines = open("/proc/net/" + table).read().splitlines()[1:]
                except OSError:
                    continue
                for _, local, _, state, queues, *_ in map(str.split, lines):
                    if state == "0A" and int(local.split(":")[1], 16) == port:
                        count += int(queues.split(":")[1], 16)
            return count
        try:
            status = ask(socket.gethostbyname(socket.gethostname()))
        except ConnectionRefusedError:
            for host, found in ("127.0.0.1", "\(HealthProbe.loopbackOnly)"), ("::1", "\(HealthProbe.notOnIPv4)"):
                try:
                    ask(host)
                except OSError:
                    continue
                sys.exit(found)
            sys.exit(f"no response on port {port} yet")
        except socket.timeout:
            if waiting():
                sys.exit("\(HealthProbe.busy)")
            print("\(HealthProbe.slow)")
            sys.exit(0)
        except OSError as error:
            sys.exit(f"no response on port {port}: {error}")
        sys.exit(f"\(HealthProbe.responds) {status}" if status in \(HealthProbe.failingStatuses) else 0)
        """
}
