# shellcheck shell=bash
# Local base image for machines without a GPU or without access to NVIDIA's registry: Debian 12 with Python, 230 MB.

LOCAL_BASE_IMAGE=dcc/python-cpu:bookworm
BASE_IMAGE_PACKAGES=python3,python3-venv,python3-pip,git,ca-certificates,libgomp1,libglib2.0-0

ensure_base_image() {
    docker image inspect "$LOCAL_BASE_IMAGE" >/dev/null 2>&1 && return 0
    install_packages mmdebstrap
    say "building $LOCAL_BASE_IMAGE from Debian's packages"
    mmdebstrap --quiet --variant=minbase --include="$BASE_IMAGE_PACKAGES" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' bookworm - "$(debian_mirror)" |
        docker import --change 'ENV LANG=C.UTF-8 PYTHONUNBUFFERED=1' - "$LOCAL_BASE_IMAGE" >/dev/null
}
