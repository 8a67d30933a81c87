"""Ordinary words of support texts: those that say the same, those that say the opposite, those that say nothing."""

from collections.abc import Mapping
from functools import lru_cache

from ingest.lexical import tokenize

SAME = """
remove delete erase clear drop purge wipe
press click tap hit
choose select pick
start begin launch initiate
restart reboot relaunch
open visit navigate
user customer person people member
show display see view appear list
create make generate
change modify edit update alter adjust
fix repair solve resolve correct
check verify confirm validate look
save store keep retain
wait pause
send deliver forward transmit
receive get obtain
fail break
error failure problem issue trouble
buy purchase order
pay paid charge bill
money payment
refund reimburse repay
setting preference option configuration
configure setup
page screen view
button control
help support assist
need require
want wish
use utilise utilize employ apply
end finish stop cease
quickly fast soon promptly
immediately instantly straightaway
big large
small little
type enter input fill
folder directory
file document
copy duplicate
move transfer
find locate
e-mail email mail
phone telephone mobile
message notification
invite invitation
company organisation organization business
employee staff colleague
automatic automatically auto itself
manual manually hand
ask request
answer reply respond response
tell inform notify
reach contact
allow permit let
block prevent
replace substitute exchange
old previous former earlier
new fresh
now currently present
happen occur
cause lead reason
try attempt retry
again anew
whole entire
app application program
computer machine device
version release
renew extend
expire lapse
valid good
wrong incorrect invalid
missing absent
close shut
tick mark
link url
account login
connect link
also too
picture image photo
price cost fee
subscription plan
permission right access
owner proprietor
ship dispatch deliver
parcel package shipment
bin trash
quit exit
download fetch
upload attach
rename call
signin login
lose lost
cancel revoke
reset
sync synchronise synchronize
pending outstanding
occupy take
every each all
stay remain
turn become go
reject refuse decline
hold contain include
merge combine
restore recover
appear arrive
assign give grant
regenerate rotate
repeat again
hour hourly
day daily
month monthly
year yearly annual annually
week weekly
"""
"""One group a line; a word may stand in several."""

OPPOSITE = """
enable disable
activate deactivate
start stop
begin end
on off
open close
allow block
allow deny
allow forbid
permit prohibit
accept reject
grant revoke
increase decrease
increase reduce
raise lower
grow shrink
rise fall
more less
more fewer
above below
over under
greater smaller
larger smaller
higher lower
longer shorter
faster slower
earlier later
early late
before after
until after
within after
within before
work fail
start end
begin finish
later earlier
read-only write-only
suspend activate
single-sign-on single-sign-off
first last
minimum maximum
least most
always never
everything nothing
everyone nobody
with without
inside outside
internal external
public private
include exclude
included excluded
add remove
insert delete
attach detach
connect disconnect
install uninstall
lock unlock
mute unmute
pause resume
show hide
visible hidden
visible invisible
expand collapse
import export
upload download
push pull
encrypt decrypt
archive unarchive
subscribe unsubscribe
check uncheck
select deselect
tick untick
possible impossible
required optional
mandatory optional
mandatory voluntary
necessary unnecessary
valid invalid
correct incorrect
right wrong
true false
safe unsafe
secure insecure
supported unsupported
available unavailable
known unknown
reversible irreversible
permanent temporary
permanently temporarily
manual automatic
manually automatically
free paid
succeed fail
success failure
successful unsuccessful
pass fail
active inactive
online offline
empty full
complete incomplete
new old
newest oldest
latest earliest
left right
top bottom
older newer
older younger
hot cold
hotter colder
warm cold
light dark
light heavy
rich poor
large small
big small
long short
high low
fast slow
wide narrow
deep shallow
front back
inbox outbox
check-in check-out
reconnect disconnect
include except
including except
include omit
primary secondary
buyer seller
somebody nobody
someone nobody
admit deny
match differ
near far
arrive leave
upper lower
up down
forward back
next previous
sender recipient
source target
input output
incoming outgoing
read write
signin signout
approve reject
upgrade downgrade
buy sell
credit debit
keep delete
keep lose
save discard
win lose
remember forget
present absent
present missing
same different
single multiple
strong weak
strict lenient
sync async
together separately
compatible incompatible
eligible ineligible
authorised unauthorised
authorized unauthorized
allowed forbidden
opt-in opt-out
ascending descending
cheap expensive
common rare
frequently rarely
often rarely
often seldom
directly indirectly
"""
"""Two words a line: one where the evidence has the other turns a sentence round."""

