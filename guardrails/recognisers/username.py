"""User names: in paths, in logs, after words that announce them, and as chat handles."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.people import fold
from guardrails.recognisers.announced import lower
from guardrails.recognisers.chat import find_nicknames
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.login_tables import find_in_columns, find_listed
from guardrails.recognisers.logins import ACTION, LOGINS, MANAGED, TOLD

GENERIC = frozenset(
    "root admin administrator ubuntu ec2-user centos debian system postgres mysql redis nginx www-data nobody daemon app apps apikey user users "
    "username myname yourname your-name your_name my_user myuser youruser someuser someone foo bar baz xxx guest test tester public shared default anonymous jenkins git gitlab runner vagrant docker node service backup monitor deploy sa "
    "oracle elastic kafka hadoop spark me you it the a an this that none null true false unknown customer agent support all everyone channel "
    "here api bot ops dev prod staging home name id email role type is was not has no on in at to for and or with who can cannot "
    "gitlab-runner github-actions dependabot renovate azureuser opc fedora rocky pi vscode coder jovyan airflow rabbitmq cassandra mongodb memcached "
    "haproxy traefik caddy apache httpd tomcat wildfly prometheus grafana loki telegraf zabbix nagios puppet ansible chef consul etcd kube kubelet "
    "containerd dockerd sshd cron crond ntp chrony named bind dnsmasq postfix dovecot exim mailnull lp bin sync games uucp irc gnats messagebus polkitd "
    "avahi rtkit colord gdm lightdm sddm syslog dbus operator halt shutdown adm sys superuser supervisor robot automation integration webhook "
    "approx asap etc fyi eta signup signin logout oauth sso scim saml login register settings profile avatar search list new edit "
    "nuevo nueva final nouveau nouvelle neue selbst mismo stesso mesmo zelf interno externo actual attuale atual aktuell".split()
)
_SERVICE = re.compile(
    r"(?:svc|srv|sys|app|bot|ci|job|robot|sa|service)[-_.]|.*\$$|.*[-_.](?:svc|bot|service|account|sa|runner|agent)$|.*\d{9}|"
    r"(?:[a-z]{1,2}|usr|user|cust(?:omer)?|acct|account|tenant|org|client|uid|sess|tok|key)[-_]?\d{6,}",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:your|my|some|any|new|the|example|dummy|sample)[-_.]?(?:user|name|login|account|id)\w*", re.IGNORECASE
)
_WINDOWS = re.compile(
    r"(?<![\w\\:/.])(?!HK)[A-Z][A-Z0-9-]{1,15}\\{1,2}([a-z][\w.-]{1,38}\w|[A-Z][a-z]+\.?[A-Z][a-z]+)(?![\w\\:]|\.\w{2,4}\b)"
)
_BESIDE = re.compile(r" \(([a-z][\w.-]{2,30})\)")
_NAME_REACH = 50
_PART, _STEM = 4, 5
_HUMP = re.compile(r"[A-Z][a-z]+")
_WRITTEN_OUT = re.compile(r"\\[nrt]")
_DISTINGUISHED = re.compile(
    r"\b(?i:cn|uid)=([A-Za-z][\w.-]{1,38})(?=,(?i:ou=(?:people|users|staff|employees|accounts|persons?)|cn=users)\b)"
)
_LIKELY = re.compile(
    r"\b(?:uploaded|created|modified|changed|opened|closed|submitted|edited|updated|executed|run|started|triggered|deleted|locked|owned|pushed|approved|merged|assigned|reported|reviewed|signed off|requested|committed|authored) by:? "
    r"@?([a-z][a-z0-9._-]{2,30}[a-z0-9])\b(?![\w@/-]|\.\w)"
)
_ANNOTATIONS = frozenset(
    "media import Override latest next beta alpha canary stable main master Test Bean Autowired Component Entity Nullable NonNull Deprecated "
    "SuppressWarnings Inject Singleton Configuration param params return returns throws see since link code inheritdoc keyframes include apply "
    "layer mixin extend tailwind charset property dataclass staticmethod classmethod abstractmethod contextmanager wraps cached cache overload "
    "override fixture patch todo example deprecated internal template typedef readonly jsx ts-ignore ts-expect-error babel types angular vue".split()
)
_DECORATOR = re.compile(
    r"\s*(?:[({]|(?:class|def|public|private|protected|static|final|import|media|async|function|export|interface|enum|void|const|let|var)\b|\n\s*@[A-Za-z])"
)


class UsernameFinder:
    """Finds names of accounts of people; accounts of services and everyday words stay."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> Iterator[Hit]:
        """User names in `text`."""
        lowered = lower(text)
        yield from self._find_told(text, lowered)
        for triggers, pattern in LOGINS:
            for match in pattern.finditer(text) if any(trigger in lowered for trigger in triggers) else ():
                start = match.start(1)
                handle = text[start - 1] == "@"
                if self._names_a_person(match[1]) and not (handle and _is_word(match[1], text, match)):
                    yield Hit(start - handle, match.end(1), "USERNAME", 0.92)
        for find in (find_listed, find_in_columns, find_nicknames):
            for start, end in find(text):
                if self._names_a_person(text[start:end]):
                    yield Hit(start, end, "USERNAME", 0.92)
        yield from self._find_domain_users(text)
        yield from self._find_beside_names(text)
        for trigger, pattern in (("ed by", _LIKELY), ("run by", _LIKELY), ("=", _DISTINGUISHED)):
            for match in pattern.finditer(text) if trigger in lowered else ():
                if self._names_a_person(match[1]):
                    yield Hit(match.start(1), match.end(1), "USERNAME", 0.9)

    def _find_told(self, text: str, lowered: str) -> Iterator[Hit]:
        """Names after a word that announces them, and of accounts that somebody creates, locks or resets."""
        spans = [
            match.span(1)
            for triggers, pattern in TOLD
            if any(trigger in lowered for trigger in triggers)
            for match in pattern.finditer(lowered)
        ]
        for match in MANAGED.finditer(lowered):
            done = not match["noun"] or ACTION.search(lowered, max(0, match.start() - 40), match.start())
            if done and text[match.start("name")].islower():
                spans.append(match.span("name"))
        for start, end in spans:
            if self._names_a_person(text[start:end]):
                yield Hit(start, end, "USERNAME", 0.92)

    def _find_beside_names(self, text: str) -> Iterator[Hit]:
        """A login in parentheses behind the name that it is made of: "Ana Duarte (aduarte2)"."""
        for match in _BESIDE.finditer(text):
            login = fold(match[1])
            words = text[max(0, match.start() - _NAME_REACH) : match.start()].split()[-3:]
            parts = [fold(word) for word in words if word[0].isupper() and not self._lexicon.is_ordinary(word)]
            if (
                len(parts) > 1
                and any(len(part) >= _PART and part[:_STEM] in login for part in parts)
                and self._names_a_person(match[1])
            ):
                yield Hit(*match.span(1), "USERNAME", 0.92)

    def _find_domain_users(self, text: str) -> Iterator[Hit]:
        """`DOMAIN\\name`, but not where backslashes are line breaks and tabs that were written out."""
        if "\\" not in text:
            return
        written_out = len(_WRITTEN_OUT.findall(text)) > 1
        for match in _WINDOWS.finditer(text):
            escape = match[1][0] in "nrt" and (written_out or self._lexicon.is_ordinary(match[1][1:]))
            if self._names_a_person(match[1]) and not escape:
                yield Hit(match.start(1), match.end(1), "USERNAME", 0.92)

    def _names_a_person(self, name: str) -> bool:
        if not personal(name) or self._is_made_of_words(name):
            return False
        if len(set(name.lower())) == 1 or _HOST.search(name):
            return False
        return not self._lexicon.is_ordinary(name) and not self._lexicon.is_function(name) and not name.isupper()

    def _is_made_of_words(self, name: str) -> bool:
        """Whether it is a name in a program, in humps that are everyday words: `RequestMapping`."""
        humps = _HUMP.findall(name)
        return len(humps) > 1 and "".join(humps) == name and all(map(self._lexicon.is_ordinary, humps))


