"""Error codes (`ORA-00942`, `ERR_CONNECTION_RESET`, `0x80070005`) and signatures (class and message)."""

import re
from collections.abc import Iterator, Sequence

from assistant.artifacts.artifact import Spot
from ingest.stack_traces import EXCEPTION

_VENDOR = (
    r"ORA|PLS|TNS|SQL|DB2|SQLSTATE|JBAS|WFLY|PROTOCOL|AADB2C|MSIS|NETSDK|MSB|SMB|ESI|EJB|HHH|BEA|SP2|RMAN|ERR|ERROR|E"
)
_NO_CODE = re.compile(
    r"UTF|SHA|ISO|RFC|AES|RSA|MD|COVID|CVE|WPA|UTC|GMT|HTTP|TLS|SSL|IPV|IEEE|PR"
    r"|MR|ID|PO|INV|SUP|INC|REQ|TICKET|CASE|CHG|RITM|SN|SO|KB|USB|HDMI|MP|H|X"
    r"|Q|P|S|V|WIN|ES|ECMA|CP|WINDOWS|EC|T|A|B|C|M"
)
_DASHED = re.compile(r"(?<![\w./-])(?P<prefix>[A-Z][A-Z0-9]{0,9})-(?P<number>\d{2,7})(?![\w-])")
_CONTEXT = re.compile(
    r"\b(?:errors?|err|code|fehler|fehlercode|erreur|exception|fault|fehlermeldung)"
    r"(?:\s(?:code|is|was|number|no\.?|message|with|says))*[\s:=\"'`(\[#]*$",
    re.IGNORECASE,
)
_SURE = (
    re.compile(
        r"(?<![\w-])(?:net::)?(?:ERR|NS_ERROR|SEC_ERROR|SSL_ERROR|PR|MOZILLA_PKIX_ERROR"
        r"|DNS_PROBE|EAI|ERROR|SQLITE|STATUS|E)_[A-Z][A-Z0-9_]{2,60}(?![\w-])"
    ),
    re.compile(
        r"(?<![\w-])(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH"
        r"|ENETUNREACH|EADDRINUSE|EPIPE|EACCES|EPERM|ENOENT|EEXIST|ENOSPC|EMFILE|ENOMEM"
        r"|EAI_AGAIN|EPROTO|ERESOLVE|SIGSEGV|SIGKILL|SIGABRT|OOMKilled|CrashLoopBackOff"
        r"|ImagePullBackOff|NXDOMAIN|SERVFAIL)(?![\w-])"
    ),
    re.compile(
        r"(?<![\w-])(?:INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED"
        r"|FAILED_PRECONDITION|OUT_OF_RANGE|DATA_LOSS|UNAUTHENTICATED|UNIMPLEMENTED)(?![\w-])"
    ),
    re.compile(r"(?<![\w-])(?:E11000|AADSTS\d{4,7}|MSB\d{4}|NETSDK\d{4}|PGRST\d{3})(?!\w)"),
    re.compile(r"(?<!\w)0x[89CcDd][0-9A-Fa-f]{7}(?!\w)"),
    re.compile(r"(?<![\d.])[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)"),
)
_SQLSTATE = re.compile(r"\bSQLSTATE(?:\s?[:=]\s?|\s+|\[|\()\s?\[?(?P<code>[0-9A-Z]{5})(?!\w)")
_LABELLED = re.compile(
    r"\b(?:error|err|fehler|erreur|status)?[ _-]?(?:code|error|fehler|errno|reason"
    r"|fehlercode)[\"']?(?:\s?[:=#]\s?|\s+(?:is |was |of )?)[\"'`(\[]?"
    r"(?P<code>0x[0-9A-Fa-f]{2,16}|[A-Z]{1,8}\d{3,8}|[A-Z]{2,12}(?:_[A-Z0-9]{2,20}){1,6}"
    r"|[a-z]{2,30}(?:_[a-z0-9]{2,30}){1,6}|-?\d{4,10})(?![\w.]*\w)",
    re.I,
)
_MESSAGE = re.compile(
    r"(?<![\w.])(?P<label>x509: (?=certificate|failed|cannot)|tls: (?=[a-z])|dial tcp[ :]|panic: |curl: \(\d{1,3}\) "
    r"|(?:Uncaught|Unhandled) Error: )[^\n]{3,200}"
)
_PHRASE = re.compile(
    r"\b(?:context deadline exceeded|connection reset by peer|no such host|too many open files|no space left on device"
    r"|disk quota exceeded|connection refused|i/o timeout|certificate has expired"
    r"|unable to verify the first certificate|self[- ]signed certificate(?: in certificate chain)?)\b"
)
_LINE_ERROR = re.compile(r"(?m)^[ \t]{0,4}(?:Uncaught )?Error: (?=[^\n]{3})")
_MESSAGE_END = re.compile(
    r"[.!?](?=\s+[A-Z])|[.!?]?[\"'`”\u2019»]?(?=\s*$)|\s+at [\w.$]+\(|[\"'`”»](?=[\s.,;)])"
    r"|\s*[;(](?=\s)|(?=\s(?:when|since|after|and then|while|every|but|whenever"
    r"|on our|in our|seit|wenn|depuis|quand)\s)|,\s(?=\w)|\)(?=[\s.,]|$)|\s\|"
)
_VARIABLE = re.compile(r"0x[0-9a-fA-F]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?<![A-Za-z0-9])\d+(?![A-Za-z0-9])")
_QUALIFIER = re.compile(r"^(?:[a-z_$][\w$]*\.)+")


