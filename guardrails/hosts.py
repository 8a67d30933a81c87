"""Host names in prose: what a mail program would make a link of, and what only looks like one."""

import re

_DOT = r"(?:[.\u3002\uff0e\uff61\u2024]|\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?)"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?+"
HOST = re.compile(
    rf"(?<![\w@$-])(?<![\w/\\]\.)(?P<host>(?:\[?\d{{1,3}}(?:{_DOT}\d{{1,3}}){{3}}\]?(?![\w.])"
    rf"|(?:{_LABEL}{_DOT}){{1,8}}(?P<last>xn--[\w-]{{2,59}}|[^\W\d_]{{2,24}})(?![\w(@-])))"
    r"(?P<rest>(?::\d{1,5})?(?:[/\\?#][^\s<>\"'`|]{0,4000})?)",
    re.IGNORECASE,
)
"""A dotted name, or four numbers, and the path behind it."""

_COUNTRIES = frozenset(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca "
    "cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga "
    "gb gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp "
    "ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc me mg mh mn mo mp mq mr ms mt mu mv mw "
    "mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pn pr pt pw qa re ro ru rw sa sb sc sd se sg "
    "si sj sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va "
    "vc ve vg vi vn vu wf ws ye yt za zm zw".split()
)
_GENERIC = frozenset(
    "com org net edu gov mil int info biz pro mobi asia tel jobs travel museum aero coop cat post xxx arpa app dev "
    "page web site online store shop tech cloud host hosting website space live news blog wiki media email link click "
    "top xyz vip win bid loan date download stream racing review trade party science work works world zone today team "
    "support help services solutions systems digital agency company business center finance bank money credit cash "
    "pay fund capital exchange market markets network software studio design group global life love fun games game "
    "rocks guru expert ninja one plus best icu monster cyou buzz fit sbs cfd lol pics quest beauty hair skin makeup "
    "ltd inc llc gmbh limited london berlin paris tokyo nyc africa community social chat security secure auto cars "
    "health care clinic dental academy education school university law legal tax example test invalid "
    "localhost onion".split()
)
_AMBIGUOUS = frozenset(
    "cc md ml mk pl pm ps py rs sh so zip mov bat name date email host group network support id is in it to "
    "no me".split()
)
"""Endings of hosts that files, keys and sentences have as well: a host only with a path behind it or two dots."""
_FILES = frozenset(
    "txt log json yaml yml xml html htm css js mjs ts jsx tsx go java class jar war rb php c h cpp cs vb kt scala "
    "swift sql csv tsv xls xlsx doc docx ppt pptx pdf png jpg jpeg gif svg webp ico mp3 mp4 wav exe dll msi deb rpm "
    "dmg apk ini cfg conf config env toml lock properties service timer socket gz tar tgz bz xz rar bak tmp pem crt "
    "cer key csr pub p12 jks ipynb parquet avro proto tf tfvars hcl vue svelte less scss map dat db sqlite".split()
)
_CIDR = re.compile(r"/\d{1,3}(?!\S*[/?#])\b")


def is_host(match: re.Match[str]) -> bool:
    """Whether a match of `HOST` can be gone to: `evil.example`, `evil[.]example`, `shop.de/x`, not `app.log`.

    >>> [is_host(m) for m in HOST.finditer("evil.example evil[.]ex a.log 10.0.0.1 10.0.0.1/x 10.0.0.0/8 os.path")]
    [True, True, False, False, True, False, False]
    """
    host, last, rest = match["host"], match["last"], match["rest"].rstrip(".,;:!?)")
    path = rest.lstrip("0123456789:")[:1] in ("/", "\\", "?", "#") and len(rest) > 1
    if last is None:
        return path and not _CIDR.fullmatch(rest)
    if not host.isascii() or not host.replace("-", "").replace(".", "").isalnum() or "xn--" in host.lower():
        return True
    ending, parts = last.lower(), host.count(".")
    if ending in _AMBIGUOUS:
        return path or parts > 1
    if ending in _GENERIC or ending in _COUNTRIES:
        return path or _one_case(host)
    return path and ending not in _FILES


def _one_case(host: str) -> bool:
    """Whether the name is written as names are: `works.It` is two sentences, `order.getId` is code."""
    return host.islower() or host.isupper() or host.rpartition(".")[2].islower()


def defanged(host: str) -> str:
    """The name in a form that everybody can read and nothing makes a link of.

    >>> defanged("hooks.brightmoor.example")
    'hooks.brightmoor[.]example'
    """
    before, _, last = host.rpartition(".")
    return f"{before}[.]{last}" if before else host
