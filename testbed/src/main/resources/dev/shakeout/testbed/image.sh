# Makes an image of this host's busybox, with all its commands and a page to serve, as an archive that containerd imports.
# Arguments: the archive, the image's full name, the architecture as images write it, the command as a list in JSON.
set -eu
archive=$1 name=$2 architecture=$3 command=$4
work=$archive.making
root=$work/root blobs=$work/image/blobs/sha256
mkdir -p "$root/bin" "$root/www" "$root/tmp" "$root/etc" "$blobs"
trap 'rm -rf "$work"' EXIT

cp "$(command -v busybox)" "$root/bin/busybox"
for each in $(busybox --list); do
    [ "$each" = busybox ] || ln -s busybox "$root/bin/$each"
done
echo hello >"$root/www/index.html"
printf 'root:x:0:0:root:/:/bin/sh\nweb:x:1000:1000:web:/:/bin/sh\n' >"$root/etc/passwd"

blob() { # MEDIA-TYPE: takes the file $work/blob into the image; its descriptor is in $descriptor, its digest in $digest
    digest=$(sha256sum "$work/blob")
    digest=${digest%% *}
    descriptor="{\"mediaType\":\"$1\",\"digest\":\"sha256:$digest\",\"size\":$(stat -c %s "$work/blob")}"
    mv "$work/blob" "$blobs/$digest"
}

type=application/vnd.oci.image
tar --numeric-owner --owner=0 --group=0 --mtime=@0 --sort=name -C "$root" -cf "$work/blob" .
blob $type.layer.v1.tar
layer=$descriptor
cat >"$work/blob" <<CONFIG
{"architecture":"$architecture","os":"linux","config":{"Cmd":$command,"Env":["PATH=/bin"]},
"rootfs":{"type":"layers","diff_ids":["sha256:$digest"]}}
CONFIG
blob $type.config.v1+json
echo "{\"schemaVersion\":2,\"mediaType\":\"$type.manifest.v1+json\",\"config\":$descriptor,\"layers\":[$layer]}" >"$work/blob"
blob $type.manifest.v1+json
cat >"$work/image/index.json" <<INDEX
{"schemaVersion":2,"manifests":[${descriptor%\}},"annotations":{"io.containerd.image.name":"$name"}}]}
INDEX
echo '{"imageLayoutVersion":"1.0.0"}' >"$work/image/oci-layout"
tar -C "$work/image" -cf "$work/archive" .
mv "$work/archive" "$archive"