def personal(name: str) -> bool:
    """Whether an account name can belong to a person."""
    if _PLACEHOLDER.fullmatch(name):
        return False
    return name.lower().strip("-_.") not in GENERIC and not _SERVICE.match(name) and not name.isdigit()


def _is_word(name: str, text: str, match: re.Match[str]) -> bool:
    """Whether an @word is a decorator, a domain or a version tag (`@Override`, `@gmail.com`, `@latest`)."""
    if name in _ANNOTATIONS or _DOMAIN.search(name) is not None or _DECORATOR.match(text, match.end()) is not None:
        return True
    quote = text[match.end(1) : match.end(1) + 1]
    if quote in ("'", '"') and not text.startswith(quote, match.start(1) - 2):
        return True
    before = text[max(0, match.start(1) - _MAIL_REACH) : match.start(1) - 1]
    rest = text.startswith("]", match.end(1)) or before.rstrip().endswith("]")
    return rest or (name.replace(".", "").isalpha() and _MAIL.search(before) is not None)


_DOMAIN = re.compile(
    r"\.(?:json|ya?ml|txt|csv|xml|sql|html|pem|bin|com|org|net|io|de|fr|es|it|nl|uk|ca|au|co|edu|gov|info|biz|example|local|dev|app|"
    r"no|se|dk|fi|pl|be|at|ch|eu|us|jp|ru|br|cz|pt|tv)$",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"\.(?:com|org|net|edu|gov|local|internal|js|jsm|mjs|ts|py|rb|go|java|php|sh|json|ya?ml|txt|csv|xml|html|dll|exe)$|\.[\w-]+\.\w+$",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b(?:e-?mails?|mail|domain|provider|address(?:es)?|accounts?)\b[^\n]{0,40}$", re.IGNORECASE)
_MAIL_REACH = 60
