# shellcheck shell=bash
# Local base image for machines without a GPU or without access to NVIDIA's registry: Debian 12 with Python, 230 MB.

LOCAL_BASE_IMAGE=dcc/python-cpu:bookworm
BASE_IMAGE_PACKAGES=python3,python3-venv,python3-pip,git,ca-certificates,libgomp1,libglib2.0-0

ensure_base_image() {
    local archive
    docker image inspect "$LOCAL_BASE_IMAGE" >/dev/null 2>&1 && return 0
    install_packages mmdebstrap
    say "building $LOCAL_BASE_IMAGE from Debian's packages"
    # Not by a pipe: the import would take what a failed build leaves.
    archive=$(mktemp)
    if ! mmdebstrap --quiet --variant=minbase --format=tar --include="$BASE_IMAGE_PACKAGES" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$archive" "$(debian_mirror)"; then
        rm -f "$archive"
        fail "could not build $LOCAL_BASE_IMAGE"
    fi
    docker import --change 'ENV LANG=C.UTF-8 PYTHONUNBUFFERED=1' "$archive" "$LOCAL_BASE_IMAGE" >/dev/null
    rm -f "$archive"
}
