#!/bin/sh
# Makes once what compose.yaml needs and nobody else may know: prepare.sh [NAME...]. The names are those by which clients and
# agents come, localhost if none is given. What is there is kept; a certificate of your own goes into secrets/certificate.pem and
# secrets/key.pem before.
set -eu
umask 077
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- localhost
command -v openssl >/dev/null || {
    echo "prepare.sh: needs openssl on PATH" >&2
    exit 1
}

user=$(id -u):$(id -g)
[ "$(id -u)" != 0 ] || user=65532:65532 # servers need not be root
mkdir -p secrets

if [ ! -e secrets/certificate.pem ]; then
    names=
    for name; do
        case $name in
        *[!0-9a-zA-Z.:*-]* | '')
            echo "prepare.sh: '$name' is no name of a host, nor an address" >&2
            exit 2
            ;;
        *:*) names="$names,IP:$name" ;;
        *[!0-9.]*) names="$names,DNS:$name" ;;
        *) names="$names,IP:$name" ;;
        esac
    done
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=$1" \
        -addext "subjectAltName=${names#,}" -keyout secrets/key.pem -out secrets/certificate.draft 2>/dev/null
    mv secrets/certificate.draft secrets/certificate.pem
    echo "certificate  secrets/certificate.pem, signed by itself, for $*"
else
    echo "certificate  secrets/certificate.pem is kept; remove it for one with other names"
fi
if [ ! -e secrets/sealing.key ]; then
    openssl rand -base64 32 >secrets/sealing.draft
    mv secrets/sealing.draft secrets/sealing.key
    echo "key          secrets/sealing.key; keep a copy elsewhere than the backups of the database"
fi
[ "$(id -u)" != 0 ] || chown -R "$user" secrets
if [ ! -e .env ]; then
    password=$(openssl rand -hex 24)
    printf 'SHAKEOUT_USER=%s\nSHAKEOUT_DATABASE_PASSWORD=%s\n' "$user" "$password" >.env
    echo "password     .env, of the database"
fi
