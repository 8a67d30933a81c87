"""What stands around people's names: greetings, closings, labels, roles, verbs, in the languages of Western Europe."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re

from guardrails.recognisers.shape import LOWER_NAME, NAME, WORD

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Fr|Hr|Se[ñn]or(?:a|ita)?|Sra?|Srta|D(?:on|oña)|Monsieur|Madame|Mademoiselle|Mme|Mlle|M|"
    r"Signora?|Sig\.ra|Sig|Dott(?:\.ssa)?|Senhora?|Dhr|Mevr(?:ouw)?|Meneer|Pan[ií]?|Doctor|Professor)"
)
_GREETING = (
    r"(?:hi|hello|hey|hiya|coucou|dear|hallo|hola|bonjour|salut|bonsoir|liebe[rs]?|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening|day)|"
    r"sehr geehrte[rs]?|geehrte[rs]?|estimad[oa]s?|querid[oa]|cher|chère|ciao|caro|cara|gentile|salve|buongiorno|olá|oi|prezad[oa]|"
    r"beste|geachte|hoi|moin|servus|greetings|morning|thanks|thank you|many thanks|thx|cheers|danke|merci|gracias|grazie|obrigad[oa]|bedankt|lieb(?:e|er|es)|chers?|ch[eè]res?|hej|hei|hoi|ahoj|cześć|szia|merhaba|salut|namaste|sorry|welcome|@)"
)
CLOSING = (
    r"(?:(?:kind|best|warm|warmest|many|with (?:kind|best))?[ ]?(?:regards|wishes)|best|regards|rgds|br|kr|cheers|thanks(?: (?:again|in advance|a lot|so much))?|thank you(?: (?:again|in advance|so much|very much))?|many thanks|"
    r"sincerely|(?:yours|very) (?:sincerely|truly|faithfully)|yours|respectfully|cordially|all the best|take care|have a (?:nice|great|good) (?:day|weekend|one)|"
    r"mit freundlichen gr[üu](?:ß|ss)en|(?:viele|beste|liebe|herzliche|freundliche|sch[öo]ne) gr[üu](?:ß|ss)e|gr(?:uß|üße)|mfg|lg|vg|danke|vielen dank|"
    r"(?:bien )?cordialement|(?:bien )?[àa] vous|salutations(?: distinguées)?|merci(?: d'avance| beaucoup)?|amicalement|bonne journée|"
    r"(?:un |muchos )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias|atte\.?|cordiali saluti|(?:distinti )?saluti|grazie(?: mille)?|"
    r"atenciosamente|(?:com os melhores )?cumprimentos|obrigad[oa]|abraços?|(?:met )?vriendelijke groet(?:en)?|(?:hartelijke )?groet(?:en|jes)?|bedankt|"
    r"s pozdravem|pozdrawiam|(?:med (?:venlig|vennlig) )?hilsen|mange hilsner|venlig hilsen|(?:med )?vänliga hälsningar|hälsningar|mvh|(?:ystävällisin )?terveisin|kiitos|"
    r"üdvözlettel|üdv|köszönettel|köszönöm|saygılarımla|iyi çalışmalar|teşekkürler|selamlar|sevgiler|děkuji|díky|s úctou|hezký den|ďakujem|s pozdravom|lep pozdrav|hvala|srdačan pozdrav|pozdrav|"
    r"z poważaniem|z pozdrowieniami|dziękuję|dzięki|cu stimă|cu respect|mulțumesc|o zi bună|salam|hormat saya|terima kasih|trân trọng|cảm ơn|lugupidamisega|ar cieņu|pagarbiai|ačiū|paldies|tänan|"
    r"с уважением|спасибо|заранее спасибо|всего доброго|з повагою|дякую|поздрави|с уважение|благодаря|με εκτίμηση|ευχαριστώ|φιλικά|χαιρετισμούς|salamat|asante|kveðja|takk|tack|tak|sent from my \w+(?=\s*\n))"
)
_ROLE = (
    r"(?:customer|client|caller|user|requester|reporter|contact(?: person)?|colleague|coworker|co-worker|teammate|boss|manager|supervisor|engineer|developer|admin(?:istrator)?|assistant|agent|analyst|owner|"
    r"employee|contractor|consultant|intern|account (?:holder|manager|owner)|cardholder|holder|patient|tenant|resident|applicant|candidate|author|director|ceo|cto|cfo|coo|vp|lead|president|secretary|wife|husband|"
    r"new hire|hire|new starter|starter|trainee|apprentice|dpo|ciso|landlord|lawyer|accountant|auditor|driver|courier|technician|neighbour|neighbor|cousin|uncle|aunt|niece|nephew|grandson|granddaughter|child|"
    r"hij[ao]|marido|espos[ao]|mujer|hermano|hermana|fils|fille|mari|femme|frère|s(?:œ|oe)ur|sohn|tochter|mann|frau|bruder|schwester|figli[ao]|marito|moglie|fratello|sorella|filh[ao]|irmão|irmã|zoon|dochter|vrouw|broer|zus|"
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
_I = (
    r"(?:my name(?: is|'s)|name's|this is|i am|i'm|it's|here is|je m'appelle|je suis|ici|mein name ist|ich bin|ich heiße|hier ist|hier spricht|me llamo|mi nombre es|soy|les escribe|mi chiamo|sono|il mio nome è|meu nome é|me chamo|sou|mijn naam is|ik ben|met|"
    r"jmenuji se|jmenuju se|volám sa|nazywam się|mam na imię|jag heter|jeg heter|jeg hedder|mit navn er|mitt navn er|mitt namn är|nimeni on|olen|mă numesc|numele meu este|benim adım|zovem se|ime mi je|moje ime je|nama saya|"
    r"tôi tên là|tôi là|ang pangalan ko ay|jina langu ni|a nevem|minu nimi on|mani sauc|mano vardas|em dic|ich heisse)"
)

CUED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:frag(?:t|en sie)?(?: (?:mal|bitte|doch|einfach)){{0,2}}(?: (?:den|die|bei))?|ruf(?:t|en sie)?(?: (?:mal|bitte|doch)){{0,2}}(?: (?:den|die))?))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?<!\w){_TITLE}\.?[ \u00a0](?:(?:Dr|Prof)\.?[ ])?(?P<n>{NAME})",
        rf"(?i:(?:^|(?<=[\n.!?>:,\]]))[ \t>]{{0,6}}(?:(?:ok|yes|no|oh|ah|and),? )?{_GREETING}(?: again)?,?)[ ](?:{_TITLE}\.?[ ])?(?P<s>{NAME})(?=[ ]?[,!.:;?\n\u2013-]|[ ]?$|[ ]and[ ]|[ ]\()",
        rf"(?i:(?:^|(?<=\n))[ \t>]{{0,6}}{CLOSING}[ ]?[,.!]?[ ]?(?:\n[ \t>]{{0,6}}){{1,3}})(?:-+[ ]?|~[ ]?)?(?P<s>{NAME})(?=[ \t]*(?:\n|$)|[,|(/]|[ ][-–|(])",
        rf"(?i:(?<![\w']){CLOSING}[ ]?[,.!]?[ ]{{1,2}}[-–]?)(?P<s>{NAME})(?=[ \t.]*(?:\n|$))",
        rf"(?m)(?:^--[ ]?\n|^[-–—]{{1,2}}[ ]?)(?P<n>{NAME})[ \t]*$",
        rf"(?:^|(?<=[.!?,;\n(] ))(?i:my name is|this is|i'm|i am)[ ](?P<s>{WORD})(?=[ ](?:from|of|with|at|in)[ ](?:the|our|your|my|{WORD}|\w+ (?:team|department|desk)|accounts|accounting|sales|finance|support|marketing|legal|payroll|logistics|procurement|engineering|operations|hr|it)\b)",
        rf"(?:^|(?<=[\n.!?] ))(?P<s>{NAME})[ ](?=here(?:[ ]?[,.!:\u2013-]|[ ](?:from|again)\b))",
        rf"(?i:\b{_I})[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?i:\b(?:my name(?: is|'s)|je m'appelle|mein name ist|ich heiße|me llamo|mi nombre es|mi chiamo|meu nome é|mijn naam is))[ ](?P<n>{LOWER_NAME}?)(?=[ ]?(?:[,.;\n]|$)|[ ](?:and|from|but|i|i'm|my|with|at|here|calling|we|in|on|et|und|y|e|en|von|de la)\b)",
        rf"(?i:\b(?:hi|hello|hey)?,? ?(?:this is|it'?s|hier ist))[ ](?P<n>{LOWER_NAME}?)(?=[ ](?:calling|speaking|here|from|again|writing)\b)",
        rf"(?<!\d[ ])(?P<n>(?:{NAME}(?:,[ ]{NAME})?))[ ]?[\"']?[ ]?(?=<[^<>\s@]{{1,64}}@|\([^()\s@]{{1,64}}@|\[mailto:|&lt;[^\s@&]{{1,64}}@|<[^<>\s]{{1,64}}[ ]?[\[(]at)",
        rf"(?m)^[ \t>*-]{{0,8}}[^\n:]{{0,60}}(?<!\w)(?i:{_LABEL})[*_]{{0,2}}[ ]?:[*_]{{0,2}}[ \t]{{0,12}}\n?[\"']?(?P<n>{NAME}(?:,[ ]{NAME})?)(?=[\"'*_ \t]{{0,4}}(?:$|[<(\[|,;/]|[ ]-))",
        rf"(?i:[\"'](?:[\w-]{{0,20}}[_ -]?name|customer|user|owner|requester|reporter|author|contact|assignee|caller|client|manager|display|patient|from|to|sender|recipient|employee|person|agent|created_?by|updated_?by|holder)[\"'])[ ]{{0,3}}:[ ]{{0,3}}\\?[\"'](?P<n>{NAME}(?:,[ ]{NAME})?)\\?[\"']",
        rf"(?i:\b(?:cn|givenname|sn|displayname|full_?name|user_?name|customer|owner|author|contact|caller|requester|reporter|agent|assignee|name))=[\"']?(?P<n>{NAME})(?=[\"',;)\]&\n]|[ ]\w+=|$)",
        rf"(?i:[?&](?:q|query|name|search|user|first_?name|last_?name|customer|contact|author|owner|filter)=)(?P<n>{WORD}(?:(?:\+|%20){WORD}){{0,3}})(?![\w=])",
        rf"(?i:\b(?:on behalf of|in the name of|account holder|card ?holder|in name of|au nom de|im namen von|im auftrag von|a nombre de|en nombre de|a nome di|em nome de|namens|attn:?|c/o|z\. ?hd\.|à l'attention de))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME}(?:,[ ]{WORD})?)",
        rf"(?i:\b(?:our|my|your|the|their|his|her|a|new|former|unser(?:e|en|em)?|mein(?:e|en|em)?|der|die|mon|ma|notre|mi|nuestr[oa]|el|la|il|la mia|mio|o|a|meu|minha|mijn|onze)[ ](?:[a-z-]{{2,14}}[ ])?{_ROLE},?|\b(?:customer|employee|user|colleague|agent|engineer|contractor|caller|kollege[n]?|kollegin|collègue),?)[ ](?:(?i:named|called|is)[ ])?(?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
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

HINTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:ask for|tak(?:e|es|ing) over from|hand(?:s|ed)? over (?:to|from)|(?:i'll|we'll|please|just) (?:tell|ask|call|ping)|bel|vraag|"
        rf"llam[aeo]r?(?: a)?|pregunt[ae]n?(?: por)?|avis[ae]n?(?: a)?|dile a|chiam[aoi](?:re)?|chiedi a|sentite|appel(?:le|ez|er)|demande[rz]?(?: à)?|contacte[rz]?|prévene[rz]?|ligue?(?: para)?|pergunte(?: a)?|fale com|zadzwoń do|zapytaj|ring|fråga|spør|spørg))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?P<n>{NAME})[ ](?=(?:is |was |will be )?(?:as|is|was) (?:the |our |your )?(?:new )?(?:contact|owner|lead|replacement|deputy|backup)\b)",
        rf"(?i:\b(?:spoke (?:to|with)|talk(?:ed|ing)? (?:to|with)|speak(?:ing)? (?:to|with)|escalated to|assigned to|reassigned to|transferr(?:ed|ing)(?: you)? to|handed over to|handing (?:you )?over to|forwarded to|reach out to|discussed with|checked with|met with|call with|chat with|meeting with|"
        rf"loop(?:ing|ed)? in|cc(?:'|e)?(?:d|ing)|copying|adding|asked|asking|ask|tell|told|contact|call|page|ping|email|e-mail|notify|remind|invited?|add(?:ed)?|remove|thank|per|via|credit to|thanks to|approved by|reopened by|opened by|closed by|created by|submitted by|reported by|requested by|raised by|signed by|written by|posted by|"
        rf"uploaded by|updated by|request from|email from|e-mail from|message from|call from|mail from|letter from|feedback from|reply from|note from|ticket from|update from|blame says|gives? \S{{1,8}} for|regards to|addressed to|belongs to|issued to|sent to|shared with))[ ](?:(?i:{_TITLE})\.?[ ])?(?P<n>{NAME})",
        rf"(?P<n>{NAME})(?:,[ ][^,\n]{{3,40}},)?[ ](?={_VERB}\b)",
        rf"(?P<n>{NAME})(?='s[ ](?:request|account|laptop|computer|machine|phone|email|e-mail|mailbox|message|reply|ticket|comment|note|question|password|login|team|manager|calendar|desk|email|mail|user|profile|access|device|screen|pc|mac|address|name|update|suggestion|advice|answer|workaround|fix))",
    )
)
"""Cues that a name often has, and other words too: something else must speak for the name."""