def find_error_codes(text: str, house_prefixes: Sequence[str] = ()) -> Iterator[Spot]:
    """Error codes of known makes anywhere; of the shape `ABC-123` with a house prefix or beside a word for error."""
    house = {prefix.upper().rstrip("-") for prefix in house_prefixes}
    for match in _DASHED.finditer(text):
        prefix = match["prefix"]
        if (
            prefix in house
            or re.fullmatch(_VENDOR, prefix)
            or (not _NO_CODE.fullmatch(prefix) and _beside_error(text, match))
        ):
            yield Spot("error_code", match.start(), match.end(), match.group(), rank=2)
    for pattern in _SURE:
        for match in pattern.finditer(text):
            yield Spot(
                "error_code",
                match.start(),
                match.end(),
                match.group().removeprefix("net::"),
            )
    for pattern in (_SQLSTATE, _LABELLED):
        for match in pattern.finditer(text):
            code = match["code"]
            if pattern is _SQLSTATE or _is_code(code):
                yield Spot("error_code", match.start("code"), match.end("code"), code, rank=pattern is _SQLSTATE)


def _beside_error(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 30) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + 12]
    return _CONTEXT.search(before) is not None or re.match(r"[)\]]?\s?(?::\s|error|fehler)", after) is not None


def _is_code(code: str) -> bool:
    """Whether what follows "error code" is one: words of one case with underscores, or digits that are no status."""
    if "_" in code:
        return code.isupper() or code.islower()
    return code[-1:].isdigit() and (not code[0].islower() or code.startswith("0x"))


def find_error_signatures(text: str) -> Iterator[Spot]:
    """Exception classes with their message, and the messages of well-known libraries."""
    position = 0
    while match := EXCEPTION.search(text, position):
        position = match.end()
        if match["message"]:
            position = _message_end(text, match.start("message"), match.end())
        bare = match.group().startswith(("Error", "Exception", "Failure", "Fault", "Timeout"))
        if not bare and ("." in match.group() or match["message"] or _is_class(match.group())):
            yield Spot("error_signature", match.start(), position, _shape(text[match.start() : position]), rank=2)
    for match in _LINE_ERROR.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = _message_end(text, match.end(), min(len(text), match.end() + 200))
        yield Spot("error_signature", start, end, _shape(text[start:end]), rank=1)
    for match in _MESSAGE.finditer(text):
        end = _message_end(text, match.end("label"), match.end())
        yield Spot("error_signature", match.start(), end, _shape(text[match.start() : end]))
    for match in _PHRASE.finditer(text):
        yield Spot("error_signature", match.start(), match.end(), match.group())


def _is_class(word: str) -> bool:
    """`NullPointerException`, not `Failure` or `Timeout` as a word of its own."""
    return sum(char.isupper() for char in word) >= 2 and not word.isupper()


def _message_end(text: str, start: int, end: int) -> int:
    """Where the message ends that begins at `start`: at its line's end, or where the writer's own words go on."""
    message = text[start:end].partition("\n")[0]
    stop = _MESSAGE_END.search(message)
    return start + len((message[: stop.start()] if stop else message).rstrip(" \t.,;:"))


def _shape(signature: str) -> str:
    """The signature without its package and its numbers, which differ each time."""
    return _VARIABLE.sub("#", _QUALIFIER.sub("", signature))
