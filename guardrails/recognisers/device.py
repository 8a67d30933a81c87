"""Numbers of a person's own device: IMEI, SIM and advertising ids. Ids of machines and requests stay."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import announced, lower

_DIGITS = r"(\d(?:[ -]?\d){13,20})(?![\w-])"
_HEX = (
    r"([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{16}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{14,16})"
    r"(?![\w-])"
)
_NUMBERED = announced(
    "imei|imei 1|imei 2|imei1|imei2|imeisv|meid|iccid|sim card number|sim number|sim serial|sim karte|sim kartennummer|imsi|esn|seriennummer sim",
    _DIGITS,
)
_NAMED = announced(
    "device id|device identifier|deviceid|idfa|idfv|gaid|aaid|adid|advertising id|advertising identifier|ad id|android id|udid|meid|"
    "geräte id|geräte kennung|identifiant de l'appareil|identifiant publicitaire|id del dispositivo|identificador del dispositivo|"
    "id dispositivo|id do dispositivo|apparaat id|werbe id",
    _HEX,
)
_CUE_WORDS = re.compile(
    r"(?:device[ _-]?id(?:entifier)?|idfa|idfv|gaid|aaid|adid|advertising[ _-]?id(?:entifier)?|android[ _-]?id|udid|werbe-?id|"
    r"ger[äa]te-?id|identifiant[^\n]{0,20}|id(?:entificador)? (?:del |do )?dispositivo)[^\n0-9]{0,24}$",
    re.IGNORECASE,
)
_SERIAL = announced(
    "serial number of my laptop|serial number of my phone|my laptop's serial|my phone's serial|my iphone's serial|my macbook's serial|"
    "serial of my laptop|serial of my phone|phone serial|laptop serial|iphone serial|macbook serial|handset serial|tablet serial|"
    "seriennummer meines laptops|seriennummer meines handys|numéro de série de mon téléphone",
    r"([A-Z0-9](?:-?[A-Z0-9]){6,19})(?![\w-])",
)


_TRIGGERS = (
    "imei", "meid", "iccid", "sim", "imsi", "esn", "device", "idfa", "idfv", "aaid", "gaid", "adid", "ad id", "ad_id", "ad-id", "advert", "android", "udid",
    "geräte", "gerate", "identifia", "dispositiv", "apparaat", "werbe", "serial", "seriennummer", "numéro de série",
)  # fmt: skip


def find_devices(text: str) -> Iterator[Hit]:
    """Ids of phones, SIM cards and devices, only after a word for them."""
    lowered = lower(text)
    if not any(word in lowered for word in _TRIGGERS):
        return
    for cues in (_NUMBERED, _NAMED, _SERIAL):
        for _, match in cues.find(text, lowered):
            if any(char.isdigit() for char in match[1]):
                yield Hit(match.start(1), match.end(1), "DEVICE_ID", 0.95)


def announces_device(before: str) -> bool:
    """Whether the id that follows `before` is that of somebody's device."""
    return _CUE_WORDS.search(before) is not None
