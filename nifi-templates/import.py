#!/usr/bin/env python3
"""Imports quotes-flow.json into an Apache NiFi 2.x and starts it.

Needs Python 3 and nothing else. It can run again at any time: a group that is there is not imported twice, but one of
another version of the flow is replaced if nobody has changed it by hand and no data waits in its queues; what is missing
(services to enable, processors to start) is made up for. README.md names the environment variables. Exit status 0: every
processor runs. 1: an error, named on the last line of standard error.
"""

import hashlib
import http.client
import json
import os
import pathlib
import re
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

LOOPBACK = ("localhost", "127.0.0.1", "::1")

# At the end of the group's comments: which flow it was imported from, and what its settings were then.
MARK = re.compile(r"\n\nImported by import\.py: flow ([0-9a-f]{16}), settings ([0-9a-f]{16})\.$")
# The settings of the flow of which no mark was made.
UNMARKED = {"4facf585377c3321"}


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

    def upload(self, parent, name, flow, position):
        boundary = uuid.uuid4().hex
        fields = {"groupName": name, "positionX": str(position["x"]), "positionY": str(position["y"]),
                  "clientId": str(uuid.uuid4())}
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
    naps = growing(1)
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
        next(naps)


def growing(longest):
    """Sleeps at each step, shortly at first, and at last for so many seconds: NiFi is mostly quick."""
    seconds = 0.05
    while True:
        yield time.sleep(seconds)
        seconds = min(longest, 2 * seconds)


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


def digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def inside(nifi, group):
    """The components of a group, by kind, as NiFi describes them."""
    flow = nifi.get(f"/flow/process-groups/{group}")["processGroupFlow"]["flow"]
    flow["controllerServices"] = nifi.get(f"/flow/process-groups/{group}/controller-services"
                                          "?includeAncestorGroups=false&includeDescendantGroups=true")[
        "controllerServices"]
    return flow


def settings_of(flow):
    """A digest of all that a person would set in a group: neither states and places, nor what NiFi sets by default."""
    def components(kind):
        return [each["component"] for each in flow.get(kind) or []]

    names = {each["id"]: each["name"] for kind in ("processors", "controllerServices") for each in components(kind)}

    def chosen(properties, descriptors):
        return {name: names.get(value, value) for name, value in (properties or {}).items()
                if value is not None and value != ((descriptors or {}).get(name) or {}).get("defaultValue")}

    def part(component, *fields):
        return {field: component.get(field) for field in fields}

    found = {"processors": [], "services": [], "connections": []}
    for each in components("processors"):
        config = each["config"]
        found["processors"].append({
            **part(each, "name", "type"),
            **part(config, "schedulingPeriod", "schedulingStrategy", "executionNode", "penaltyDuration", "yieldDuration",
                   "bulletinLevel", "runDurationMillis", "concurrentlySchedulableTaskCount", "retryCount",
                   "backoffMechanism", "maxBackoffPeriod"),
            "retried": sorted(config.get("retriedRelationships") or []),
            "terminated": sorted(way["name"] for way in each.get("relationships") or [] if way.get("autoTerminate")),
            "properties": chosen(config.get("properties"), config.get("descriptors"))})
    for each in components("controllerServices"):
        found["services"].append({
            **part(each, "name", "type"), "properties": chosen(each.get("properties"), each.get("descriptors"))})
    for each in components("connections"):
        found["connections"].append({
            **part(each, "name", "backPressureObjectThreshold", "backPressureDataSizeThreshold", "flowFileExpiration"),
            "from": [each["source"].get("type"), each["source"].get("name")],
            "to": [each["destination"].get("type"), each["destination"].get("name")],
            "relationships": sorted(each.get("selectedRelationships") or []),
            "prioritizers": each.get("prioritizers") or []})
    for kind in ("labels", "funnels", "inputPorts", "outputPorts", "processGroups", "remoteProcessGroups"):
        found[kind] = len(flow.get(kind) or [])
    for kind in ("processors", "services", "connections"):
        found[kind].sort(key=lambda each: json.dumps(each, sort_keys=True))
    return digest(found)


