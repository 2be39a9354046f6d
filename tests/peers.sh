#!/usr/bin/env bash
# Runs the vendor's Python SDK and gpuhunt (both PyPI) against the fake, which the script controls over the socket, and the
# example for pytest.
# Needs python3 with venv. Skips with a message if python3 or the packages are not available.
set -euo pipefail
cd "$(dirname "$0")/.."

# The vendor's SDK, the catalogue of dstack, which reads every instance type with that SDK, and what runs the example.
packages=(verda==1.25.0 gpuhunt==0.1.34 pytest==9.2.0)
target="${CARGO_TARGET_DIR:-target}"
folder="$target/peers"
mkdir -p "$folder"

if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is not available"
    exit 0
fi
# The versions are in the name, so that another one gets another environment.
venv="$folder/$(IFS=-; echo "${packages[*]//==/-}")"
if [ ! -e "$venv/complete" ]; then
    rm -rf "$venv"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q "${packages[@]}" && touch "$venv/complete"; }; then
        rm -rf "$venv"
        echo "skipped: ${packages[*]} could not be installed"
        exit 0
    fi
fi

cargo build -q -p verda-fake
"$target/debug/verda-fake" --listen 127.0.0.1:0 >"$folder/address" 2>"$folder/requests.log" &
fake=$!
trap 'kill "$fake" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    [ -s "$folder/address" ] && break
    sleep 0.1
done
export PYTHONDONTWRITEBYTECODE=1
"$venv/bin/python" tests/peers/run.py "$(cat "$folder/address")"
VERDA_FAKE="$(realpath "$target")/debug/verda-fake" "$venv/bin/python" -m pytest -q -p no:cacheprovider tests/fake/examples/pytest
