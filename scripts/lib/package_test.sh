# shellcheck shell=bash
# Installs, runs, upgrades, removes and purges the package in a fresh Debian 12 in the folder $FRESH. Does not change this
# machine. systemd does not run there; systemd-socket-activate passes the socket instead.

# test_package DEB
test_package() {
    local deb=$1 successor=$STATE/successor.deb installation
    FRESH=$STATE/debian
    make_fresh_debian
    make_successor "$deb" "$successor"
    cp "$deb" "$FRESH/root/dcc.deb"
    cp "$successor" "$FRESH/root/successor.deb"

    say "installing the dependencies, then the package"
    apt_in_fresh update
    install_dependencies
    list_fresh >"$STATE/before"
    apt_in_fresh install /root/dcc.deb
    expect_installed

    say "running the service as in its units, behind nginx"
    configure_fresh
    serve_fresh
    installation=$(ask_database "SELECT id FROM installation")
    echo "three weeks of work" >"$FRESH/opt/dockerstore/marker"

    say "backing up with the permissions of the unit"
    back_up_fresh

    say "upgrading to $(dpkg-deb -f "$successor" Version)"
    apt_in_fresh install /root/successor.deb
    [ "$(in_fresh dpkg-query --show dcc | cut -f2)" = "$(dpkg-deb -f "$successor" Version)" ] ||
        fail "the older version is still installed"
    grep -q dcc.example.com "$FRESH/etc/dcc/dcc.json" || fail "the upgrade changed the configuration"
    serve_fresh
    expect_data "the upgrade" "$installation"

    say "starting with a database of a newer version"
    expect_refusal_of_newer_schema

    say "removing the package"
    apt_in_fresh remove dcc
    [ ! -e "$FRESH/usr/bin/dcc" ] || fail "removing left /usr/bin/dcc"
    [ -s "$FRESH/etc/dcc/dcc.json" ] || fail "removing deleted the configuration"
    expect_data "removing" "$installation"

    say "purging without an answer"
    purge_fresh
    [ "$(ls "$FRESH/etc/dcc")" = backup-password ] || fail "purging must leave only backup-password in /etc/dcc"
    expect_data "purging without an answer" "$installation"
    rm -r "$FRESH/etc/dcc" "$FRESH/var/backups/dcc"

    say "purging what an installation has in Docker"
    expect_purge_from_docker

    say "purging history, then everything"
    install_again history
    purge_fresh
    [ ! -e "$FRESH/var/lib/dcc" ] || fail "purging the history left it"
    [ -s "$FRESH/opt/dockerstore/marker" ] || fail "purging the history deleted the workspaces"
    install_again everything
    purge_fresh
    list_fresh | diff "$STATE/before" - >&2 || fail "purging everything did not restore the initial state (see the diff above)"
    say "purging left nothing behind"
}

make_fresh_debian() {
    local mirror
    mirror=$(debian_mirror)
    say "making a fresh Debian 12"
    mmdebstrap --quiet --variant=apt bookworm "$FRESH" "deb $mirror bookworm main" "deb $mirror bookworm-backports main"
    cp /etc/resolv.conf "$FRESH/etc/resolv.conf"
    printf '#!/bin/sh\nexit 101\n' >"$FRESH/usr/sbin/policy-rc.d"
    chmod +x "$FRESH/usr/sbin/policy-rc.d"
}

# make_successor DEB NEXT: repacks the package with a higher version.
make_successor() {
    dpkg-deb -R "$1" "$STATE/scratch"
    sed -i 's/^Version: .*/&+successor/' "$STATE/scratch/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$STATE/scratch" "$2" >/dev/null
}

# in_fresh COMMAND…: runs COMMAND in the fresh Debian. /proc is mounted, because Swift programs read their arguments from it.
in_fresh() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$FRESH" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

apt_in_fresh() {
    local output
    output=$(in_fresh apt-get -qq -y -o Dpkg::Use-Pty=0 "$@" 2>&1) || fail "apt-get $* failed: $output"
}