def ensure_group(nifi, settings, flow, name):
    """The group's identifier, and what is to be said of it if it does not run."""
    root = nifi.get("/flow/process-groups/root")["processGroupFlow"]["id"]
    groups = nifi.get(f"/process-groups/{root}/process-groups")["processGroups"]
    found = [group for group in groups if group["component"]["name"] == name]
    if len(found) > 1:
        raise Failure(f"NiFi has {len(found)} process groups named {name!r} "
                      f"({', '.join(group['id'] for group in found)}); rename or delete all but one")
    if not found:
        return import_group(nifi, root, flow, name, {"x": 0, "y": 0}), ""
    group = found[0]["id"]
    mark = MARK.search(found[0]["component"].get("comments") or "")
    if mark and mark.group(1) == digest(flow["flowContents"]):
        say(f"the process group {name!r} is there and stays as it is: {group}")
        return group, ""
    now = settings_of(inside(nifi, group))
    if now == mark.group(2) if mark else now in UNMARKED:
        replace(nifi, settings, group)
        position = found[0]["component"].get("position") or {"x": 0, "y": 0}
        return import_group(nifi, root, flow, name, position), ""
    hint = (f"the process group {name!r} is of another version of the flow than {settings.flow.name}, and stays as it is "
            "because it was changed by hand; for the flow of the file rename or delete it in NiFi, and run this again")
    say(hint)
    return group, hint


def import_group(nifi, root, flow, name, position):
    group = nifi.upload(root, name, flow, position)
    entity = nifi.get(f"/process-groups/{group}")
    comments = (f"{flow['flowContents'].get('comments', '')}\n\nImported by import.py: "
                f"flow {digest(flow['flowContents'])}, settings {settings_of(inside(nifi, group))}.")
    nifi.put(f"/process-groups/{group}",
             {"revision": entity["revision"], "component": {"id": group, "comments": comments}})
    say(f"imported the process group {name!r}: {group}")
    return group


def replace(nifi, settings, group):
    """Takes the group away. What is in its queues is never lost: NiFi deletes no group with data, nor does this."""
    say(f"the process group {group} is of another version of the flow, and as it was imported: it is replaced")
    drain(nifi, settings, group)
    nifi.put(f"/flow/process-groups/{group}", {"id": group, "state": "STOPPED"})
    settle(settings, "processors are stopped", lambda: inside(nifi, group)["processors"],
           lambda processor: processor["state"] not in ("RUNNING", "STARTING", "STOPPING"))
    nifi.put(f"/flow/process-groups/{group}/controller-services", {"id": group, "state": "DISABLED"})
    settle(settings, "controller services are disabled", lambda: inside(nifi, group)["controllerServices"],
           lambda service: service["state"] == "DISABLED")
    version = nifi.get(f"/process-groups/{group}")["revision"]["version"]
    nifi.call("DELETE", f"/process-groups/{group}?version={version}&clientId={uuid.uuid4()}")


def drain(nifi, settings, group):
    """Stops what brings data into the group, and waits until the rest has carried it away."""
    flow = inside(nifi, group)
    fed = {each["component"]["destination"]["id"] for each in flow["connections"]
           if each["component"]["source"]["id"] != each["component"]["destination"]["id"]}
    stopped = [each["component"]["id"] for each in flow["processors"]
               if each["component"]["state"] == "RUNNING" and each["component"]["id"] not in fed]
    switch(nifi, stopped, "STOPPED")
    deadline = time.monotonic() + settings.settle_seconds
    naps = growing(0.5)
    while True:
        waiting = {each["component"]["name"]: each["status"]["aggregateSnapshot"]["flowFilesQueued"]
                   for each in inside(nifi, group)["connections"]
                   if each["status"]["aggregateSnapshot"]["flowFilesQueued"]}
        if not waiting:
            return
        if time.monotonic() > deadline:
            switch(nifi, stopped, "RUNNING")
            raise Failure("data waits in queues of the older flow, which goes on as it was: "
                          + ", ".join(f"{name!r} {count}" for name, count in sorted(waiting.items()))
                          + f"; after {settings.settle_seconds:g} s they were not empty. Bring back what they wait for, "
                            "or empty them in NiFi, and run this again")
        next(naps)


def switch(nifi, processors, state):
    for each in processors:
        revision = nifi.get(f"/processors/{each}")["revision"]
        nifi.put(f"/processors/{each}/run-status", {"revision": revision, "state": state})


def settle(settings, what, listing, is_settled):
    """Polls until every component is as it should be; NiFi validates and starts in the background."""
    deadline = time.monotonic() + settings.settle_seconds
    naps = growing(0.5)
    while True:
        components = [each["component"] for each in listing()]
        open_ones = [component for component in components if not is_settled(component)]
        if not open_ones:
            return components
        if time.monotonic() > deadline:
            raise Failure(f"not all {what} within {settings.settle_seconds:g} s:"
                          + "".join(f"\n  {describe(each)}" for each in open_ones))
        next(naps)


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
        group, hint = ensure_group(nifi, settings, flow, name)
        try:
            bring_up(nifi, settings, group)
        except Failure as e:
            raise (Failure(f"{e}\n{hint}") if hint else e) from None
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
