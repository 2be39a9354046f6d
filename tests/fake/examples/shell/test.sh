#!/bin/sh
# A test in shell with curl: a spot machine is evicted. VERDA_FAKE is the program, if it is not in the path.
set -eu

folder=$(mktemp -d)
"${VERDA_FAKE:-verda-fake}" --listen 127.0.0.1:0 >"$folder/address" 2>/dev/null &
program=$!
trap 'kill $program 2>/dev/null || true; rm -r "$folder"' EXIT
until [ -s "$folder/address" ]; do
    kill -0 $program 2>/dev/null || { echo "verda-fake did not start" >&2; exit 1; }
    sleep 0.1
done
api=$(cat "$folder/address")
fake="${api%/v1}/_fake"

# Sends JSON; fails with the response's body if it is refused.
send() {
    curl --silent --show-error --fail-with-body -X "$1" "$2" -H "authorization: Bearer ${token:-}" \
        -H 'content-type: application/json' ${3:+--data "$3"}
}

login='{"grant_type":"client_credentials","client_id":"any","client_secret":"any"}'
token=$(send POST "$api/oauth2/token" "$login" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
order='{"instance_type":"CPU.4V.16G","image":"ubuntu-24.04","hostname":"worker-1","location_code":"FIN-01","is_spot":true}'
id=$(send POST "$api/instances" "$order")

send POST "$fake/clock/advance" '{"seconds":60}' >/dev/null
send GET "$api/instances/$id" | grep -q '"status":"running"'
send POST "$fake/instances/worker-1/preempt" >/dev/null
send GET "$api/instances/$id" | grep -q '"status":"discontinued"'
echo "the machine was evicted"
