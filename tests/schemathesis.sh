#!/usr/bin/env bash
# Lets schemathesis (PyPI) call every operation of the strict fake, and compare the responses with the corrected document.
# Needs python3 with venv. Skips with a message if python3 or schemathesis is not available.
set -euo pipefail
cd "$(dirname "$0")/.."

version=4.32.5
examples="${EXAMPLES:-20}"
folder="${CARGO_TARGET_DIR:-target}/schemathesis"
mkdir -p "$folder"

if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is not available"
    exit 0
fi
if [ ! -x "$folder/venv/bin/schemathesis" ]; then
    if ! { python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install -q "schemathesis==$version"; }; then
        rm -rf "$folder/venv"
        echo "skipped: schemathesis $version could not be installed"
        exit 0
    fi
fi

cargo build -q -p verda-fake -p xtask
cargo run -q -p xtask -- corrected >"$folder/corrected.json"

"${CARGO_TARGET_DIR:-target}/debug/verda-fake" --listen 127.0.0.1:0 --strict --document "$folder/corrected.json" \
    --no-rate-limits --balance 1000000000 \
    >"$folder/address" 2>"$folder/requests.log" &
fake=$!
trap 'kill "$fake" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    [ -s "$folder/address" ] && break
    sleep 0.1
done
url="$(cat "$folder/address")"
token="$("$folder/venv/bin/python" - "$url" <<'PYTHON'
import json, sys, urllib.request
body = json.dumps({"grant_type": "client_credentials", "client_id": "id", "client_secret": "secret"}).encode()
request = urllib.request.Request(sys.argv[1] + "/oauth2/token", body, {"content-type": "application/json"})
print(json.load(urllib.request.urlopen(request))["access_token"])
PYTHON
)"

# Status codes are left out: the document lists almost no error, and the API has them.
"$folder/venv/bin/schemathesis" run "$folder/corrected.json" --url "${url%/v1}" --header "Authorization: Bearer $token" \
    --checks not_a_server_error,content_type_conformance,response_schema_conformance \
    --max-examples "$examples" --seed 1 --no-color --suppress-health-check all