GLUE = frozenset(
    tokenize(
        "please simply just now then next first second finally afterwards afterward also again order sure"
        " ensure following"
        " follow step way via able kindly must need needs shall might may still already however therefore"
        " thus hence whenever"
        " once twice every each any all both either some other another same about above below like well here want wants"
        " out up down off onto upon into after before until since during while because though although unless whether"
        " let lets us ours not no never only even than more most less least very too quite rather really"
        " one thing things something anything case cases get gets try be become make made take do go come see"
        " further additionally instead otherwise within without using use per through between over under against"
        " dear hello hi sorry thanks thank mean means there exactly note remember currently simply yourself own"
    )
)
"""Stems that a sentence may have beside those of its evidence: they join words, and cues are read apart."""

ATTRIBUTION = frozenset(
    tokenize(
        "customer user agent support colleague report reports say says said ask asks state states mention"
        " mentions write"
        " wrote describe explain wonder want request confirm note tell told need ticket message issue problem"
        " according article document page guide describes explains"
    )
)
"""Stems that say who said it."""


@lru_cache(maxsize=1)
def groups() -> Mapping[str, frozenset[int]]:
    """The groups of like words that a stem belongs to."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(SAME.strip().splitlines()):
        for word in line.split():
            for stem in stems(word):
                found.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


@lru_cache(maxsize=1)
def opposites() -> Mapping[str, frozenset[str]]:
    """The words that say the opposite of a word, by stems."""
    found: dict[str, set[str]] = {}
    for line in OPPOSITE.strip().splitlines():
        one, other = (stem_of(word) for word in line.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {stem: frozenset(others) for stem, others in found.items()}


IRREGULAR = {
    past: verb
    for verb, pasts in (
        line.split(" ", 1)
        for line in """
send sent
keep kept
lose lost
leave left
choose chose chosen
find found
write wrote written
give gave given
go goes went gone
show shown
begin began begun
build built
buy bought
sell sold
hold held
know knew known
meet met
run ran
tell told
understand understood
break broke broken
fall fell fallen
forget forgot forgotten
freeze froze frozen
grow grew grown
hide hid hidden
lead led
rise rose risen
speak spoke spoken
spend spent
steal stole stolen
throw threw thrown
withdraw withdrew withdrawn
bring brought
catch caught
stick stuck
teach taught
""".strip().splitlines()
    )
    for past in pasts.split()
}
"""Forms that no stemmer knows, and their verbs."""
_WORD = 5
_ENDING = 3
_UN = ("un", "dis", "non", "non-", "de", "mis")
_UN_LONG = ("in", "im", "ir", "il")
_NO_UN = frozenset("cover count play card close pose til der less it tribute ion ique cern patch ply mand lay".split())


def denies(one: str, other: str) -> bool:
    """Whether one stem is the other with a prefix that denies it: `paid` and `unpaid`."""
    short, long = sorted((one, other), key=len)
    if not long.endswith(short) or len(short) < 4 or short in _NO_UN:
        return False
    prefix = long[: len(long) - len(short)]
    return prefix in _UN or (prefix in _UN_LONG and len(short) > 5)


def alike(one: str, other: str) -> bool:
    """Whether two stems mean the same."""
    if one == other or _derived(one, other):
        return True
    known = groups()
    return one in known and other in known and not known[one].isdisjoint(known[other])


def _derived(one: str, other: str) -> bool:
    """`charg` and `charger`: one stem is the other with an ending."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _WORD and len(long) - len(short) <= _ENDING and long.startswith(short) and long.isalpha()


def stem_of(word: str) -> str:
    """The stem of one word; a word without one, such as `the`, in lower case."""
    found = tokenize(word)
    return found[0] if found else word.lower()


def stems(word: str) -> list[str]:
    """All stems of a word, whole and in parts."""
    return tokenize(word) or [word.lower()]
