"""Bank accounts without an IBAN: by a word that banks use, or by a number's own check digits.

A bare "account number" is as often a customer's number at the house, which has to survive: it counts beside a bank's words.
"""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import announced, lower
from guardrails.recognisers.national_ids import valid

_NUMBER = r"([A-Z]{0,4}\d(?:[ \-/.]?\d){3,27}[A-Z0-9]{0,20})(?![\w@]|[-/:]\w|\.\d)"
_BANK = announced(
    "bank account|bank acct|bank a/c|checking account|savings account|current account|giro account|deposit account|"
    "direct deposit|routing|routing number|routing no|rtn|aba|aba routing|aba number|transit number|institution number|sort code|bsb|"
    "bankkonto|bankverbindung|kontonummer|kontonr|konto nr|konto nummer|blz|bankleitzahl|girokonto|compte bancaire|numéro de compte bancaire|"
    "rib|relevé d'identité bancaire|code banque|code guichet|cuenta bancaria|cuenta corriente|número de cuenta bancaria|cuenta de ahorro|"
    "clabe|clabe interbancaria|cbu|cvu|conto corrente|conto bancario|coordinate bancarie|conta bancária|conta corrente|conta poupança|"
    "nib|bankrekening|rekeningnummer|bankrekeningnummer|numer konta|numer rachunku|konto bankowe|rachunek bankowy|kontonummer bank|"
    "bankkontonummer|bankgiro|plusgiro|clearingnummer|clearing nummer|tilinumero|číslo účtu|cislo uctu|cont bancar|bankszámla|"
    "bankszámlaszám|banka hesap|hesap no|hesap numarası|ifsc|nuban|расчетный счет|номер счета|bank konto",
    _NUMBER,
    exact="ABA|BSB|BLZ|RIB|CBU|NIB|IFSC",
)
_ACCOUNT = announced(
    "account|acct|a/c|acc|konto|compte|cuenta|conto|conta|rekening|rachunek|número de cuenta|numéro de compte|numero di conto|número da conta",
    _NUMBER,
)
_CONTEXT = re.compile(
    r"\b(?:routing|sort[ -]?code|aba|bsb|iban|bic|swift|wire|payroll|direct debit|direct deposit|sepa|ach|bank\w{0,12}|ifsc|blz|lastschrift|"
    r"[uü]berweis\w{0,6}|virement|transferencia|bonifico|transfer[êe]ncia|ag[êe]ncia|overschrijving|przelew|refund(?:ed)? to)\b",
    re.IGNORECASE,
)
_SHAPED = (
    (re.compile(r"[0-9](?<![\w.-].)[0-9]{3}([- ])\d{4}\1\d{2}\1\d{10}(?![\w-])"), "es.ccc"),
    (re.compile(r"[0-9](?<![\w.-].)[0-9]-\d{4}-\d{7}-\d{2,3}(?![\w-])"), "nz.bankaccount"),
    (re.compile(r"[0-9](?<![\w./-].)[0-9](?:[0-9]{0,4}-[0-9]{6,10}|[0-9]{4,8})/\d{4}(?![\w/-])"), "cz.bankaccount"),
)
_SORT_CODE = re.compile(
    r"[0-9](?<![\w.-].)[0-9]-\d{2}-\d{2}(?=[ ,;/]{1,3}(?:(?:and|acc(?:oun)?t|a/c|no\.?|number)[ :]{1,2}){0,3}(\d{8})(?![\w-]))"
)
_REACH = 120


def find_bank(text: str) -> Iterator[Hit]:
    """Account, routing and sort code numbers."""
    lowered = lower(text)
    for cue, match in _BANK.find(text, lowered):
        if _is_account(match[1]) and (cue.lower() != "routing" or valid("us.rtn", match[1])):
            yield Hit(match.start(1), match.end(1), "BANK_ACCOUNT", 0.95)
    for _, match in _ACCOUNT.find(text, lowered):
        if _is_account(match[1]) and _CONTEXT.search(text, max(0, match.start() - _REACH), match.end() + _REACH):
            yield Hit(match.start(1), match.end(1), "BANK_ACCOUNT", 0.94)
    for pattern, kind in _SHAPED:
        for match in pattern.finditer(text):
            if valid(kind, match[0]):
                yield Hit(match.start(), match.end(), "BANK_ACCOUNT", 0.93)
    for match in _SORT_CODE.finditer(text):
        yield from (Hit(*match.span(group), "BANK_ACCOUNT", 0.93) for group in (0, 1))


_DATE = re.compile(
    r"(?:19|20)\d\d([-./])\d\d?\1\d\d?|\d\d?([-./])\d\d?\2(?:19|20)\d\d|\d{1,3}(?:\.\d{1,3}){2,3}|\d{1,3}(?:[.]\d{3})+"
)


def _is_account(number: str) -> bool:
    return sum(char.isdigit() for char in number) >= 5 and not _DATE.fullmatch(number)
