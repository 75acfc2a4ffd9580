"""Write a typed client of the read API from its OpenAPI document.

    DJANGO_SETTINGS_MODULE=portal.settings.test python -m tests.client.generate

It is the example of what a front end of one's own can be made from: the document says
everything that the client needs, and the tests fail when it no longer does.
"""

from __future__ import annotations

import importlib
import inspect
import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

CLIENT = Path(__file__).with_name("portal_client.py")
_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_HEAD = '''"""{title}, {version}: a typed client, made by `tests/client/generate.py`.

Do not edit it; make it again from the OpenAPI document.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")
# Address and headers of a question; status, headers by small names and body of the answer.
Transport = Callable[[str, Mapping[str, str]], tuple[int, Mapping[str, str], bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """A value with its tag; `value` is None when it has not changed since that tag."""

    value: T | None
    tag: str


class ApiProblem(Exception):
    """The API gives an error; `status` is one that the document declares."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{{status}}: {{detail}}")
        self.status = status
        self.detail = detail


def over_http(base_url: str) -> Transport:
    """Ask a portal at an address such as https://zwfw.example.gov.cn."""

    def ask(
        path: str, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        request = urllib.request.Request(base_url + path, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, _small(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _small(error.headers), error.read()

    return ask


def _small(headers: Any) -> dict[str, str]:
    return {{name.lower(): value for name, value in headers.items()}}

'''
_FOOT = """
    def _ask(
        self,
        path: str,
        query: Mapping[str, Any],
        made: Callable[[Any], T],
        tag: str | None = None,
    ) -> Answer[T]:
        asked = urlencode(
            {name: value for name, value in query.items() if value is not None},
            doseq=True,
        )
        headers = {"Accept": "application/json"}
        if tag is not None:
            headers["If-None-Match"] = tag
        address = f"{path}?{asked}" if asked else path
        status, given, body = self._transport(address, headers)
        new_tag = given.get("etag", "")
        if status == 304:
            return Answer(value=None, tag=new_tag)
        told = json.loads(body)
        if status != 200:
            raise ApiProblem(status, told["detail"])
        return Answer(value=made(told), tag=new_tag)
"""


def client_of(document: dict[str, Any]) -> str:
    """Return the client's text, formatted."""
    info = document["info"]
    parts = [_HEAD.format(title=info["title"], version=info["version"])]
    for name, schema in sorted(document["components"]["schemas"].items()):
        parts += _dataclass(name, schema)
    parts += [
        "class Client:",
        f"    {json.dumps(info['description'], ensure_ascii=False)}",
        "",
        "    def __init__(self, transport: Transport) -> None:",
        "        self._transport = transport",
    ]
    for path, methods in document["paths"].items():
        parts += _method(path, methods["get"])
    return _formatted("\n".join(parts) + _FOOT)


def _dataclass(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield "\n@dataclass(frozen=True, slots=True, kw_only=True)"
    yield f"class {name}:"
    yield f'    """{schema["description"]}"""\n'
    fields = schema["properties"]
    is_open = schema.get("additionalProperties") is True
    for field, shape in fields.items():
        note = f"  # {shape['description']}" if "description" in shape else ""
        yield f"    {field}: {_type(shape)}{note}"
    if is_open:
        yield "    everything: Mapping[str, Any]  # with what has no field of its own"
    yield "\n    @classmethod"
    yield f"    def from_json(cls, told: Mapping[str, Any]) -> {name}:"
    yield "        return cls("
    for field, shape in fields.items():
        value = f'told["{field}"]'
        yield f"            {field}={_made(shape, value)},"
    if is_open:
        yield "            everything=told,"
    yield "        )\n"


def _method(path: str, operation: dict[str, Any]) -> Iterator[str]:
    given = operation["parameters"]
    places = [each for each in given if each["in"] == "path"]
    query = [each for each in given if each["in"] == "query"]
    has_tag = any(each["name"] == "If-None-Match" for each in given)
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    shape = _type(answer)
    yield f"\n    def {operation['operationId']}("
    yield "        self,"
    yield from (f"        {_name(p)}: {_type(p['schema'])}," for p in places)
    if query or has_tag:
        yield "        *,"
    yield from (
        f"        {_name(p)}: {_type(p['schema'])} = {p['schema'].get('default')!r},"
        for p in query
    )
    if has_tag:
        yield "        tag: str | None = None,"
    yield f"    ) -> Answer[{shape}]:"
    yield f'        """{operation["summary"]}.'
    yield ""
    yield textwrap.indent(inspect.cleandoc(operation["description"]), " " * 8)
    yield '        """'
    address = re.sub(r"\{(\w+)\}", r"{quote(\1, safe='')}", path)
    yield f'        path = f"{address}"' if places else f'        path = "{path}"'
    asked = ", ".join(f'"{each["name"]}": {_name(each)}' for each in query)
    tag = ", tag" if has_tag else ""
    yield f"        return self._ask(path, {{{asked}}}, {shape}.from_json{tag})"


def _type(schema: dict[str, Any]) -> str:
    """Return the Python type of a schema."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        kinds = [_type(each) for each in schema["anyOf"]]
        return " | ".join(kind.replace("list[", "Sequence[") for kind in kinds)
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if schema["type"] == "array":
        return f"list[{_type(schema['items'])}]"
    if schema["type"] == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {_type(inner) if isinstance(inner, dict) else 'Any'}]"
    return _PLAIN[schema["type"]]


def _made(schema: dict[str, Any], value: str) -> str:
    """Return how a value of JSON becomes one of the type."""
    if "$ref" in schema:
        return f"{_type(schema)}.from_json({value})"
    if schema.get("type") == "array":
        inner = _made(schema["items"], "each")
        return value if inner == "each" else f"[{inner} for each in {value}]"
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        inner = _made(rest, "row")
        if inner == "row":
            return value
        return f"{{name: {inner} for name, row in {value}.items()}}"
    return value


def _name(parameter: dict[str, Any]) -> str:
    name = re.sub(r"\W", "_", parameter["name"]).lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def _formatted(text: str) -> str:
    """Return Python text as the project formats it."""
    command = [
        sys.executable, "-m", "ruff", "format", "--stdin-filename", str(CLIENT), "-",
    ]  # fmt: skip
    done = subprocess.run(
        command, input=text.encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise ValueError(f"The client is no Python:\n{done.stderr.decode()}\n{text}")
    return done.stdout.decode()


def main() -> None:
    """Write the client beside this file."""
    django.setup()
    api = importlib.import_module("portal.finding.api").api
    CLIENT.write_text(client_of(api.get_openapi_schema()), encoding="utf-8")


if __name__ == "__main__":
    main()
