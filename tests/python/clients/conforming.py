"""An httpx client that holds every answer against the server's own OpenAPI document: the status is documented,
so is the content type, and JSON has the documented shape. Used by the tests in this folder."""

import json
import os
import re

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

URL = os.environ["VIDEOANNOTATOR_API_URL"]
TOKEN = os.environ["VIDEOANNOTATOR_API_TOKEN"]


class Contract:
    """The document, asked by method and path."""

    def __init__(self, document):
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self.registry = Registry().with_resource("urn:api", resource)
        self.document = document
        self.paths = []
        for template in document["paths"]:
            parts = re.split(r"(\{[^}]+\})", template)
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
            self.paths.append((re.compile(pattern + "$"), template.count("{"), template))
        self.paths.sort(key=lambda entry: entry[1])
        self.seen = set()

    def operation(self, method, path):
        for pattern, _, template in self.paths:
            operation = self.document["paths"][template].get(method.lower())
            if operation and pattern.match(path.rstrip("/") or "/"):
                return template, operation
        return None, None

    def at(self, pointer):
        """A validator of the schema at a place of the document."""
        return Draft202012Validator({"$ref": f"urn:api#{pointer}"}, registry=self.registry)

    def hold(self, response):
        """Fails when an answer is not as documented."""
        request = response.request
        template, operation = self.operation(request.method, request.url.path)
        if operation is None:
            return
        where = f"{request.method} {template}: {response.status_code}"
        status = str(response.status_code)
        if status == "304":
            return
        assert status in operation["responses"], f"{where} is not documented: {response.text[:300]}"
        self.seen.add((request.method, template, status))
        content = operation["responses"][status].get("content")
        if not content:
            return
        kind = response.headers.get("content-type", "").split(";")[0]
        assert kind in content, f"{where} came as `{kind}`, documented are {list(content)}"
        if kind == "application/json":
            steps = ["paths", template, request.method.lower(), "responses", status, "content", kind, "schema"]
            pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
            errors = list(self.at(pointer).iter_errors(response.json()))
            assert not errors, f"{where}: {errors[0].message} at {errors[0].json_path}"


def connect(token=TOKEN, **headers):
    """A client with a token, and the contract that it is held to."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    client = httpx.Client(base_url=URL, headers=headers, timeout=60)
    answer = httpx.get(f"{URL}/openapi.json", headers={"Authorization": f"Bearer {TOKEN}"})
    contract = Contract(answer.json())

    def hold(response):
        if "text/event-stream" not in response.headers.get("content-type", ""):
            response.read()
            contract.hold(response)

    client.event_hooks["response"] = [hold]
    client.contract = contract
    return client


def events(response):
    """The events of a stream: (id, name, body)."""
    block = {}
    for line in response.iter_lines():
        if line == "" and block:
            if "event" in block:
                yield block.get("id"), block["event"], json.loads(block["data"])
            block = {}
        elif not line.startswith(":"):
            key, _, value = line.partition(":")
            block[key] = value.removeprefix(" ")
