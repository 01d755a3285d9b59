# shellcheck shell=bash
# `scripts/bench packages`: an install of gradio against pip, and what a second app like ComfyUI costs beside the first.

# start_app NAME REPOSITORY: deploys it, and prints the seconds of its install step.
start_app() {
    local found
    api POST /api/apps "$(printf '{"name":"%s","repository":"https://localhost:%s/%s.git",%s}' "$1" "$GIT_PORT" "$2" \
        '"start_command":"python app.py","port":7860')" >/dev/null
    while found=$(app_state "$1") && [ "$found" != running ]; do
        [ "$found" != failed ] || fail "$1 failed: $(api GET "/api/apps/$1")"
        sleep 1
    done
    api GET "/api/apps/$1" | python3 -c '
import json, sys
[seconds] = [step["seconds"] for step in json.load(sys.stdin)["deployment"]["steps"] if step["step"] == "install"]
print(seconds)'
}

remove_app() {
    api DELETE "/api/apps/$1" '{}' >/dev/null
    wait_for 60 "the removal of $1" app_is "$1" gone
}

# megabytes FOLDER…: on disk; a file with several links counts once.
megabytes() { du --summarize --total --block-size=1 "$@" | awk 'END { printf "%.1f\n", $1 / 1e6 }'; }

# on_disk: all packages and workspaces.
on_disk() { megabytes "$STATE/data/packages" "$WORKSPACES"; }

# more SINCE: megabytes on disk since then.
more() { awk -v a="$1" -v b="$(on_disk)" 'BEGIN { printf "%.1f\n", b - a }'; }

empty_store() {
    rm -rf "$STATE/data/packages"
    mkdir -p "$STATE/data/packages"
}

# publish_app NAME REQUIREMENTS MODULE: a web server that imports the module first.
publish_app() {
    mkdir -p "$STATE/packages/$1"
    cp "$2" "$STATE/packages/$1/requirements.txt"
    printf 'import http.server as web, %s\nweb.ThreadingHTTPServer(("0.0.0.0", 7860), web.SimpleHTTPRequestHandler).serve_forever()\n' \
        "$3" >"$STATE/packages/$1/app.py"
    publish "$1" "$STATE/packages/$1"
}

# by_pip REQUIREMENTS: with empty caches, in the same image; prints the seconds.
by_pip() {
    local folder=$STATE/pip start
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$1" "$folder/requirements.txt"
    chown -R 299997:299997 "$folder"
    start=$(now)
    docker run --rm --user 299997:299997 --workdir /app --env HOME=/app --env PIP_CACHE_DIR=/app/.dcc/cache/pip \
        --env PIP_CERT=/etc/dcc/ca-certificates.crt --env PIP_DISABLE_PIP_VERSION_CHECK=1 --volume "$folder:/app" \
        --volume /etc/ssl/certs/ca-certificates.crt:/etc/dcc/ca-certificates.crt:ro --entrypoint sh \
        "${BASE_IMAGE:-$LOCAL_BASE_IMAGE}" -c 'python3 -m venv --system-site-packages .dcc/venv &&
            .dcc/venv/bin/pip install --quiet --no-input -r requirements.txt' >&2
    since "$start"
}

bench_gradio() {
    local round before seconds ours=() pip=() space=() pips_space=()
    say "gradio, $1 rounds: our install with an empty store, and pip's with an empty cache"
    echo gradio >"$STATE/gradio.txt"
    publish_app bench-gradio "$STATE/gradio.txt" gradio
    for round in $(seq "$1"); do
        empty_store
        before=$(on_disk)
        seconds=$(start_app "gradio-$round" bench-gradio)
        ours+=("$seconds")
        space+=("$(more "$before")")
        remove_app "gradio-$round"
        seconds=$(by_pip "$STATE/gradio.txt")
        pip+=("$seconds")
        pips_space+=("$(megabytes "$STATE/pip")")
        printf '  round %s: %s s and %s MB, by pip %s s and %s MB\n' "$round" "${ours[-1]}" "${space[-1]}" "${pip[-1]}" "${pips_space[-1]}"
    done
    rm -rf "$STATE/pip"
    figure "install of gradio, empty store" s "${ours[*]}" "pip, empty cache" "${pip[*]}" "ratio <= 0.25"
    figure "disk space of gradio's first app" MB "${space[*]}" "pip" "${pips_space[*]}"
}

# From PyPI torch brings 6 GB of CUDA's libraries; TORCH=no leaves it out, with everything that needs it.
bench_comfyui() {
    local list=$STATE/comfyui.txt before first space second seconds
    if [ "${TORCH:-yes}" = yes ]; then cp "$LIB/bench/comfyui.txt" "$list"
    else grep -vE '^(torch|kornia|spandrel)' "$LIB/bench/comfyui.txt" >"$list"; fi
    say "two apps with $(grep -vc '^#' "$list") requirements of ComfyUI's, one after the other"
    publish_app bench-comfyui "$list" einops
    empty_store
    before=$(on_disk)
    first=$(start_app comfyui-1 bench-comfyui)
    space=$(more "$before")
    before=$(on_disk)
    seconds=$(start_app comfyui-2 bench-comfyui)
    second=$(more "$before")
    figure "install of a second ComfyUI" s "$seconds" "the first" "$first" "<= 15 s"
    figure "disk space of a second ComfyUI" MB "$second" "the first" "$space" "<= 60 MB"
}

bench_packages() {
    mkdir -p "$WORKSPACES"
    bench_gradio "${ROUNDS:=2}"
    bench_comfyui
}
