#!/bin/sh
# Makes every secret that docker-compose.yml names, once; existing files are left as they are.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
chmod 755 secrets
new() { [ -s "secrets/$1" ] || od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"secrets/$1"; chmod 444 "secrets/$1"; }
for name in postgres_password keycloak_admin_password grafana_admin_password \
    client_roster client_assessment client_training client_gateway; do new "$name"; done
for room in roster assessment training gateway keys; do
    for role in owner app; do
        new "${room}_${role}_password"
        url="secrets/${room}_${role}_url"
        [ -s "$url" ] || printf 'postgresql://%s_%s:%s@postgres:5432/%s' \
            "$room" "$role" "$(cat "secrets/${room}_${role}_password")" "$room" >"$url"
        chmod 444 "$url"
    done
done
# The keys of personal data: a line a generation, and the key of the blind index. Lost, nobody can
# read what they seal: keep a copy, but not with the backups of the databases.
raw() { head -c 32 /dev/urandom; }
kek="secrets/kek.generations"
[ -s "$kek" ] || printf '1 %s\n' "$(raw | base64 | tr '+/' '-_' | tr -d '=\n')" >"$kek"
[ -s secrets/blind_index.key ] || raw >secrets/blind_index.key
chmod 444 "$kek" secrets/blind_index.key
echo "deploy/secrets: $(ls secrets | wc -l) files. Keep a copy where the databases are not."
