"""Fixtures that start verda-fake once, and reset it before each test. VERDA_FAKE is the program, if it is not in the path."""

import json
import os
import subprocess
import urllib.request

import pytest


class Fake:
    """A fake that runs, and its control API."""

    def __init__(self, url):
        self.url = url

    def __call__(self, method, path, **body):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.url.removesuffix("/v1") + "/_fake" + path, data, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


@pytest.fixture(scope="session")
def program():
    command = [os.environ.get("VERDA_FAKE", "verda-fake"), "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield Fake(process.stdout.readline().strip())
        process.terminate()


@pytest.fixture
def fake(program):
    program("POST", "/reset", seed=7)
    yield program
    # Fails if an expectation was not met, or a fault or fate was not used.
    program("POST", "/verify")