install_dependencies() {
    local names
    mapfile -t names < <(in_fresh apt-get -s install /root/dcc.deb | sed -n 's/^Inst \([^ ]*\).*/\1/p' | grep -vx dcc)
    apt_in_fresh install "${names[@]}"
}

# list_fresh: lists all paths with type and mode, except files that apt, dpkg and debconf write for every package.
list_fresh() {
    (cd "$FRESH" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/cache \
        -o -path ./var/log -o -path ./root -o -path ./tmp \) -prune -o -printf '%y %m %p\n' | sort -k3)
    (cd "$FRESH" && find var/lib/dpkg/info var/log var/cache -name '*dcc*')
}

expect_installed() {
    local file
    [ "$(stat -c '%a %U %G' "$FRESH/etc/dcc/dcc.json")" = "640 root root" ] || fail "dcc.json has the wrong mode or owner"
    for file in bash-completion/completions/dcc dcc/web/index.html.br dcc/templates/comfyui.json \
        man/man5/dcc.json.5.gz man/man8/dcc.8.gz; do
        [ -s "$FRESH/usr/share/$file" ] || fail "/usr/share/$file is missing"
    done
    [ -z "$(find "$FRESH/etc/systemd/system" -name 'dcc*')" ] || fail "the units are enabled before the package is configured"
    expect_status 78 "page.origin must be set"
}

# Follows the steps in README's "Install on a server".
configure_fresh() {
    local nginx=$FRESH/etc/dcc/nginx
    printf '{ "page": { "origin": "https://dcc.example.com" }, "apps": { "domain": "apps.example.com" } }\n' \
        >"$FRESH/etc/dcc/dcc.json"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=dcc.example.com \
        -addext subjectAltName=DNS:dcc.example.com -keyout "$nginx/key.pem" -out "$nginx/certificate.pem" 2>/dev/null
    ln -s auth/basic.conf "$nginx/auth.conf"
    printf 'admin:%s\n' "$(openssl passwd -apr1 secret)" >"$nginx/users"
}

# serve_fresh: sends requests through nginx to the service, in a pid and network namespace that end with this function.
serve_fresh() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    STATE=$STATE FRESH=$FRESH unshare --mount --net --pid --fork --kill-child bash -Eeuo pipefail -c '
        mount -t proc proc "$FRESH/proc"
        ip link set lo up
        mkdir -p "$FRESH/run/dcc" "$FRESH/run/dcc-nginx" "$FRESH/var/cache/dcc-nginx" "$FRESH/var/log/dcc"
        systemd-socket-activate --listen="$FRESH/run/dcc/dcc.sock" chroot "$FRESH" dcc serve 2>"$STATE/dcc.log" &
        until [ -S "$FRESH/run/dcc/dcc.sock" ]; do sleep 0.05; done
        chgrp www-data "$FRESH/run/dcc/dcc.sock"
        chmod 660 "$FRESH/run/dcc/dcc.sock"
        chroot "$FRESH" nginx -q -t -c /etc/dcc/nginx/nginx.conf
        chroot "$FRESH" nginx -c /etc/dcc/nginx/nginx.conf
        ask() {
            curl -fsS --max-time 20 --cacert "$FRESH/etc/dcc/nginx/certificate.pem" \
                --resolve dcc.example.com:443:127.0.0.1 "$@"
        }
        ask https://dcc.example.com/healthz >/dev/null
        ask -u admin:secret https://dcc.example.com/api/apps >/dev/null
        ask -u admin:secret -H "Accept-Encoding: br" -D - -o "$STATE/page" https://dcc.example.com/ |
            grep -qi "^content-encoding: br"
    ' >"$STATE/serve.log" 2>&1 || { cat "$STATE/serve.log" "$STATE/dcc.log" >&2; fail "the service does not respond (see the logs above)"; }
    rm -rf "$FRESH/run/dcc" "$FRESH/run/dcc-nginx"
}

