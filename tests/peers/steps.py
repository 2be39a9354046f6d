"""Steps of a script against the fake: each prints one line, and the end tells their number."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    """The control API refused a request."""


class Fake:
    """The control API of a fake, by the base URL that it prints."""

    def __init__(self, url):
        self.url = url
        self.root = url.removesuffix("/v1") + "/_fake"

    def __call__(self, method, path, **body):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.root + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)["message"]) from None

    def advance(self, seconds):
        return self("POST", "/clock/advance", seconds=seconds)

    def requests(self, operation):
        return self("GET", "/requests?operation=" + urllib.parse.quote(operation))


class Steps:
    """Counts steps. A failure with a known reason is one of the peer, and does not fail the script."""

    def __init__(self, theirs):
        self.theirs = theirs
        self.passed = self.failed = self.skipped = 0
        self.known = []

    def __call__(self, name, action, expect=None):
        """Carries out a step, and checks its result: equal to a value, or accepted by a function."""
        number = self.passed + self.failed + len(self.known) + 1
        try:
            result = action()
            accepted = expect(result) if callable(expect) else expect is None or result == expect
            problem = None if accepted else f"unexpected result {result!r}"[:300]
        except Exception as error:  # a peer may raise anything
            result, problem = None, f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
        if problem is None:
            self.passed += 1
            print(f"{number:4} ok      {name}")
        elif name in self.theirs:
            self.known.append(name)
            print(f"{number:4} theirs  {name}: {self.theirs[name]} ({problem})")
        else:
            self.failed += 1
            print(f"{number:4} FAILED  {name}: {problem}")
        return result

    def refused(self, name, action, code):
        """A step that the API refuses with this code."""

        def attempt():
            try:
                action()
            except Exception as error:
                return getattr(error, "code", str(error))
            return "it was accepted"

        return self(name, attempt, code)

    def finish(self):
        for name in self.known:
            print(f"theirs: {name}: {self.theirs[name]}")
        print(f"{self.passed} steps passed, {self.failed} failed, {len(self.known)} fail for reasons of the peer")
        return 1 if self.failed else 0
