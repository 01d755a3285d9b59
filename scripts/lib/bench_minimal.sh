# shellcheck shell=bash
# A minimal FastCGI responder behind the same nginx, to compare the backend with: bench/responder.c.

# start_epoll PORT BODY_FILE: a bare epoll loop that answers all its connections at once: bench/epoll.c.
start_epoll() {
    install_packages gcc libc6-dev
    gcc -O2 -o "$STATE/bin/epoll" "$LIB/bench/epoll.c"
    start_process "$STATE/epoll.pid" "$STATE/epoll.log" "$STATE/bin/epoll" "$@"
}

# start_minimal BODY_FILE [DATABASE]: builds and starts it. nginx passes requests to it with `include fastcgi_minimal.conf`,
# which is fastcgi.conf with another socket.
start_minimal() {
    install_packages gcc libc6-dev libfcgi-dev libsqlite3-dev
    gcc -O2 -o "$STATE/bin/responder" "$LIB/bench/responder.c" -lfcgi -lsqlite3 -lpthread
    start_process "$STATE/responder.pid" "$STATE/responder.log" "$STATE/bin/responder" "$STATE/run/minimal.sock" "$@"
    wait_for 5 "the minimal responder" test -S "$STATE/run/minimal.sock"
    sed "s#fastcgi_pass  *dcc;#fastcgi_pass unix:$STATE/run/minimal.sock;#" "$STATE/etc/fastcgi.conf" >"$STATE/etc/fastcgi_minimal.conf"
}
