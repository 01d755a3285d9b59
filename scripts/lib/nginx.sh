# shellcheck shell=bash
# nginx for the installation under $STATE: configuration, certificate, sign-in.

# render TEMPLATE: replaces the @NAME@ placeholders.
render() {
    sed -e "s#@ETC@#$STATE/etc#g" -e "s#@WEB@#$STATE/web#g" -e "s#@SOCKET@#$STATE/run/dcc.sock#g" \
        -e "s#@LISTEN@#127.0.0.1:$PORT#g" -e "s#@STATE@#$STATE#g" -e "s#@HOST@#localhost#g" \
        -e "s#@APPS@#apps.localhost#g" -e "s#@GIT_LISTEN@#127.0.0.1:$GIT_PORT#g" \
        -e "s#@GATEWAY@#unix:$STATE/run/gateway.sock#g" "$1"
}

install_nginx_files() {
    mkdir -p "$STATE/etc/extra" "$STATE/tmp"
    cp -r "$ROOT"/nginx/*.conf "$ROOT/nginx/auth" "$ROOT/nginx/problems" "$ROOT/nginx/pages" "$STATE/etc/"
    cp "$ROOT/nginx/auth/${SIGN_IN:-basic}.conf" "$STATE/etc/auth.conf"
    list_modules >"$STATE/etc/modules.conf"
    list_pools "${FIRST_LEASE:-20000}" >"$STATE/etc/pools.conf"
    render "$ROOT/nginx/site.conf.in" >"$STATE/etc/nginx.conf"
    rm -rf "$STATE/web"
    cp -r "$ROOT/web" "$STATE/web"
    compress_page "$STATE/web"
    make_certificate
    # Installations made by the scripts use one CA for server and client certificates.
    cp "$STATE/etc/authority.pem" "$STATE/etc/clients.pem"
    make_user
}

# Link header with the modules of the first load, so that browsers preload them in parallel rather than level by level.
list_modules() {
    local modules
    modules=$(cd "$ROOT/web" && printf '<%s>;rel=modulepreload,' kit/*.js list/*.js shared/*.js shell/*.js)
    # shellcheck disable=SC2016
    printf 'map $uri $dcc_modules {\n    default "";\n    /index.html "%s";\n}\n' "${modules%,}"
}

# list_pools FIRST: kept connections to apps, for 1,024 ports from FIRST on; apps on later ports get one for each request. nginx
# needs a group of servers for each port, some 12 KB. They are kept for a moment only: enough for a page's files.
list_pools() {
    local pool last=$(($1 + 1023))
    for pool in $(seq "$1" "$last"); do
        echo "upstream dcc_app_$pool { server 127.0.0.1:$pool max_fails=0; keepalive 16; keepalive_timeout 100ms; }"
    done
    # shellcheck disable=SC2016
    echo 'map $dcc_app_port $dcc_pool {'
    echo '    default "";'
    for pool in $(seq "$1" "$last"); do echo "    $pool dcc_app_$pool;"; done
    echo '}'
}

# compress_page FOLDER: writes .br files for brotli_static, a fifth smaller than on-the-fly compression.
compress_page() { find "$1" -type f -exec brotli --quality=11 --keep {} +; }

# The certificate is signed by a CA of this installation, which browsers and clients can trust.
make_certificate() {
    local etc=$STATE/etc
    [ -s "$etc/certificate.pem" ] && openssl x509 -checkend 86400 -noout -in "$etc/certificate.pem" >/dev/null && return
    say "making a certificate for localhost"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=DCC local authority" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
        -keyout "$etc/authority-key.pem" -out "$etc/authority.pem" 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
        -keyout "$etc/key.pem" -out "$etc/request.pem" 2>/dev/null
    openssl x509 -req -in "$etc/request.pem" -CA "$etc/authority.pem" -CAkey "$etc/authority-key.pem" -CAcreateserial \
        -days 397 -out "$etc/certificate.pem" 2>/dev/null -extfile <(
            printf 'subjectAltName=DNS:localhost,DNS:apps.localhost,DNS:*.apps.localhost\nextendedKeyUsage=serverAuth\n'
        )
    rm -f "$etc/request.pem"
    chmod 600 "$etc/key.pem" "$etc/authority-key.pem"
    cat /etc/ssl/certs/ca-certificates.crt "$etc/authority.pem" >"$etc/ca-bundle.pem"
}

make_user() {
    add_user admin
    chown root:www-data "$STATE/etc/users"
    chmod 640 "$STATE/etc/users"
}

# add_user NAME: adds a user whose password is in $STATE/etc/NAME-password. nginx checks the password on every request. It has
# 128 random bits and cannot be guessed, so a salted SHA-1 is enough. apr1 with its 1,000 rounds, needed for passwords chosen
# by people, took twice as long as the rest of a request.
add_user() {
    local etc=$STATE/etc password salt
    if grep -qs "^$1:" "$etc/users"; then return; fi
    password=$(openssl rand -hex 16)
    salt=$(openssl rand -hex 8)
    (umask 077 && printf '%s\n' "$password" >"$etc/$1-password")
    printf '%s:{SSHA}%s\n' "$1" "$({
        printf '%s%s' "$password" "$salt" | openssl dgst -sha1 -binary
        printf '%s' "$salt"
    } | base64 -w0)" >>"$etc/users"
}

start_nginx() {
    nginx -q -t -c "$STATE/etc/nginx.conf" 2>"$STATE/nginx-test.log" || { cat "$STATE/nginx-test.log" >&2; fail "nginx rejects its configuration (see above)"; }
    start_process "$STATE/nginx-master.pid" "$STATE/nginx-error.log" nginx -c "$STATE/etc/nginx.conf" -g 'daemon off;'
    wait_for 10 "nginx on port $PORT" curl -fsS --cacert "$STATE/etc/authority.pem" "https://localhost:$PORT/healthz"
}
