# shellcheck shell=bash
# A Git server over HTTPS on loopback, behind the same nginx, for the sample app and the tests.

install_git_files() {
    mkdir -p "$STATE/git" "$STATE/etc/extra"
    render "$ROOT/nginx/sample_git.conf.in" >"$STATE/etc/extra/sample_git.conf"
    render "$ROOT/nginx/sample_git_backend.conf.in" >"$STATE/etc/sample_git_backend.conf"
}

start_git_server() {
    install_git_files
    chown www-data: "$STATE/git"
    rm -f "$STATE/git/fcgiwrap.sock"
    start_process "$STATE/fcgiwrap.pid" "$STATE/fcgiwrap.log" \
        setpriv --reuid=www-data --regid=www-data --clear-groups fcgiwrap -s "unix:$STATE/git/fcgiwrap.sock"
}

# publish NAME FOLDER: commits the folder's files to NAME.git, on top of existing commits.
publish() {
    local name=$1 folder=$2 work
    work=$(mktemp -d)
    if [ -d "$STATE/git/$name.git" ]; then
        chown -R root: "$STATE/git/$name.git"
        git clone -q "$STATE/git/$name.git" "$work"
    else
        git init -q --bare -b main "$STATE/git/$name.git"
        git init -q -b main "$work"
        git -C "$work" remote add origin "$STATE/git/$name.git"
    fi
    cp -r "$folder/." "$work"
    git -C "$work" add -A
    git -C "$work" -c user.name=DCC -c user.email=dcc@localhost commit -q --allow-empty -m "Publish $name"
    git -C "$work" push -q origin HEAD:main
    chown -R www-data: "$STATE/git/$name.git"
    rm -rf "$work"
}
