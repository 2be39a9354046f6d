#!/usr/bin/env bash
# Opens the fake's page in a headless Chromium: it shows machines, renews itself as their clock goes on, and logs no error.
# Needs python3 and a Chromium. Skips with a message if either is not available.
set -euo pipefail
cd "$(dirname "$0")/.."

source tests/python.sh
folder="$target/page"
mkdir -p "$folder"

browser="$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)"
if [ -z "$browser" ]; then
    echo "skipped: no chromium"
    exit "${REQUIRED:-0}"
fi
if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is not available"
    exit "${REQUIRED:-0}"
fi
cargo build -q -p verda-fake
start_fake --seed 7
timeout 180 python3 tests/page/run.py "$url" "$browser" "$folder/page.png"
