#!/usr/bin/env bash
# Installs a Debian package into a clean root with nothing but Debian in it, uses it as an ordinary
# user with the network cut off, removes it, and looks whether the user's files are still there.
#
#   installers/smoke-test.sh PACKAGE.deb CACHE
#
# Needs root, debootstrap, Xvfb and ImageMagick. CACHE keeps the bare Debian and the downloaded
# dependencies; with them a second run needs no network. Called by tests/it/package.rs.
set -euo pipefail

if [ "${INSIDE:-}" != 1 ]; then
    # A mount namespace of our own: whatever happens, no mount is left behind.
    INSIDE=1 exec unshare --mount --fork --pid --kill-child -- "$0" "$@"
fi
mount --make-rprivate /
deb="$(realpath "$1")"
mkdir -p "$2"
cache="$(realpath "$2")"
root="$cache/root"
user_home=/home/researcher
say() { echo "smoke-test: $*"; }
fail() { echo "smoke-test: FAILED: $*" >&2; exit 1; }

# --- a bare Debian, once ---------------------------------------------------------------------------
codename="$(. /etc/os-release && echo "$VERSION_CODENAME")"
if [ ! -e "$cache/base.$codename" ]; then
    say "make a bare $codename"
    mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)"
    rm -rf "$cache/base"
    debootstrap --variant=minbase "$codename" "$cache/base" "$mirror" >"$cache/debootstrap.log" 2>&1 ||
        fail "debootstrap (see $cache/debootstrap.log)"
    # The computer's own way to its packages: sources, keys, certificates, proxies.
    rm -rf "$cache/base/etc/apt/sources.list" "$cache/base/etc/apt/sources.list.d"
    for path in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/auth.conf.d \
        /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings /etc/ssl/certs; do
        [ -e "$path" ] && mkdir -p "$cache/base$(dirname "$path")" && cp -aLT "$path" "$cache/base$path"
    done
    rm -f "$cache/base/etc/apt/apt.conf.d/docker-clean"
    cp -L /etc/resolv.conf /etc/hosts "$cache/base/etc/"
    chroot "$cache/base" apt-get -qq update >>"$cache/debootstrap.log" 2>&1 || fail "apt-get update"
    chroot "$cache/base" useradd --create-home --home-dir "$user_home" researcher
    touch "$cache/base.$codename"
fi

rm -rf "$root"
cp -a --reflink=auto "$cache/base" "$root"
mkdir -p "$cache/archives/partial" "$root/var/cache/apt/archives"
mount --bind "$cache/archives" "$root/var/cache/apt/archives"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t sysfs sysfs "$root/sys" 2>/dev/null || true
cp "$deb" "$root/tmp/package.deb"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
# Loopback is up, and there is nothing else.
loopback='import fcntl, os, socket, struct, sys
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh22x", b"lo", 0x41))
os.execvp(sys.argv[1], sys.argv[1:])'
as_user() { (as_user_instead "$@"); }
# Takes the place of the shell that calls it, so that a signal reaches the program itself.
as_user_instead() {
    exec unshare --net -- python3 -c "$loopback" chroot --userspec=researcher:researcher "$root" \
        env -i PATH=/usr/bin:/bin HOME="$user_home" "$@"
}

# --- install ---------------------------------------------------------------------------------------
name="$(dpkg-deb --field "$deb" Package)"
say "install $name with what it depends on"
# Only what the package depends on, so that a forgotten dependency shows.
install="apt-get -qq install -y --no-install-recommends -o APT::Keep-Downloaded-Packages=true"
inside sh -c "$install /tmp/package.deb" >"$cache/install.log" 2>&1 ||
    { inside apt-get -qq update && inside sh -c "$install /tmp/package.deb"; } >>"$cache/install.log" 2>&1 ||
    { tail -n 20 "$cache/install.log" >&2; fail "install (see $cache/install.log)"; }
for file in /usr/bin/videoannotator /usr/bin/videoannotator-desktop \
    /usr/lib/VideoAnnotator/runtime/libonnxruntime.so \
    /usr/lib/VideoAnnotator/runtime/models/silero_vad.onnx \
    /usr/lib/VideoAnnotator/runtime/demo/demo.mp4 \
    /usr/lib/VideoAnnotator/runtime/licenses/onnxruntime.txt; do
    [ -f "$root$file" ] || fail "the package does not hold $file"
done
find "$root/usr/share/applications" -name '*.desktop' | grep -q . || fail "no menu entry"

# --- annotate, without network ---------------------------------------------------------------------
say "annotate the demo clip with the installed program, without network"
as_user sh -c 'cd && videoannotator annotate /usr/lib/VideoAnnotator/runtime/demo/demo.mp4 --out results' ||
    fail "annotate ended with $?"
results="$root$user_home/results/demo"
[ -f "$results/provenance.json" ] || fail "no provenance.json"
for word in scene vtt rttm; do
    find "$results/output" -type f -size +0 | grep -q "$word" || fail "no output with '$word' in its name"
done

# --- the window, without network -------------------------------------------------------------------
say "open the window under Xvfb, without network"
mkdir -p /tmp/.X11-unix "$root/tmp/.X11-unix"
mount -t tmpfs -o mode=1777 tmpfs /tmp/.X11-unix
chmod 1777 "$root/tmp" "$root/tmp/.X11-unix"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$cache/display" 2>/dev/null &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do [ -s "$cache/display" ] && break; sleep 0.1; done
display=":$(cat "$cache/display")"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
as_user_instead DISPLAY="$display" videoannotator-desktop >"$cache/window.log" 2>&1 &
window=$!
ink=0
for _ in $(seq 120); do
    kill -0 "$window" 2>/dev/null || { cat "$cache/window.log" >&2; fail "the window ended by itself"; }
    # The empty library's main button is filled with the accent colour of ui/src/styles: it is there
    # when the page is drawn and the engine has answered.
    if DISPLAY="$display" import -window root "$cache/window.png" 2>/dev/null; then
        ink="$(convert "$cache/window.png" -fill black +opaque '#434aa8' -fill white -opaque '#434aa8' \
            -format '%[fx:round(mean*w*h)]' info:)"
    fi
    [ "$ink" -gt 1000 ] && break
    sleep 0.25
done
[ "$ink" -gt 1000 ] || { cat "$cache/window.log" >&2; fail "the window does not show the empty library"; }
say "the window shows the empty library"
kill "$window" 2>/dev/null || true
wait "$window" 2>/dev/null || true

# --- remove ----------------------------------------------------------------------------------------
say "remove the package; the user's files must stay"
before="$(cd "$root$user_home" && find . -type f | grep -v '/\.cache/' | sort)"
inside apt-get -qq purge -y "$name" >"$cache/remove.log" 2>&1 || fail "remove (see $cache/remove.log)"
for file in /usr/bin/videoannotator /usr/bin/videoannotator-desktop /usr/lib/VideoAnnotator; do
    [ ! -e "$root$file" ] || fail "$file is still there"
done
after="$(cd "$root$user_home" && find . -type f | grep -v '/\.cache/' | sort)"
if [ "$before" != "$after" ]; then
    diff <(echo "$before") <(echo "$after") >&2 || true
    fail "the user's files changed"
fi
[ -f "$results/provenance.json" ] || fail "the results are gone"
umount --recursive --lazy "$root"/{proc,dev,sys,tmp/.X11-unix,var/cache/apt/archives} 2>/dev/null || true
rm -rf --one-file-system "$root"
say "passed"
