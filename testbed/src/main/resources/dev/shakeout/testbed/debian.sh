# Makes from Debian's packages what registries have as debian:trixie-slim, as an archive of its files.
# Arguments: the archive.
set -eu
archive=$1 mirror=http://deb.debian.org
work=$archive.making
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir -p "$work"

debootstrap --variant=minbase trixie "$root" "$mirror/debian"
cat >"$root/etc/apt/sources.list" <<SOURCES
deb $mirror/debian trixie main
deb $mirror/debian trixie-updates main
deb $mirror/debian-security trixie-security main
SOURCES
echo 'Acquire::Languages "none";' >"$root/etc/apt/apt.conf.d/docker-no-languages"
for unread in doc groff info linda lintian locale man; do
    rm -rf "$root/usr/share/$unread"/*
    echo "path-exclude /usr/share/$unread/*"
done >"$root/etc/dpkg/dpkg.cfg.d/docker"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/*
tar --numeric-owner -C "$root" -cf "$work/archive" .
mv "$work/archive" "$archive"