# in_unit COMMAND…: runs COMMAND in the fresh Debian with the restrictions of dcc.service, as far as possible without systemd: its
# capabilities, writable paths and an empty /root.
in_unit() {
    local unit=$FRESH/lib/systemd/system/dcc.service writable capabilities
    writable=$(sed -nE 's/^ReadWritePaths=-?//p; s#^StateDirectory=#/var/lib/#p' "$unit")
    capabilities=$(sed -n '/^CapabilityBoundingSet=/{s///; s/CAP_/+/g; s/ /,/g; p}' "$unit" | tr '[:upper:]' '[:lower:]')
    # shellcheck disable=SC2016 # expanded by the inner shell
    FRESH=$FRESH WRITABLE=$writable CAPABILITIES=$capabilities unshare --mount bash -Eeuo pipefail -c '
        mount --bind "$FRESH" "$FRESH"
        for folder in $WRITABLE; do
            [ ! -e "$FRESH$folder" ] || mount --bind "$FRESH$folder" "$FRESH$folder"
        done
        mount -o remount,bind,ro "$FRESH"
        mount -t tmpfs tmpfs "$FRESH/root"
        mount -t tmpfs tmpfs "$FRESH/tmp"
        mount -t proc proc "$FRESH/proc"
        exec chroot "$FRESH" setpriv --bounding-set="-all,$CAPABILITIES" --no-new-privs "$@"
    ' in_unit env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

back_up_fresh() {
    local said
    (umask 077 && echo "a password of the operator" >"$FRESH/etc/dcc/backup-password")
    configure_backups /srv/elsewhere
    said=$(in_unit dcc backup 2>&1) && fail "the unit can write outside of its writable paths"
    [[ $said == *"systemctl edit dcc.service"* ]] || fail "the error does not say how to make the folder writable: $said"
    configure_backups /var/backups/dcc
    in_unit dcc backup >"$STATE/backup.log" 2>&1 || { cat "$STATE/backup.log" >&2; fail "dcc backup fails in the unit"; }
    in_unit dcc backup --check >/dev/null || fail "dcc backup --check fails in the unit"
    in_unit dcc backup --drill >/dev/null || fail "dcc backup --drill fails in the unit"
}

# configure_backups REPOSITORY
configure_backups() {
    printf '{ "page": { "origin": "https://dcc.example.com" }, "apps": { "domain": "apps.example.com" },
        "backup": { "repository": "%s" } }\n' "$1" >"$FRESH/etc/dcc/dcc.json"
}

ask_database() {
    python3 -c 'import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(*(database.execute(sys.argv[2]).fetchone() or ()))
database.commit()' "$FRESH/var/lib/dcc/dcc.db" "$1"
}

# expect_data AFTER INSTALLATION
expect_data() {
    [ "$(ask_database "SELECT id FROM installation")" = "$2" ] || fail "$1 changed the database"
    [ -s "$FRESH/opt/dockerstore/marker" ] || fail "$1 deleted the workspaces"
    [ -s "$FRESH/var/lib/dcc/secrets.key" ] || fail "$1 deleted the secrets key"
}

# expect_status STATUS TEXT: expects `dcc serve` to exit with STATUS and to print TEXT.
expect_status() {
    local status=0
    in_fresh dcc serve 2>"$STATE/refusal.log" || status=$?
    if [ "$status" -ne "$1" ] || ! grep -q "$2" "$STATE/refusal.log"; then
        cat "$STATE/refusal.log" >&2
        fail "dcc serve exited with status $status; expected status $1 and the text: $2"
    fi
}

expect_refusal_of_newer_schema() {
    ask_database "INSERT INTO grdb_migrations (identifier) VALUES ('of a later version')" >/dev/null
    expect_status 78 "newer version of dcc"
    ask_database "DELETE FROM grdb_migrations WHERE identifier = 'of a later version'" >/dev/null
}

