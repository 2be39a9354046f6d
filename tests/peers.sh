#!/usr/bin/env bash
# Runs the vendor's Python SDK and gpuhunt (both PyPI) against the fake, which the script controls over the socket, and the
# example for pytest.
# Needs python3 with venv. Skips with a message if python3 or the packages are not available.
set -euo pipefail
cd "$(dirname "$0")/.."

source tests/python.sh
folder="$target/peers"
mkdir -p "$folder"

# The vendor's SDK, the catalogue of dstack, which reads every instance type with that SDK, and what runs the example.
environment verda==1.25.0 gpuhunt==0.1.34 pytest==9.2.0
cargo build -q -p verda-fake
start_fake
export PYTHONDONTWRITEBYTECODE=1
"$venv/bin/python" tests/peers/run.py "$url"
VERDA_FAKE="$(realpath "$target")/debug/verda-fake" "$venv/bin/python" -m pytest -q -p no:cacheprovider tests/fake/examples/pytest
