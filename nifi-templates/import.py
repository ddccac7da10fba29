#!/usr/bin/env python3
"""Imports quotes-flow.json into an Apache NiFi 2.x and starts it.

Needs Python 3 and nothing else. It can run again at any time: a group that is there is not imported
twice; what is missing (services to enable, processors to start) is made up for. README.md names the environment
variables. Exit status 0: every processor runs. 1: an error, named on the last line of standard error.
"""

import http.client
import json
import os
import pathlib
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Failure(Exception):
    """What went wrong and what to do, for the person who runs this."""


class Settings:
    def __init__(self, env):
        self.env = env
        self.url = env.get("NIFI_URL", "https://nifi:8443").rstrip("/")
        self.username = env.get("NIFI_USERNAME", "")
        self.password = env.get("NIFI_PASSWORD", "")
        if not self.password and env.get("NIFI_PASSWORD_FILE"):
            self.password = read(pathlib.Path(env["NIFI_PASSWORD_FILE"])).rstrip("\r\n")
        if not self.username or not self.password:
            raise Failure("set NIFI_USERNAME, and NIFI_PASSWORD or NIFI_PASSWORD_FILE")
        address = urllib.parse.urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise Failure(f"NIFI_URL is {self.url}: it must be like https://nifi:8443")
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise Failure(f"NIFI_URL is {self.url}: the password would travel in clear text; use https")
        self.verify = env.get("NIFI_TLS_VERIFY", "true").lower() != "false"
        self.ca_file = env.get("NIFI_CA_FILE") or None
        self.flow = pathlib.Path(env.get("NIFI_FLOW") or pathlib.Path(__file__).with_name("quotes-flow.json"))
        self.up_seconds = self.seconds("NIFI_WAIT_SECONDS", "300")
        self.settle_seconds = self.seconds("NIFI_SETTLE_SECONDS", "60")

    def seconds(self, name, default):
        try:
            return float(self.env.get(name, default))
        except ValueError:
            raise Failure(f"{name} is {self.env[name]!r}: it must be a number of seconds") from None


class Nifi:
    """NiFi's REST API."""

    def __init__(self, settings):
        self.api = settings.url + "/nifi-api"
        self.token = None
        try:
            tls = ssl.create_default_context(cafile=settings.ca_file)
        except OSError as e:
            raise Failure(f"NIFI_CA_FILE is {settings.ca_file}: {e}") from None
        if not settings.verify:
            tls.check_hostname = False
            tls.verify_mode = ssl.CERT_NONE
        # No proxy: NiFi is in the same network, and the password is for nobody else.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=tls))

    def call(self, method, path, body=None, content_type="application/json"):
        """The answer's bytes; urllib.error.HTTPError for a status of 400 or more, OSError if there is no answer."""
        request = urllib.request.Request(self.api + path, data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", content_type)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        with self.opener.open(request, timeout=30) as answer:
            return answer.read()

    def get(self, path):
        return json.loads(self.call("GET", path))

    def put(self, path, body):
        return json.loads(self.call("PUT", path, json.dumps(body).encode()))

    def log_in(self, username, password):
        form = urllib.parse.urlencode({"username": username, "password": password}).encode()
        try:
            self.token = self.call("POST", "/access/token", form, "application/x-www-form-urlencoded").decode().strip()
        except urllib.error.HTTPError as e:
            if e.code in (400, 401, 403):
                raise Failure(f"NiFi refuses the login of {username} ({e.code}: {said(e)}); "
                              "NIFI_USERNAME and NIFI_PASSWORD must be those that NiFi was set up with") from None
            raise

    def upload(self, parent, name, flow):
        boundary = uuid.uuid4().hex
        fields = {"groupName": name, "positionX": "0", "positionY": "0", "clientId": str(uuid.uuid4())}
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                 for key, value in fields.items()]
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="flow.json"\r\n'
                     f"Content-Type: application/json\r\n\r\n{json.dumps(flow)}\r\n--{boundary}--\r\n")
        answer = self.call("POST", f"/process-groups/{parent}/process-groups/upload", "".join(parts).encode(),
                           f"multipart/form-data; boundary={boundary}")
        return json.loads(answer)["id"]


def said(error):
    """The server's own words, shortened."""
    return error.read(500).decode(errors="replace").strip() or error.reason


def say(message):
    print(message, flush=True)


def read(path):
    try:
        return path.read_text(encoding="utf-8")
    except OSError as e:
        raise Failure(f"{path} cannot be read: {e.strerror}") from None


