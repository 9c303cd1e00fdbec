#!/usr/bin/env bash
# The README's first commands on a machine that has nothing yet: in a bare Debian 12 with git, make and
# certificates, once for each architecture. Debian comes from where this machine's apt has it from.
#
# usage: .ci/bare.sh [ARCH…]
# environment: TESTS, which tests are run there; RELEASE, another release of Debian
set -euo pipefail
cd "$(dirname "$0")/.."
release=${RELEASE:-bookworm}
export TESTS=${TESTS:-tests/test_host.py tests/test_compile.py tests/qemu/test_selftest.py}

say() {
    echo "bare: $*"
}

# Where it cannot be tried, there is nothing to judge.
skip() {
    say "skipped: $*"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip "only root may make a bare Debian"
command -v debootstrap >/dev/null || skip "debootstrap is not here; 'make setup test' installs it"
# What is mounted in a name space of its own is gone with the last process there, however that ends.
unshare --mount --pid --fork mount -t tmpfs none /mnt 2>/dev/null || skip "this machine lets nobody mount"

folder=$(mktemp -d /var/tmp/bootmap.XXXXXX)
trap 'rm -rf --one-file-system "$folder"' EXIT
trap 'exit 1' HUP INT TERM

# Debian's own lines of this machine's apt: address, release, component.
sources() {
    apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(COMPONENT)" "Created-By: Packages" |
        awk -v release="$release" '$2 ~ "^" release "(-updates|-security)?$" && $3 == "main"' | sort -u
}

mapfile -t lines < <(sources)
[ ${#lines[@]} -gt 0 ] || lines=("http://deb.debian.org/debian $release main")
mirror=$(printf '%s\n' "${lines[@]}" | awk -v release="$release" '$2 == release { print $1; exit }')

say "making a bare $release from $mirror"
unshare --mount --pid --fork --kill-child debootstrap --variant=minbase --include=git,make,ca-certificates \
    "$release" "$folder/base" "$mirror" >"$folder/log" 2>&1 || {
    tail -n 5 "$folder/log"
    skip "debootstrap cannot run here; its last lines are above"
}
printf 'deb %s\n' "${lines[@]}" >"$folder/base/etc/apt/sources.list"
apt-config dump | grep -i '^Acquire::https\?::Proxy' >"$folder/base/etc/apt/apt.conf.d/proxy" || true
git clone -q . "$folder/base/root/bootmap"

[ $# -gt 0 ] || set -- aarch64 x86_64
for arch; do
    cp -a "$folder/base" "$folder/$arch"
    /usr/bin/python3 .ci/first_commands.py "$folder/$arch" "$arch"
    rm -rf --one-file-system "${folder:?}/$arch"
done
say "the first commands work"
