# shellcheck shell=bash
# The uv program, from PyPI's wheel.

UV=${ROOT:?}/.build/uv/uv

# ensure_uv: fetches the pinned version to $UV.
ensure_uv() {
    local folder=$ROOT/.build/uv
    [ ! -x "$UV" ] || ! cmp -s "$LIB/uv.txt" "$folder/uv.txt" || return 0
    install_packages python3-venv
    say "fetching uv"
    rm -rf "$folder"
    mkdir -p "$folder"
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install -q --disable-pip-version-check --only-binary :all: --require-hashes -r "$LIB/uv.txt"
    mv "$folder/venv/bin/uv" "$UV"
    rm -rf "$folder/venv"
    cp "$LIB/uv.txt" "$folder/uv.txt"
}
