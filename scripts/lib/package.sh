# shellcheck shell=bash
# Builds the Debian package.

PACKAGE_FILES=${ROOT:?}/scripts/package.d

# make_package: packages the built program, checks the package, and prints its path.
make_package() (
    ensure_uv
    install_packages "${PACKAGE_PACKAGES[@]}"
    STATE=$(mktemp -d)
    trap 'rm -rf "$STATE"' EXIT
    version=$(package_version)
    deb=$ROOT/.build/dcc_${version}_$(dpkg --print-architecture).deb
    say "packing dcc $version"
    package_lay_out "$STATE/root" "$version"
    package_pack "$STATE/root" "$version" "$deb"
    say "checking the units with systemd-analyze"
    check_units
    say "checking the package with lintian"
    lintian --fail-on error,warning "$deb" >&2
    echo "$deb"
)

# package_version: the program's version, with the commit appended if it is not tagged with that version.
package_version() {
    local version commit
    version=$("$ROOT/.build/release/dcc" --version)
    if git -C "$ROOT" describe --tags --exact-match --match "v$version" >/dev/null 2>&1; then
        echo "$version"
    else
        commit=$(git -C "$ROOT" log -1 --format=%cd.%h --date=format:%Y%m%d%H%M%S 2>/dev/null) || commit=local
        echo "$version~git$commit"
    fi
}