def wait_until_up(nifi, settings):
    deadline = time.monotonic() + settings.up_seconds
    announced = False
    while True:
        try:
            nifi.call("GET", "/authentication/configuration")
            return
        except (OSError, http.client.HTTPException) as e:
            is_answer = isinstance(e, urllib.error.HTTPError)
            reason = f"{e.code}: {said(e)}" if is_answer else getattr(e, "reason", None) or repr(e)
            if isinstance(reason, ssl.SSLCertVerificationError):
                raise Failure(f"the certificate of {settings.url} is not trusted ({reason.verify_message}); set "
                              "NIFI_CA_FILE to it, or NIFI_TLS_VERIFY=false on a network that is yours") from None
            if time.monotonic() > deadline:
                raise Failure(f"NiFi was not ready at {settings.url} within {settings.up_seconds:g} s "
                              f"(last: {reason}); look at its log, or raise NIFI_WAIT_SECONDS") from None
        if not announced:
            say(f"waiting for NiFi at {settings.url}")
            announced = True
        time.sleep(1)


def read_flow(settings):
    """The flow definition, with the values of parameters that the environment sets: quotes.url is QUOTES_URL."""
    try:
        flow = json.loads(read(settings.flow))
        for context in flow["parameterContexts"].values():
            for parameter in context["parameters"]:
                value = settings.env.get(parameter["name"].upper().replace(".", "_"))
                if value:
                    parameter["value"] = value
        return flow, flow["flowContents"]["name"]
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise Failure(f"{settings.flow} is not a flow definition: {e!r}") from None


def ensure_group(nifi, flow, name):
    root = nifi.get("/flow/process-groups/root")["processGroupFlow"]["id"]
    groups = nifi.get(f"/process-groups/{root}/process-groups")["processGroups"]
    found = [group["id"] for group in groups if group["component"]["name"] == name]
    if len(found) > 1:
        raise Failure(f"NiFi has {len(found)} process groups named {name!r} ({', '.join(found)}); rename or delete all "
                      "but one")
    if found:
        say(f"the process group {name!r} is there and stays as it is: {found[0]}")
        return found[0]
    group = nifi.upload(root, name, flow)
    say(f"imported the process group {name!r}: {group}")
    return group


def settle(settings, what, listing, is_settled):
    """Polls until every component is as it should be; NiFi validates and starts in the background."""
    deadline = time.monotonic() + settings.settle_seconds
    while True:
        components = [each["component"] for each in listing()]
        open_ones = [component for component in components if not is_settled(component)]
        if not open_ones:
            return components
        if time.monotonic() > deadline:
            raise Failure(f"not all {what} within {settings.settle_seconds:g} s:"
                          + "".join(f"\n  {describe(each)}" for each in open_ones))
        time.sleep(0.5)


def describe(component):
    errors = "; ".join(component.get("validationErrors") or []) or "no reason given"
    return f"{component['name']}: {component.get('validationStatus')}, {component.get('state')}: {errors}"


def is_valid(component):
    return component["validationStatus"] == "VALID"


def bring_up(nifi, settings, group):
    def services():
        return nifi.get(f"/flow/process-groups/{group}/controller-services"
                        "?includeAncestorGroups=false&includeDescendantGroups=true")["controllerServices"]

    def processors():
        return nifi.get(f"/process-groups/{group}/processors?includeDescendantGroups=true")["processors"]

    found = settle(settings, "controller services are VALID", services, is_valid)
    if any(service["state"] != "ENABLED" for service in found):
        nifi.put(f"/flow/process-groups/{group}/controller-services", {"id": group, "state": "ENABLED"})
    settle(settings, "controller services are ENABLED", services, lambda service: service["state"] == "ENABLED")

    found = settle(settings, "processors are VALID", processors, is_valid)
    if not found:
        raise Failure(f"the process group {group} has no processors; delete it and run this again")
    if any(processor["state"] != "RUNNING" for processor in found):
        nifi.put(f"/flow/process-groups/{group}", {"id": group, "state": "RUNNING"})
    settle(settings, "processors are RUNNING", processors, lambda processor: processor["state"] == "RUNNING")
    say(f"all {len(found)} processors are VALID and RUNNING")


def main():
    try:
        settings = Settings(os.environ)
        flow, name = read_flow(settings)
        nifi = Nifi(settings)
        wait_until_up(nifi, settings)
        nifi.log_in(settings.username, settings.password)
        bring_up(nifi, settings, ensure_group(nifi, flow, name))
    except Failure as e:
        sys.exit(f"error: {e}")
    except urllib.error.HTTPError as e:
        sys.exit(f"error: NiFi answered {e.code} to {e.url}: {said(e)}")
    except (OSError, http.client.HTTPException) as e:
        sys.exit(f"error: the connection to NiFi broke ({e!r}); run this again, it goes on where it was")
    except (ValueError, KeyError, TypeError) as e:
        sys.exit(f"error: NiFi answered something unexpected ({e!r}); is NIFI_URL that of a NiFi 2.x?")


if __name__ == "__main__":
    main()
