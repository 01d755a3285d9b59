# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for the scripts that source this file
# Debian packages for building, running and testing.

BUILD_PACKAGES=(libfcgi-dev libcurl4-openssl-dev libsqlite3-dev pkg-config)
NGINX_PACKAGES=(nginx-light libnginx-mod-http-brotli-static brotli openssl)
RUN_PACKAGES=("${NGINX_PACKAGES[@]}" fcgiwrap git ca-certificates curl procps iptables)
TEST_PACKAGES=(chromium fonts-dejavu-core python3-venv strace iproute2 restic socat systemd)
CHECK_PACKAGES=(shellcheck systemd)
PACKAGE_PACKAGES=(dpkg-dev binutils lintian systemd)

installed() { dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'; }

# install_packages NAME…: installs missing packages, non-interactively and without starting services.
install_packages() {
    local missing=() name
    for name in "$@"; do installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    without_service_starts apt_quiet update
    without_service_starts apt_quiet install --no-remove --no-install-recommends "${missing[@]}"
}

# install_newer_packages SUITE NAME…: the same from a newer Debian suite, on the mirror that this machine already uses. The
# suite is configured in a temporary folder; the machine's package sources do not change.
install_newer_packages() {
    local suite=$1 missing=() name scratch mirror
    shift
    for name in "$@"; do installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]} from Debian's $suite"
    mirror=$(debian_mirror)
    scratch=$(mktemp -d)
    mkdir -p "$scratch/lists/partial" "$scratch/sources"
    cp /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list "$scratch/sources/" 2>/dev/null || true
    cat >"$scratch/sources/newer.sources" <<SOURCES
Types: deb
URIs: $mirror
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
    printf 'Package: *\nPin: release n=%s\nPin-Priority: 50\n' "$suite" >"$scratch/preferences"
    local apt=(apt_quiet -o "Dir::Etc::sourceparts=$scratch/sources" -o "Dir::State::lists=$scratch/lists"
        -o "Dir::Etc::preferences=$scratch/preferences")
    without_service_starts "${apt[@]}" update
    without_service_starts "${apt[@]}" install --no-remove --no-install-recommends "${missing[@]/%//$suite}"
    rm -rf "$scratch"
}

# debian_mirror: prints the URL of the Debian mirror in this machine's package sources.
debian_mirror() {
    local mirror
    # shellcheck disable=SC2016 # apt fills in the names, not the shell
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Identifier: Packages' |
        awk '$2 ~ /^(bookworm|trixie)$/ { print $1; exit }')
    [ -n "$mirror" ] || fail "no Debian mirror found in this machine's package sources"
    printf '%s\n' "$mirror"
}

apt_quiet() {
    local output
    output=$(DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" 2>&1) ||
        fail "apt-get $* failed: $output"
}

# Debian starts services when their package is installed. Our scripts start them with our configuration instead.
without_service_starts() {
    local policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then "$@"; return; fi
    (
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        "$@"
    )
}