# package_lay_out FOLDER VERSION: the package's file tree.
package_lay_out() {
    local root=$1 version=$2
    umask 022
    package_program "$root"
    package_page "$root"
    package_nginx "$root"
    package_units "$root"
    package_documents "$root" "$version"
    install -d "$root/etc/dcc/templates" "$root/usr/share/dcc/templates"
    install -m 644 "$PACKAGE_FILES"/app-templates/*.json "$root/usr/share/dcc/templates"
    install -m 640 "$PACKAGE_FILES/dcc.json" "$root/etc/dcc/dcc.json"
    install -D -m 644 "$PACKAGE_FILES/logrotate" "$root/etc/logrotate.d/dcc"
    install -D -m 644 "$PACKAGE_FILES/lintian-overrides" "$root/usr/share/lintian/overrides/dcc"
}

package_program() {
    local root=$1 program=$1/usr/bin/dcc
    install -D -m 755 "$ROOT/.build/release/dcc" "$program"
    strip --strip-all --remove-section=.comment --remove-section=.note "$program"
    # Run inside containers, whatever their image.
    install -D -m 755 "$UV" "$root/usr/lib/dcc/uv"
    install -d "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
        "$root/usr/share/fish/vendor_completions.d"
    "$program" --generate-completion-script bash | sed '1{/^#!/d}' >"$root/usr/share/bash-completion/completions/dcc"
    "$program" --generate-completion-script zsh >"$root/usr/share/zsh/vendor-completions/_dcc"
    "$program" --generate-completion-script fish >"$root/usr/share/fish/vendor_completions.d/dcc.fish"
}

package_page() {
    install -d "$1/usr/share/dcc"
    cp -r "$ROOT/web" "$1/usr/share/dcc/web"
    compress_page "$1/usr/share/dcc/web"
}

# Files for the operator to edit are copied to /etc/dcc/nginx; the others are symlinks there, and are replaced on upgrade.
package_nginx() {
    local shared=$1/usr/share/dcc/nginx etc=$1/etc/dcc/nginx name
    install -d "$shared" "$etc"
    cp -r "$ROOT"/nginx/*.conf "$ROOT/nginx/auth" "$ROOT/nginx/pages" "$ROOT/nginx/problems" "$shared"
    list_modules >"$shared/modules.conf"
    list_pools 20000 >"$shared/pools.conf"
    mv "$shared/control.conf" "$shared/limits.conf" "$shared/uploads.conf" "$etc"
    for name in "$shared"/*.conf "$shared/auth"; do
        ln -s "/usr/share/dcc/nginx/$(basename "$name")" "$etc/$(basename "$name")"
    done
    sed -e 's#@STATE@/nginx.pid#/run/dcc-nginx/nginx.pid#' -e 's#@STATE@/nginx-#/var/log/dcc/nginx-#' \
        -e 's#@STATE@/tmp#/var/cache/dcc-nginx#' -e 's#@ETC@#/usr/share/dcc/nginx#' -e 's#@WEB@#/usr/share/dcc/web#' \
        -e 's#@SOCKET@#/run/dcc/dcc.sock#' -e 's#@LISTEN@#443#' -e 's#@HOST@#dcc.example.com#' \
        -e 's#@APPS@#apps.example.com#' -e 's#@GATEWAY@#unix:/run/oauth2-proxy/oauth2-proxy.sock#' \
        -e '1,/^load_module/{/^#/d}' "$ROOT/nginx/site.conf.in" | cat "$PACKAGE_FILES/nginx.head" - >"$etc/nginx.conf"
}

package_units() {
    install -d "$1/lib/systemd/system" "$1/usr/lib/tmpfiles.d"
    install -m 644 "$PACKAGE_FILES"/*.socket "$PACKAGE_FILES"/*.service "$1/lib/systemd/system"
    install -m 644 "$PACKAGE_FILES/tmpfiles.conf" "$1/usr/lib/tmpfiles.d/dcc.conf"
}

package_documents() {
    local root=$1 version=$2 doc=$1/usr/share/doc/dcc day
    install -d "$doc" "$root/usr/share/man/man5" "$root/usr/share/man/man8"
    install -m 644 "$PACKAGE_FILES/copyright" "$doc/copyright"
    install -m 644 "$ROOT/README.md" "$doc/README.md"
    day=$(git -C "$ROOT" log -1 --format=%cI 2>/dev/null || date -Iseconds)
    printf 'dcc (%s) stable; urgency=medium\n\n  * See the history of the repository.\n\n -- %s  %s\n' \
        "$version" "$PACKAGE_MAINTAINER" "$(date -R -d "$day")" | gzip -9n >"$doc/changelog.gz"
    package_commands "$root/usr/bin/dcc" | package_manual dcc.8 "$version" "${day%%T*}" | gzip -9n >"$root/usr/share/man/man8/dcc.8.gz"
    "$root/usr/bin/dcc" configuration --manual | package_manual dcc.json.5 "$version" "${day%%T*}" |
        gzip -9n >"$root/usr/share/man/man5/dcc.json.5.gz"
}

# package_commands PROGRAM: the commands of `dcc --help` for the man page.
package_commands() {
    local commands
    commands=$("$1" --help | sed -n '/^SUBCOMMANDS:/,/^ *See/p' |
        sed -nE 's/-/\\-/g; s/^  ([a-z][a-z\\-]*) +(.*)$/.TP\n.B dcc \1\n\2/p; s/^ {4,}(.*)$/\1/p')
    [ -n "$commands" ] || fail "dcc --help lists no commands"
    printf '%s\n' "$commands"
}

# package_manual PAGE VERSION DAY: prints the man page, with what standard input lists in the line @LIST@.
package_manual() {
    local list
    list=$(cat)
    [ -n "$list" ] || fail "nothing to list in $1"
    while IFS= read -r line; do
        if [ "$line" = @LIST@ ]; then printf '%s\n' "$list"; else printf '%s\n' "$line"; fi
    done <"$PACKAGE_FILES/$1" | sed -e "s/@VERSION@/$2/" -e "s/@DATE@/$3/"
}

PACKAGE_MAINTAINER=${DCC_MAINTAINER:-Docker Control Center <dcc@localhost.localdomain>}

# package_libraries PROGRAM: dependencies on the packages of its shared libraries.
package_libraries() {
    local scratch
    scratch=$(mktemp -d)
    mkdir "$scratch/debian"
    printf 'Source: dcc\n\nPackage: dcc\nArchitecture: any\n' >"$scratch/debian/control"
    (cd "$scratch" && dpkg-shlibdeps -O "$1" 2>"$scratch/log") | sed -n 's/^shlibs:Depends=//p' ||
        { cat "$scratch/log" >&2; fail "dpkg-shlibdeps failed (see above)"; }
    rm -rf "$scratch"
}

# package_pack FOLDER VERSION DEB
package_pack() {
    local root=$1 version=$2 deb=$3 name
    install -d "$root/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$(dpkg --print-architecture)/" \
        -e "s/@MAINTAINER@/$PACKAGE_MAINTAINER/" -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f1)/" \
        -e "s/@LIBRARIES@/$(package_libraries "$root/usr/bin/dcc")/" "$PACKAGE_FILES/control.in" >"$root/DEBIAN/control"
    for name in postinst prerm postrm; do
        sed -e "/^@FIREWALL@\$/{r $ROOT/scripts/lib/firewall.sh" -e 'd}' -e "/^@PURGE@\$/{r $ROOT/scripts/lib/purge.sh" -e 'd}' \
            "$PACKAGE_FILES/$name" >"$root/DEBIAN/$name"
        chmod 755 "$root/DEBIAN/$name"
    done
    install -m 644 "$PACKAGE_FILES/templates" "$root/DEBIAN/templates"
    (cd "$root" && find etc -type f -printf '/%p\n' | sort) >"$root/DEBIAN/conffiles"
    (cd "$root" && find usr lib -type f -exec md5sum {} + | sort -k2) >"$root/DEBIAN/md5sums"
    dpkg-deb --root-owner-group -Zxz --build "$root" "$deb" >/dev/null
}

# check_units: checks that systemd accepts each unit and that `systemd-analyze security` rates services 3.0 or lower. Works
# without a running systemd.
check_units() {
    local unit trouble
    for unit in "$PACKAGE_FILES"/*.service "$PACKAGE_FILES"/*.socket; do
        # The programs of the units are missing if the package is not installed.
        trouble=$(systemd-analyze verify --man=no "$unit" 2>&1 | grep -v 'is not executable: No such file' || true)
        [ -z "$trouble" ] || fail "$trouble"
    done
    for unit in "$PACKAGE_FILES"/*.service; do
        systemd-analyze security --offline=true --threshold=30 --no-pager "$unit" | tail -n 1 >&2 ||
            fail "$(basename "$unit") has an exposure level above 3.0"
    done
}
