#!/usr/bin/env bash
# Lets schemathesis (PyPI) call every operation of the strict fake, and compare the responses with the corrected document.
# Needs python3 with venv. Skips with a message if python3 or schemathesis is not available.
set -euo pipefail
cd "$(dirname "$0")/.."

source tests/python.sh
examples="${EXAMPLES:-20}"
folder="$target/schemathesis"
mkdir -p "$folder"

environment schemathesis==4.32.5
cargo build -q -p verda-fake # by itself: what other steps have built is used again
cargo run -q -p xtask -- corrected >"$folder/corrected.json"
start_fake --strict --document "$folder/corrected.json" --no-rate-limits --balance 1000000000
token="$("$venv/bin/python" - "$url" <<'PYTHON'
import json, sys, urllib.request
body = json.dumps({"grant_type": "client_credentials", "client_id": "id", "client_secret": "secret"}).encode()
request = urllib.request.Request(sys.argv[1] + "/oauth2/token", body, {"content-type": "application/json"})
print(json.load(urllib.request.urlopen(request))["access_token"])
PYTHON
)"

# Status codes are left out: the document lists almost no error, and the API has them.
"$venv/bin/schemathesis" run "$folder/corrected.json" --url "${url%/v1}" --header "Authorization: Bearer $token" \
    --checks not_a_server_error,content_type_conformance,response_schema_conformance \
    --max-examples "$examples" --seed 1 --no-color --suppress-health-check all
