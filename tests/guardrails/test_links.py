"""Links in every disguise: what the knowledge does not hold is no link any more when it leaves."""

import pytest

from guardrails.hosts import HOST, defanged, is_host
from guardrails.links import clean_links


def trusted(address: str) -> bool:
    return address.startswith("https://docs.example/") or address == "docs.example"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[https://evil.example/x](https://evil.example/x)", ""),
        ("[a [b] c](https://evil.example)", "[a [b] c]"),
        ("ht[tp](x)s://evil.example/y", "https:"),
        ("[x](&#104;ttps&colon;//evil.example)", "x"),
        ("[x](javascript&colon;alert(1))", "x"),
        ("java\u200bscript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("HTTPS://EVIL.EXAMPLE/X", ""),
        ("https:\\\\evil.example\\x", ""),
        ("https:evil.example", ""),
        ("//evil.example/x", ""),
        ("\\\\evil.example\\share", ""),
        ("hxxp://evil[.]example/a now", "now"),
        ("evil[.]example now", "now"),
        ("evil (dot) example", ""),
        ("go to evil.example/path, then stop", "go to , then stop"),
        ("see xn--evl-1ra.example", "see"),
        ("see \u0435vil.example", "see"),
        ("see evil\u3002example", "see"),
        ("see \uff45vil.example", "see"),
        ("https://evil\u200b.example/x", ""),
        ("http://0x7f000001/", ""),
        ("http://3232235777/x", ""),
        ("192.168.1.1/path", ""),
        ("192[.]168[.]1[.]1/x", ""),
        ("https://docs.example@evil.example/", ""),
        ("see docs.example.evil.example", "see"),
        ("[docs evil.example](https://docs.example/a)", "docs"),
        ("[click\nhere](https://evil.example)", "[click\nhere]"),
        ("[x](\nhttps://evil.example)", "x"),
        ("[x](<https://evil.example/a b>)", None),
        ("<https://evil.example>", ""),
        ("<img src=x onerror=alert(1)>", ""),
        ("<svg/onload=alert(1)>", ""),
        ("< a href=https://evil.example>x</a>", "x"),
        ("<a href='https://docs.example/a'>x</a>", "x"),
        ("[a]: https://evil.example", ""),
        ("[a]: <javascript:alert(1)>", ""),
        ("![p](https://docs.example/p.png) hi", "p hi"),
        ("data:text/html;base64,AAAA", ""),
        ("mailto:eve@evil.example", ""),
    ],
)
def test_no_trick_leaves_a_link(text: str, expected: str | None) -> None:
    cleaned, findings = clean_links(text, trusted=trusted)
    assert findings
    assert "evil.example" not in cleaned.lower()
    assert expected is None or cleaned.strip() == expected


@pytest.mark.parametrize(
    "text",
    [
        "See [docs](https://docs.example/a), https://docs.example/b and docs.example.",
        "app.log, config.yaml, os.path, System.out.println, node.js, e.g. and i.e. stay.",
        "CIDR 10.0.0.0/8, 10.0.0.1:8080, 4.2.1 and v1.2 stay.",
        "It works.It is fine. 3:4 and a.b too.",
        "metadata.name and user.id are keys.",
        "write to eve@evil.example",
        "&lt;PERSON_1&gt; &amp; `a &lt; b`",
        "C:\\Users\\x\\app.log and /var/log/app.log",
    ],
)
def test_what_is_no_link_stays(text: str) -> None:
    assert clean_links(text, trusted=trusted) == (text, [])


def test_a_host_can_stay_readable() -> None:
    cleaned, findings = clean_links(
        "hooks.mine.example and evil.example", trusted=trusted, spelled=lambda h: defanged(h) if "mine" in h else ""
    )
    assert (cleaned, len(findings)) == ("hooks.mine[.]example and ", 1)


def test_long_text_is_read_in_pieces_that_end() -> None:
    for trap in ("a.", "[", "[a](", "<a ", "https://", "&#", "\u00e9vil.", "(dot)"):
        text = (trap * 10_000)[:10_000]
        assert isinstance(clean_links(text, trusted=trusted)[0], str)


def test_numbers_and_files_are_no_hosts() -> None:
    found = [match["host"] for match in HOST.finditer("a.log 10.0.0.1 evil.com x.py shop.de") if is_host(match)]
    assert found == ["evil.com", "shop.de"]
