"""The same request in several languages, to copy."""

import json
from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.etree import _Element

from gateway.sandbox.elements import is_nil, local
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.web.inspector.reading import Reading

_KEPT: Final = ("content-type", "soapaction")


def write_curl(reading: Reading, address: str) -> str:
    """Return a command for a shell."""
    headers = "".join(f"  --header {_shell(f'{name}: {value}')} \\\n" for name, value in _headers(reading.exchange))
    return f"curl {_shell(address + reading.exchange.path)} \\\n{headers}  --data-binary {_shell(reading.text)}\n"


def write_zeep(reading: Reading, address: str) -> str:
    """Return a program for Python with zeep."""
    operation = reading.exchange.operation or "OPERATION"
    members = "" if reading.payload is None else _python(reading.payload, 1)
    return (
        "import zeep\n\n"
        f"client = zeep.Client({_text(_wsdl(reading, address))})\n"
        f"print(client.service.{operation}(\n{members}))\n"
    )


def write_php(reading: Reading, address: str) -> str:
    """Return a program for PHP with SoapClient."""
    operation = reading.exchange.operation or "OPERATION"
    members = "" if reading.payload is None else _php(reading.payload, 1)
    return (
        "<?php\n"
        f"$client = new SoapClient({_single(_wsdl(reading, address))}, ['trace' => true]);\n"
        f"print_r($client->{operation}([\n{members}]));\n"
    )


def write_csharp(reading: Reading, address: str) -> str:
    """Return a program for C#."""
    message = reading.text.replace('"', '""')
    headers = dict(_headers(reading.exchange))
    action = headers.get("Soapaction", headers.get("SOAPAction", '""'))
    return (
        "using System.Text;\n\n"
        f'var message = @"{message}";\n'
        "using var client = new HttpClient();\n"
        'using var content = new StringContent(message, Encoding.UTF8, "text/xml");\n'
        f'content.Headers.Add("SOAPAction", {_text(action)});\n'
        f"var answer = await client.PostAsync({_text(address + reading.exchange.path)}, content);\n"
        "Console.WriteLine(await answer.Content.ReadAsStringAsync());\n"
    )


def write_java(reading: Reading, address: str) -> str:
    """Return a program for Java 17."""
    headers = "".join(
        f"                .header({_text(name)}, {_text(value)})\n" for name, value in _headers(reading.exchange)
    )
    return (
        "import java.net.URI;\nimport java.net.http.*;\n\n"
        "public class Call {\n"
        "    public static void main(String[] arguments) throws Exception {\n"
        f"        String message = {_java(reading.text)};\n"
        f"        HttpRequest request = HttpRequest.newBuilder(URI.create({_text(address + reading.exchange.path)}))\n"
        f"{headers}"
        "                .POST(HttpRequest.BodyPublishers.ofString(message)).build();\n"
        "        System.out.println(HttpClient.newHttpClient()\n"
        "                .send(request, HttpResponse.BodyHandlers.ofString()).body());\n"
        "    }\n"
        "}\n"
    )


SNIPPETS: Final[dict[str, Callable[[Reading, str], str]]] = {
    "curl": write_curl,
    "Python with zeep": write_zeep,
    "PHP": write_php,
    "C#": write_csharp,
    "Java": write_java,
}


def _headers(exchange: Exchange) -> list[tuple[str, str]]:
    return [(name, value) for name, value in exchange.request_headers if name.lower() in _KEPT]


def _wsdl(reading: Reading, address: str) -> str:
    path, _, query = reading.exchange.path.partition("?")
    return f"{address}{path}?{query if query.lower().startswith('wsdl=') else 'wsdl'}"


def _shell(text: str) -> str:
    """Quote a text for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _text(text: str) -> str:
    """Quote a text as Python, C# and Java take it."""
    return json.dumps(text)


def _single(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _java(text: str) -> str:
    """Quote a text in lines."""
    lines = text.splitlines(keepends=True) or [""]
    return "\n            + ".join(_text(line) for line in lines)


def _python(element: _Element, depth: int) -> str:
    """Return members as keyword arguments, or of a dictionary."""
    margin = "    " * depth
    lines = []
    for name, group in _groups(element).items():
        values = [_python_value(one, depth) for one in group]
        value = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        lines.append(f"{margin}{name}={value},\n" if depth == 1 else f"{margin}{_text(name)}: {value},\n")
    return "".join(lines)


def _python_value(element: _Element, depth: int) -> str:
    if len(element):
        return "{\n" + _python(element, depth + 1) + "    " * depth + "}"
    return "None" if is_nil(element) else repr(element.text or "")


def _php(element: _Element, depth: int) -> str:
    margin = "    " * depth
    lines = []
    for name, group in _groups(element).items():
        values = [_php_value(one, depth) for one in group]
        value = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        lines.append(f"{margin}{_single(name)} => {value},\n")
    return "".join(lines)


def _php_value(element: _Element, depth: int) -> str:
    if len(element):
        return "[\n" + _php(element, depth + 1) + "    " * depth + "]"
    return "null" if is_nil(element) else _single(element.text or "")


def _groups(element: _Element) -> dict[str, list[_Element]]:
    """Return the children by name. What repeats is a list."""
    groups: dict[str, list[_Element]] = {}
    for child in element.iterchildren(etree.Element):
        groups.setdefault(local(child), []).append(child)
    return groups
