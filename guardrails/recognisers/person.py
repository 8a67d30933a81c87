"""People's names: from what stands around them, from lists, from addresses, and, filtered hard, from the name model."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from guardrails.hits import Hit
from guardrails.people import PARTICLES, TITLES, handle_words
from guardrails.recognisers.contact import EMAIL
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import INITIAL, LETTER, LOWER_NAME, NAME, PARTICLE, UPPER, WORD

SURE, LIKELY = 0.92, 0.6

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Fr|Hr|Se[ñn]or(?:a|ita)?|Sra?|Srta|D(?:on|oña)|Monsieur|Madame|Mademoiselle|Mme|Mlle|M|"
    r"Signora?|Sig\.ra|Sig|Dott(?:\.ssa)?|Senhora?|Dhr|Mevr(?:ouw)?|Meneer|Pan[ií]?|Doctor|Professor)"
)
_GREETING = (
    r"(?:hi|hello|hey|hiya|dear|hallo|hola|bonjour|salut|bonsoir|liebe[rs]?|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening|day)|"
    r"sehr geehrte[rs]?|geehrte[rs]?|estimad[oa]s?|querid[oa]|cher|chère|ciao|caro|cara|gentile|salve|buongiorno|olá|oi|prezad[oa]|"
    r"beste|geachte|hoi|moin|servus|greetings|morning|thanks|thank you|many thanks|thx|cheers|danke|merci|gracias|grazie|obrigad[oa]|bedankt|sorry|welcome|@)"
)
_CLOSING = (
    r"(?:(?:kind|best|warm|warmest|many|with (?:kind|best))?[ ]?(?:regards|wishes)|best|regards|rgds|br|kr|cheers|thanks(?: (?:again|in advance|a lot|so much))?|thank you(?: (?:again|in advance|so much|very much))?|many thanks|"
    r"sincerely|(?:yours|very) (?:sincerely|truly|faithfully)|yours|respectfully|cordially|all the best|take care|have a (?:nice|great|good) (?:day|weekend|one)|"
    r"mit freundlichen gr[üu](?:ß|ss)en|(?:viele|beste|liebe|herzliche|freundliche|sch[öo]ne) gr[üu](?:ß|ss)e|gr(?:uß|üße)|mfg|lg|vg|danke|vielen dank|"
    r"(?:bien )?cordialement|(?:bien )?[àa] vous|salutations(?: distinguées)?|merci(?: d'avance| beaucoup)?|amicalement|bonne journée|"
    r"(?:un |muchos )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias|atte\.?|cordiali saluti|(?:distinti )?saluti|grazie(?: mille)?|"
    r"atenciosamente|(?:com os melhores )?cumprimentos|obrigad[oa]|abraços?|(?:met )?vriendelijke groet(?:en)?|(?:hartelijke )?groet(?:en|jes)?|bedankt|"
    r"s pozdravem|pozdrawiam|hilsen|(?:med )?vänliga hälsningar|mvh|ystävällisin terveisin|üdvözlettel|saygılarımla|sent from my \w+)"
)
_ROLE = (
    r"(?:customer|client|caller|user|requester|reporter|contact(?: person)?|colleague|coworker|co-worker|teammate|boss|manager|supervisor|engineer|developer|admin(?:istrator)?|assistant|agent|analyst|owner|"
    r"employee|contractor|consultant|intern|account (?:holder|manager|owner)|cardholder|holder|patient|tenant|resident|applicant|candidate|author|director|ceo|cto|cfo|coo|vp|lead|president|secretary|wife|husband|"
    r"son|daughter|brother|sister|mother|father|friend|partner|kollege[n]?|kollegin|kunde|kundin|mitarbeiter(?:in)?|collègue|cliente?|colega|compañer[oa]|collega)"
)
_LABEL = (
    r"(?:(?:full|first|last|given|family|customer|contact|user|employee|requester|reporter|caller|owner|account|display|billing|cardholder|patient|client|legal|sender|recipient)[ _-]?name|name|contact(?: person)?|"
    r"caller|requester|requested by|requested for|reporter|reported by|customer|client|attn|attention|assignee|assigned to|assigned|opened by|created by|submitted by|updated by|closed by|author|owner|manager|approver|approved by|from|cc|bcc|to|"
    r"vorname|nachname|ansprechpartner|kunde|kontakt|nom|prénom|contacto|nombre|apellidos?|cliente|nome|cognome|naam|von|an|de|sender|recipient|signed|signed-off-by|reviewed-by|co-authored-by|on-call|oncall|point of contact|poc)"
)
_VERB = (
    r"(?:says?|said|reports?|reported|wrote|writes|asks|asked|confirms|confirmed|mentioned|mentions|told|called|calls|replied|replies|claims|claimed|noticed|promised|told|explained|suggested|agreed|complained|"
    r"can(?:'t|not| not)? (?:log|sign|access|see|open|reach|connect|still)|is (?:out|on|away|unable|locked|getting|seeing|the|still|asking|our|off|not able)|gets|sees|has (?:been|no|left|asked|already|tried|confirmed)|"
    r"needs|wants|left|joined|works|thinks|tried|pointed|forwarded|opened|escalated|already|approved|requested|from (?:our|the|your|my|it|sre|support|finance|hr|sales))"
)
_I = r"(?:my name(?: is|'s)|name's|this is|i am|i'm|it's|here is|je m'appelle|je suis|ici|mein name ist|ich bin|ich heiße|hier ist|hier spricht|me llamo|mi nombre es|soy|les escribe|mi chiamo|sono|il mio nome è|meu nome é|me chamo|sou|mijn naam is|ik ben|met)"

_CUED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w){_TITLE}\.?[ \u00a0](?:(?:Dr|Prof)\.?[ ])?(?P<n>{NAME})",
        rf"(?i:(?:^|(?<=[\n.!?>:,\]]))[ \t>]{{0,6}}(?:(?:ok|yes|no|oh|ah|and),? )?{_GREETING}(?: again)?,?)[ ](?:{_TITLE}\.?[ ])?(?P<s>{NAME})(?=[ ]?[,!.:;?\n\u2013-]|[ ]?$|[ ]and[ ]|[ ]\()",
        rf"(?i:(?:^|(?<=\n))[ \t>]{{0,6}}{_CLOSING}[ ]?[,.!]?[ ]?(?:\n[ \t>]{{0,6}}){{1,3}})(?:-+[ ]?|~[ ]?)?(?P<s>{NAME})(?=[ \t]*(?:\n|$)|[,|(/]|[ ][-–|(])",
        rf"(?i:(?<![\w']){_CLOSING}[ ]?[,.!]?[ ]{{1,2}}[-–]?)(?P<s>{NAME})(?=[ \t.]*(?:\n|$))",
        rf"(?m)(?:^--[ ]?\n|^[-–—]{{1,2}}[ ]?)(?P<n>{NAME})[ \t]*$",
        rf"(?i:\b{_I})[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?i:\b(?:my name(?: is|'s)|je m'appelle|mein name ist|ich heiße|me llamo|mi nombre es|mi chiamo|meu nome é|mijn naam is))[ ](?P<n>{LOWER_NAME}?)(?=[ ]?(?:[,.;\n]|$)|[ ](?:and|from|but|i|i'm|my|with|at|here|calling|we|in|on|et|und|y|e|en|von|de la)\b)",
        rf"(?i:\b(?:hi|hello|hey)?,? ?(?:this is|it's|hier ist))[ ](?P<n>{LOWER_NAME}?)(?=[ ](?:calling|speaking|here|from|again|writing)\b)",
        rf"(?<!\d[ ])(?P<n>(?:{NAME}(?:,[ ]{NAME})?))[ ]?[\"']?[ ]?(?=<[^<>\s@]{{1,64}}@|\([^()\s@]{{1,64}}@|\[mailto:|&lt;[^\s@&]{{1,64}}@|<[^<>\s]{{1,64}}[ ]?[\[(]at)",
        rf"(?m)^[ \t>*-]{{0,8}}[^\n:]{{0,60}}(?<!\w)(?i:{_LABEL})[*_]{{0,2}}[ ]?:[*_]{{0,2}}[ \t]{{0,12}}\n?[\"']?(?P<n>{NAME}(?:,[ ]{NAME})?)(?=[\"'*_ \t]{{0,4}}(?:$|[<(\[|,;/]|[ ]-))",
        rf"(?i:[\"'](?:[\w-]{{0,20}}[_ -]?name|customer|user|owner|requester|reporter|author|contact|assignee|caller|client|manager|display|patient|from|to|sender|recipient|employee|person|agent|created_?by|updated_?by|holder)[\"'])[ ]{{0,3}}:[ ]{{0,3}}\\?[\"'](?P<n>{NAME}(?:,[ ]{NAME})?)\\?[\"']",
        rf"(?i:\b(?:cn|givenname|sn|displayname|full_?name|user_?name|customer|owner|author|contact|caller|requester|reporter|agent|assignee|name))=[\"']?(?P<n>{NAME})(?=[\"',;)\]&\n]|[ ]\w+=|$)",
        rf"(?i:[?&](?:q|query|name|search|user|first_?name|last_?name|customer|contact|author|owner|filter)=)(?P<n>{WORD}(?:(?:\+|%20){WORD}){{0,3}})(?![\w=])",
        rf"(?i:\b(?:on behalf of|in the name of|account holder|card ?holder|in name of|au nom de|im namen von|im auftrag von|a nombre de|en nombre de|a nome di|em nome de|namens|attn:?|c/o|z\. ?hd\.|à l'attention de))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME}(?:,[ ]{WORD})?)",
        rf"(?i:\b(?:our|my|your|the|their|his|her|a|new|former|unser(?:e|en|em)?|mein(?:e|en|em)?|der|die|mon|ma|notre|mi|nuestr[oa]|el|la|il|la mia|mio|o|a|meu|minha|mijn|onze)[ ](?:[a-z-]{{2,14}}[ ])?{_ROLE}|\b(?:customer|employee|user|colleague|agent|engineer|contractor|caller|kollege[n]?|kollegin|collègue),?)[ ](?:(?i:named|called|is)[ ])?(?P<n>{NAME})",
        rf"(?m)^[ \t>]{{0,6}}(?:\[?\d{{1,2}}:\d\d(?::\d\d)?(?:[ ]?[APap][Mm])?\]?[ ]?[-–]?[ ]?)(?P<s>{NAME})(?=[ ]?(?:\([^()\n]{{1,20}}\))?:)",
        rf"(?m)(?:\d\d:\d\d(?::\d\d(?:[.,]\d{{1,6}})?)?(?:[ ]?(?:Z|UTC|[AP]M|[+-]\d{{4}}))?|\d{{4}}-\d\d-\d\d|\d{{1,2}} \w+)[ ]?[-–,][ ]?(?P<n>{NAME})(?=[ ](?:\(|<|wrote|said|added|commented)|[ ]?$)",
        rf"(?i:\b(?:on|am|le|el|il|em|op)[ ][^\n]{{4,50}}?,[ ])(?P<n>{NAME})(?=[ ](?:<[^\n>]{{3,80}}>[ ])?(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef))",
        rf"(?i:\b(?:spoke|talk(?:ed|ing)?|speak(?:ing)?|chat(?:ted)?|discussed|met|agreed|meeting|call) (?:to|with)|(?i:\b(?:escalated|assigned|reassigned|transferr(?:ed|ing)(?: you)?|handed over|handing (?:you )?over) to))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?i:\b(?:reopened|opened|closed|created|submitted|reported|requested|raised|signed|written|posted|uploaded|updated|approved|reviewed|handled) by|\b(?:request|message|e-?mail|call|reply|feedback|note|complaint) from|\bblame says)[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?i:\b(?:ask(?:ed|ing)?|tell|told|invited?|remind(?:ed)?|want(?:ed)?|help(?:ed)?)[ ])(?P<n>{NAME})(?=[ ](?:to|if|whether|about|for|that)\b)",
        rf"(?i:\b(?:page|call|ping|text|reach|contact|phone|ring)[ ])(?P<n>{NAME})(?=[ ](?:on|at|under|via|directly|back|if|when)\b)",
        rf"(?P<n>{NAME})[ ](?=(?:wrote|asked|mentioned|promised|told|replied|suggested|agreed|complained|thinks|says|said|insists|confirmed (?:that|it|the)|called (?:me|us|in|back|about)|left the (?:company|team)|joined (?:the|our|us)|from (?:our|the|your|my) (?:[\w-]{{2,15}} ){{0,2}}?(?:team|department|office|group|desk))\b)",
        rf"(?P<n>{NAME})(?='s[ ](?:request|laptop|phone|mailbox|reply|comment|question|calendar|desk|suggestion|advice|workaround)\b)",
    )
)
"""Cues that only a name follows or precedes: group `n`, or `s` where even an everyday word must be a name."""

_HINTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:spoke (?:to|with)|talk(?:ed|ing)? (?:to|with)|speak(?:ing)? (?:to|with)|escalated to|assigned to|reassigned to|transferr(?:ed|ing)(?: you)? to|handed over to|handing (?:you )?over to|forwarded to|reach out to|discussed with|checked with|met with|call with|chat with|meeting with|"
        rf"loop(?:ing|ed)? in|cc(?:'|e)?(?:d|ing)|copying|adding|asked|asking|ask|tell|told|contact|call|page|ping|email|e-mail|notify|remind|invited?|add(?:ed)?|remove|thank|per|via|credit to|thanks to|approved by|reopened by|opened by|closed by|created by|submitted by|reported by|requested by|raised by|signed by|written by|posted by|"
        rf"uploaded by|updated by|request from|email from|e-mail from|message from|call from|mail from|letter from|feedback from|reply from|note from|ticket from|update from|blame says|gives? \S{{1,8}} for|regards to|addressed to|belongs to|issued to|sent to|shared with))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?P<n>{NAME})(?:,[ ][^,\n]{{3,40}},)?[ ](?={_VERB}\b)",
        rf"(?P<n>{NAME})(?='s[ ](?:request|account|laptop|computer|machine|phone|email|e-mail|mailbox|message|reply|ticket|comment|note|question|password|login|team|manager|calendar|desk|email|mail|user|profile|access|device|screen|pc|mac|address|name|update|suggestion|advice|answer|workaround|fix))",
    )
)
"""Cues that a name often has, and other words too: something else must speak for the name."""

_SIGNATURE = re.compile(
    rf"(?m)(?<=\n)\n[ \t]{{0,4}}(?P<n>(?:{WORD}|{INITIAL})(?:[ ](?:{PARTICLE}[ ])?(?:{WORD}|{INITIAL})){{0,3}})[ \t]*(?=\n[ \t]*(?P<job>{WORD}[^\n.!?]{{2,60}})(?:\n|$)|\s*$)"
)
_LAST_LINE = re.compile(
    rf"(?<=[.!?)\w,\"]\n)[ \t]{{0,4}}[-–~]{{0,2}}[ ]?(?P<n>{WORD}(?:[ ](?:{PARTICLE}[ ])?{WORD}){{0,2}})\s*$"
)
_JOB = re.compile(
    r"(?i)\b(?:engineer|manager|head|director|lead|administrator|admin|developer|analyst|architect|consultant|officer|president|founder|specialist|support|operations|ops|devops|sre|it|ceo|cto|cfo|vp|"
    r"assistant|coordinator|technician|owner|team|services?|sales|marketing|finance|accountant|scientist|leiter(?:in)?|ingenieur|responsable|jefe|tel|phone|mobile|mob|e-?mail|www)\b|@|\+\d"
)
_CANDIDATE = re.compile(rf"(?<![\w@./\\=#$%&-]){NAME}(?![\w@])")
_GIVEN_FIRST = re.compile(
    rf"(?<![\w@./\\=#$%&-])(?P<n>{WORD}(?:[ \u00a0](?:{PARTICLE}[ ])?(?:{WORD}|{INITIAL})){{0,3}})(?![\w@]|\.\w|/\w)"
)
_INITIALLED = re.compile(rf"(?<![\w.@])(?P<n>{INITIAL}[ ]?{WORD}(?:[ -]{WORD})?)(?![\w@])")
_REVERSED = re.compile(rf"(?<![\w@./-])(?P<n>{WORD},[ ]{WORD})(?![\w@])")
_SPLIT = re.compile(r"[\s\u00a0]+")


class PersonFinder:
    """Finds names of people; built once with the word lists of `lexicon`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, model_spans: Iterable[tuple[int, int]] = ()) -> Iterator[Hit]:
        """Names in `text`; `model_spans` are what the name model takes for persons."""
        spans = sorted(model_spans)
        for pattern in _CUED:
            for match in pattern.finditer(text):
                if hit := self._trimmed(
                    text, *match.span(match.lastgroup or 0), score=SURE, cued=True, spoken=match.lastgroup == "s"
                ):
                    yield hit
        trusted = [span for span in spans if self.trusts(text, *span)]
        yield from self._hinted(text, spans)
        yield from self._in_signature(text)
        yield from self._listed(text)
        yield from self._from_addresses(text)
        for start, end in trusted:
            if hit := self._trimmed(text, start, end, score=LIKELY, cued=False):
                yield hit

    def _hinted(self, text: str, model_spans: list[tuple[int, int]]) -> Iterator[Hit]:
        """Names after weak cues, when a list or the name model agrees, or when there are two strange words."""
        starts = [start for start, _ in model_spans]
        for pattern in _HINTED:
            for match in pattern.finditer(text):
                if not (hit := self._trimmed(text, *match.span("n"), score=LIKELY, cued=True)):
                    continue
                words = _SPLIT.split(text[hit.start : hit.end])
                strange = [word for word in words if not self._lexicon.is_ordinary(word) and not word.isupper()]
                at = bisect_right(starts, hit.start)
                agreed = any(start < hit.end and hit.start < end for start, end in model_spans[max(0, at - 1) : at + 1])
                if any(map(self._lexicon.is_clear_name, words)) or len(strange) > 1 or (agreed and strange):
                    yield hit

    def unknown(self, text: str) -> bool:
        """Whether a line holds capitalised words that no list explains, so that the name model should look at it."""
        for match in _CANDIDATE.finditer(text):
            for word in _SPLIT.split(match[0]):
                if (
                    len(word) > 2
                    and not self._lexicon.is_ordinary(word)
                    and not word.isupper()
                    and not self._lexicon.is_clear_name(word)
                ):
                    return True
        return False

    def trusts(self, text: str, start: int, end: int) -> bool:
        """Whether a span of the name model has the shape of a name: known for taking product names for people."""
        words = [word for word in _SPLIT.split(text[start:end]) if word]
        if not words or any(not _SHAPED.fullmatch(word) and word not in PARTICLES for word in words):
            return False
        strange = [word for word in words if word not in PARTICLES and not self._lexicon.is_ordinary(word)]
        if any(self._lexicon.is_never(word) for word in words) or not strange:
            return False
        if (text[end : end + 1] in "-_/=@" and text[end : end + 1]) or (
            text[max(0, start - 1) : start] in "-_/=@." and start
        ):
            return False
        return len(words) > 1 or any(map(self._lexicon.is_name, words))

    def _in_signature(self, text: str) -> Iterator[Hit]:
        for match in _SIGNATURE.finditer(text):
            words = _SPLIT.split(match["n"])
            job = match["job"]
            if job and not _JOB.search(job):
                continue
            named = any(map(self._lexicon.is_clear_name, words)) or not any(map(self._lexicon.is_ordinary, words))
            if named and (hit := self._trimmed(text, *match.span("n"), score=SURE, cued=True)):
                yield hit
        if (match_end := _LAST_LINE.search(text, max(0, len(text) - 200))) and (
            hit := self._trimmed(text, *match_end.span("n"), score=LIKELY, cued=False)
        ):
            yield hit

    def _listed(self, text: str) -> Iterator[Hit]:
        """Known given names, with the capitalised words that belong to them."""
        for match in _GIVEN_FIRST.finditer(text):
            words = match["n"].replace("\u00a0", " ").split(" ")
            at = match.start("n")
            index = 0
            while index < len(words):
                end_index = self._run(words, index)
                if end_index > index:
                    start = at + len(" ".join(words[:index])) + (index > 0)
                    if hit := self._trimmed(
                        text, start, start + len(" ".join(words[index:end_index])), score=LIKELY, cued=False
                    ):
                        yield hit
                    index = end_index
                else:
                    index += 1
        for match in _INITIALLED.finditer(text):
            if not self._lexicon.is_ordinary(_SPLIT.split(match["n"])[-1].split(".")[-1]):
                yield Hit(match.start("n"), match.end("n"), "PERSON", LIKELY)
        for match in _REVERSED.finditer(text):
            first, second = match["n"].split(", ")
            if (
                self._lexicon.is_clear_name(second)
                and not self._lexicon.is_ordinary(first)
                and not self._lexicon.is_given(first)
            ):
                yield Hit(match.start("n"), match.end("n"), "PERSON", LIKELY)

    def _run(self, words: list[str], index: int) -> int:
        """Where the name that begins at `index` ends; `index` itself when none begins there."""
        lexicon, first = self._lexicon, words[index]
        if not lexicon.is_given(first) or first.isupper():
            return index
        clear = lexicon.is_clear_name(first)
        end = index + 1
        while end < len(words) and self._continues(words[end], clear=clear):
            end += 1
        return end if clear or end > index + 1 else index

    def _continues(self, word: str, *, clear: bool) -> bool:
        """Whether a capitalised word after a given name belongs to it; a clear given name allows any surname."""
        if word in PARTICLES or word.endswith("."):
            return True
        if self._lexicon.is_function(word) or len(word) < 2:
            return False
        return clear or self._lexicon.is_name(word) or not self._lexicon.is_ordinary(word)

    def _from_addresses(self, text: str) -> Iterator[Hit]:
        """Capitalised words that an e-mail address of the text is made of."""
        if "@" not in text:
            return
        parts = {
            word
            for match in EMAIL.finditer(text)
            for word in handle_words(match[0])
            if len(word) > 3 and not self._lexicon.is_never(word)
        }
        if not parts:
            return
        for match in _CAPITALISED.finditer(text):
            if match[0].casefold() in parts and not self._lexicon.is_ordinary(match[0]):
                yield Hit(match.start(), match.end(), "PERSON", LIKELY)

    def _trimmed(
        self, text: str, start: int, end: int, *, score: float, cued: bool, spoken: bool = False
    ) -> Hit | None:
        """The hit without the ordinary words at its ends; none when no name is left."""
        spans = [
            (start + match.start(), start + match.end()) for match in re.finditer(r"[^\s,+\u00a0]+", text[start:end])
        ]
        while spans and self._drops(text[slice(*spans[0])], alone=len(spans) == 1 and not spoken, cued=cued):
            spans.pop(0)
        while spans and self._drops(text[slice(*spans[-1])], alone=len(spans) == 1 and not spoken, cued=cued):
            spans.pop()
        if not spans:
            return None
        begin, finish = spans[0][0], spans[-1][1]
        found = text[begin:finish]
        while found.endswith(("'s", "’s", ".", "'", "’", "-")):
            if found.endswith(".") and len(spans[-1:]) and spans[-1][1] - spans[-1][0] == 2:
                break
            finish -= 2 if found.endswith(("'s", "’s")) else 1
            found = text[begin:finish]
        if (
            any(char.isdigit() for char in found)
            or _INNER_CAPITAL.search(found)
            or not self._plausible(found, spoken=spoken)
        ):
            return None
        return Hit(begin, finish, "PERSON", score)

    def _plausible(self, found: str, *, spoken: bool) -> bool:
        """Whether the words together can be a name: not all of them everyday words, none of them a product's noun."""
        words = [word.strip(".'’") for word in _SPLIT.split(found)]
        if max(map(len, words)) < 2 or (len(words) > 1 and any(map(self._lexicon.is_product_noun, words))):
            return False
        return spoken or not all(map(self._lexicon.is_ordinary, words)) or any(map(self._lexicon.is_name, words))

    def _drops(self, word: str, *, alone: bool, cued: bool) -> bool:
        """Whether a word at the end of a candidate is no part of the name."""
        bare = word.strip(".'’").removesuffix("'s").removesuffix("’s")
        if bare.casefold() in PARTICLES or bare.casefold() in TITLES or len(bare) < 2:
            return alone or bare.casefold() in TITLES or (bare in PARTICLES and not cued) or word in ("I", "A")
        if alone and bare.isupper() and len(bare) < 6 and not self._lexicon.is_name(bare):
            return True
        if self._lexicon.is_function(bare):
            return not (cued and self._lexicon.is_given(bare))
        if alone and self._lexicon.is_ordinary(bare):
            return not (cued and self._lexicon.is_name(bare))
        return False


_INNER_CAPITAL = re.compile(
    rf"(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!Du)(?<!Le)(?<!La)(?<!Van)(?<!Fitz)(?<!Ó)(?<![\-'’.])(?<=[^\W\d_{UPPER}])[{UPPER}]|[{UPPER}]{{2}}[a-z]"
)
_SHAPED = re.compile(rf"(?:{WORD}|{INITIAL})['’]?s?")
_CAPITALISED = re.compile(rf"(?<![\w@./-])[{UPPER}]{LETTER}{{3,30}}(?![\w@])")