# On this machine's Engine: the fresh Debian has none.
expect_purge_from_docker() {
    local own other
    own=$(openssl rand -hex 8) other=$(openssl rand -hex 8)
    mkdir "$STATE/purged"
    python3 -c 'import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("CREATE TABLE installation (id TEXT)")
database.execute("INSERT INTO installation VALUES (?)", [sys.argv[2]])
database.commit()' "$STATE/purged/dcc.db" "$own"
    leave_in_docker "$own"
    leave_in_docker "$other"
    purge_from_docker "$STATE/purged"
    [ -z "$(list_in_docker "$own")" ] || fail "purging left $(list_in_docker "$own")"
    [ "$(list_in_docker "$other" | wc -w)" = 3 ] || fail "purging took what another installation has"
    remove_in_docker "$other"
}

# leave_in_docker INSTALLATION: an image, a stopped container and a network with its label.
leave_in_docker() {
    tar --create --files-from /dev/null |
        docker import --change "LABEL dcc.instance=$1" - "dcc/system:$1" >/dev/null
    docker create --label "dcc.instance=$1" "dcc/system:$1" /bin/true >/dev/null
    docker network create --label "dcc.instance=$1" "dcc-purge-$1" >/dev/null
}

list_in_docker() {
    local kind
    docker ps --all --quiet --filter "label=dcc.instance=$1"
    for kind in network image; do docker "$kind" ls --quiet --filter "label=dcc.instance=$1"; done
}

# purge_from_docker FOLDER: as the maintainer script does, without Docker at first.
purge_from_docker() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    DOCKER_HOST=unix://$STATE/no-docker dash -euc '. "$0"; remove_from_docker "$1"' "$LIB/purge.sh" "$1" ||
        fail "purging fails where Docker does not respond"
    # shellcheck disable=SC2016
    dash -euc '. "$0"; remove_from_docker "$1"' "$LIB/purge.sh" "$1" || fail "purging from Docker fails"
}

remove_in_docker() {
    # shellcheck disable=SC2016
    dash -euc '. "$0"; remove_all container "$1"; remove_all network "$1"; remove_all image "$1"' "$LIB/purge.sh" "$1"
}

# install_again ANSWER: installs the package and preseeds ANSWER for its purge.
install_again() {
    apt_in_fresh install /root/dcc.deb
    printf 'dcc dcc/purge select %s\n' "$1" | in_fresh debconf-set-selections
}

# purge_fresh: purges in a network namespace with two sets of firewall chains, one of which has a bridge to protect.
purge_fresh() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    FRESH=$FRESH unshare --mount --net bash -Eeuo pipefail -c '
        mount -t proc proc "$FRESH/proc"
        in_fresh() {
            chroot "$FRESH" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
        }
        ip link add dccstay1a type bridge
        for fence in stay1 left1; do
            printf "%s\n" "*filter" ":DCC-$fence-HOST - [0:0]" "-A DCC-$fence-HOST -j REJECT" \
                "-I INPUT 1 -i dcc$fence+ -j DCC-$fence-HOST" COMMIT | in_fresh iptables-restore --noflush
            printf "%s\n" "*raw" ":DCC-$fence - [0:0]" "-A DCC-$fence -j DROP" \
                "-I PREROUTING 1 -i dcc$fence+ -j DCC-$fence" COMMIT | in_fresh ip6tables-restore --noflush
        done
        in_fresh apt-get -qq -y -o Dpkg::Use-Pty=0 purge dcc
        rules=$(in_fresh iptables -S; in_fresh ip6tables -t raw -S)
        [ "$(grep -c stay1 <<<"$rules")" = 6 ] || { echo "purging removed the chains of an existing bridge"; exit 1; }
        ! grep left1 <<<"$rules" || { echo "purging left the chains of a missing bridge"; exit 1; }
    ' >"$STATE/purge.log" 2>&1 || { cat "$STATE/purge.log" >&2; fail "purging failed (see the log above)"; }
}
