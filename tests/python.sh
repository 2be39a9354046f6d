# What the scripts that need packages of PyPI and the fake share. Sourced by them, from the top folder. With REQUIRED=1 it is a
# failure where a tool is missing.

target="${CARGO_TARGET_DIR:-target}"

# Sets `venv` to an environment with these packages, such as `pytest==9.2.0`. Ends the script, and says so, where that cannot be.
environment() {
    if ! command -v python3 >/dev/null; then
        echo "skipped: python3 is not available"
        exit "${REQUIRED:-0}"
    fi
    # The versions are in the name, so that another one gets another environment.
    venv="$folder/$(IFS=-; echo "${*//==/-}")"
    if [ ! -e "$venv/complete" ]; then
        rm -rf "$venv"
        if ! { python3 -m venv "$venv" && "$venv/bin/pip" install -q "$@" && touch "$venv/complete"; }; then
            rm -rf "$venv"
            echo "skipped: $* could not be installed"
            exit "${REQUIRED:-0}"
        fi
    fi
}

# Starts the fake with these options until the script ends, and sets `url` to its base URL.
start_fake() {
    "$target/debug/verda-fake" --listen 127.0.0.1:0 "$@" >"$folder/address" 2>"$folder/requests.log" &
    fake=$!
    trap 'kill "$fake" 2>/dev/null || true' EXIT
    for _ in $(seq 100); do
        [ -s "$folder/address" ] && break
        sleep 0.1
    done
    url="$(cat "$folder/address")"
}
