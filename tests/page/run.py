"""Opens the page of a running fake in Chromium, and checks what a person would see.

Speaks the browser's debugging protocol over a pipe, with the standard library alone: messages are JSON, each ended by a NUL.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

PATIENCE = 30  # seconds; the page renews itself every two
HOSTNAME = "<b>worker-1</b>"


class Browser:
    """A browser with one tab, and what it has logged."""

    def __init__(self, program, profile):
        to_read, self.to_write = os.pipe()
        self.from_browser, to_send = os.pipe()
        # The browser reads from descriptor 3 and writes to 4, whatever numbers the pipes have here.
        line = f'exec "$0" "$@" 3<&{to_read} 4>&{to_send}'
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            ["bash", "-c", line, program, *flags, "about:blank"],
            pass_fds=[to_read, to_send],
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_send)
        self.received, self.calls, self.session, self.problems = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Runtime", "Log", "Page", "Network"]:
            self.call(f"{domain}.enable")

    def read(self):
        """The next message. Keeps what a console would show as an error."""
        while b"\0" not in self.received:
            part = os.read(self.from_browser, 65536)
            if not part:
                raise SystemExit("the browser has ended")
            self.received += part
        text, self.received = self.received.split(b"\0", 1)
        message = json.loads(text)
        method, details = message.get("method"), message.get("params", {})
        if method in ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Network.loadingFailed"]:
            self.problems.append(details)
        if method == "Log.entryAdded" and details["entry"]["level"] in ["error", "warning"]:
            self.problems.append(details["entry"])
        return message

    def call(self, method, **parameters):
        self.calls += 1
        message = {"id": self.calls, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_write, json.dumps(message).encode() + b"\0")
        while True:
            response = self.read()
            if response.get("id") == message["id"]:
                return response.get("result", {})

    def evaluate(self, expression):
        """The value of an expression; none while the page is being replaced."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result.get("result", {}).get("value")

    def wait_for(self, what, expression):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.evaluate(expression):
                return
            time.sleep(0.1)
        raise SystemExit(f"the page does not show {what}:\n{self.evaluate('document.body.innerText')}")

    def wait_for_text(self, text):
        self.wait_for(f"`{text}`", f"(document.body?.innerText ?? '').includes({json.dumps(text)})")


def post(url, body, token=None):
    headers = {"content-type": "application/json", "user-agent": "page"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as response:
        return response.read().decode()


def check(browser, api):
    root = api.removesuffix("/v1")
    credentials = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    token = json.loads(post(f"{api}/oauth2/token", credentials))["access_token"]

    browser.call("Page.navigate", url=f"{root}/")
    browser.wait_for_text("Instances (0)")
    browser.wait_for_text("Balance: 1000.00 US dollars.")

    # From here on, nothing is loaded by the test: the page renews itself.
    order = {"instance_type": "1H100.80S.30V", "image": "ubuntu-24.04", "hostname": HOSTNAME, "location_code": "FIN-01"}
    instance = post(f"{api}/instances", order, token)
    browser.wait_for_text("Instances (1)")
    browser.wait_for_text("Volumes (1)")
    # A row's cells; a hostname with HTML is shown as the text that it is.
    row = f"[...document.querySelectorAll('td')].find(cell => cell.innerText === {json.dumps(instance)})?.parentElement"
    cells = f"[...({row}?.cells ?? [])].map(cell => cell.innerText)"
    browser.wait_for("the instance", f"{cells}.slice(1, 3).join() === {json.dumps(HOSTNAME + ',ordered')}")
    browser.wait_for("the request", "document.body.innerText.match(/POST\\s+.v1.instances\\s+202/) !== null")

    post(f"{root}/_fake/clock/advance", {"seconds": 24 * 3600})
    browser.wait_for("a running instance with an address", f"{cells}[2] === 'running' && {cells}[5].startsWith('198.')")
    browser.wait_for("a lower balance", "parseFloat(document.body.innerText.match(/Balance: ([0-9.]+)/)?.[1]) < 1000")

    # It only shows: what a page can do without scripts, links and forms needs no other test.
    active = browser.evaluate("document.querySelectorAll('script, a, button, form, input, [onclick]').length")
    assert active == 0, f"the page has {active} elements that do something, and this test uses none of them"
    assert token not in browser.evaluate("document.documentElement.outerHTML"), "the page shows a token"
    assert not browser.problems, f"the browser logs problems: {browser.problems}"


def main():
    api, program, picture = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            check(browser, api)
            data = browser.call("Page.captureScreenshot", format="png")["data"]
            with open(picture, "wb") as file:
                file.write(base64.b64decode(data))
        finally:
            browser.process.kill()
            browser.process.wait()
    print(f"the page shows machines, renews itself and logs no error; {picture}")


main()
