"""Checks an OpenAPI document: every example validates against its schema, every operation has words, a line for
curl and its refusals. Prints what it counted as JSON."""

import json
import shlex
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
registry = Registry().with_resource("urn:api", Resource.from_contents(document, default_specification=DRAFT202012))
counted = {"operations": 0, "examples": 0}


def validator(*steps):
    pointer = "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
    return Draft202012Validator({"$ref": f"urn:api#{pointer}"}, registry=registry)


def check(content, *steps):
    for kind, body in content.items():
        examples = [body["example"]] if "example" in body else []
        for example in body.get("examples", {}).values():
            if "$ref" in example:
                example = document["components"]["examples"][example["$ref"].split("/")[-1]]
            examples.append(example["value"])
        if not kind.startswith("multipart/"):
            for example in examples:
                counted["examples"] += 1
                for error in validator(*steps, kind, "schema").iter_errors(example):
                    sys.exit(f"{' '.join(steps[1:3])} {steps[-2]} {kind}: {error.message} at {error.json_path}")
        if kind.endswith("json"):
            assert examples, f"{steps}: no example of {kind}"


for path, item in document["paths"].items():
    for method, operation in item.items():
        counted["operations"] += 1
        name = f"{method} {path}"
        lines = operation["description"].split("```sh\n")[1].split("\n```")[0].splitlines()
        for line in lines:
            words = shlex.split(line)
            assert words[0] == "curl" and any(word.startswith("http://127.0.0.1:18011/") for word in words), name
            if "-d" in words and "-H" in words:
                json.loads(words[words.index("-d") + 1])
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                found = Draft202012Validator(parameter["schema"]).iter_errors(parameter["example"])
                assert not list(found), f"{name}: the example of `{parameter['name']}`"
            assert "example" in parameter or parameter["in"] != "path", f"{name}: {parameter['name']}"
        if "requestBody" in operation:
            check(operation["requestBody"]["content"], "paths", path, method, "requestBody", "content")
        for status, answer in operation["responses"].items():
            check(answer.get("content", {}), "paths", path, method, "responses", status, "content")
print(json.dumps(counted))
