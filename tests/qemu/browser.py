# SPDX-License-Identifier: MIT
"""A headless Chromium, asked and operated through chromedriver (W3C WebDriver, which is JSON over
HTTP, so nothing but Python's own library is needed)."""
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for "a reference to an element"
KEYS = {"Home": "\ue011", "End": "\ue010", "ArrowLeft": "\ue012", "ArrowRight": "\ue014",
        "PageUp": "\ue00e", "PageDown": "\ue00f", "Space": " ", "Tab": "\ue004"}


def available():
    """Are both parts here? `make setup BROWSER=1` installs them."""
    return bool(shutil.which("chromedriver") and shutil.which("chromium"))


class Browser:
    """One window; use it in a with statement."""

    def __init__(self):
        self.session = ""

    def __enter__(self):
        # Port 0: any that is free. It is told in the last line before the driver listens.
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        ports = (re.search(r"on port (\d+)\.", line) for line in self.driver.stdout)
        self.address = f"http://127.0.0.1:{next(filter(None, ports))[1]}"
        options = {"args": ["--headless", "--no-sandbox", "--disable-gpu"],
                   "binary": shutil.which("chromium")}
        answer = self.ask("/session", capabilities={"alwaysMatch": {"goog:chromeOptions": options}})
        self.session = f"/session/{answer['sessionId']}"
        return self

    def __exit__(self, *_):
        try:
            if self.session:
                self.ask(self.session, method="DELETE")
        finally:
            self.driver.kill()
            self.driver.wait()

    def ask(self, path, method="POST", **body):
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.address + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def chromium(self, command, **parameters):
        """A command of Chromium's own, which WebDriver does not have."""
        return self.ask(f"{self.session}/goog/cdp/execute", cmd=command, params=parameters)

    def open(self, url, width=1400, height=900, dark=False):
        """A page, afresh, on a screen of that size; a telephone's if it is narrow."""
        self.chromium("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                      mobile=width < 500)
        self.chromium("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.ask(f"{self.session}/url", url="about:blank")
        self.ask(f"{self.session}/url", url=url)

    def run(self, script, *arguments):
        """Executes JavaScript in the page; returns what it returns."""
        return self.ask(f"{self.session}/execute/sync", script=script, args=list(arguments))

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).innerText", selector)

    def find(self, selector):
        return self.ask(f"{self.session}/element", using="css selector", value=selector)[ELEMENT]

    def click(self, selector):
        self.ask(f"{self.session}/element/{self.find(selector)}/click")

    def press(self, *names):
        """Presses keys, one after the other."""
        actions = [{"type": kind, "value": KEYS.get(name, name)}
                   for name in names for kind in ("keyDown", "keyUp")]
        self.ask(f"{self.session}/actions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def swipe(self, selector, across):
        """A finger on an element, moved sideways."""
        move = {"type": "pointerMove", "duration": 0, "y": 0, "origin": {ELEMENT: self.find(selector)}}
        actions = [{**move, "x": -across // 2}, {"type": "pointerDown", "button": 0},
                   {**move, "x": across - across // 2, "duration": 100}, {"type": "pointerUp", "button": 0}]
        self.ask(f"{self.session}/actions", actions=[{
            "type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": actions}])

    def time(self):
        """Seconds for which the page has kept a processor busy, whatever else the machine does."""
        self.chromium("Performance.enable", timeDomain="threadTicks")
        metrics = self.chromium("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    def errors(self):
        """What the page complained about."""
        log = self.ask(f"{self.session}/se/log", type="browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]
