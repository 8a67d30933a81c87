"""Where login names stand: paths, logs, shells, directories, fields, and words that announce them."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re

_LOGIN = r"([a-z][\w.-]{0,38}\w)"
_ANY = r"([a-z][\w.-]{0,38}\w)"
_VERBS = (
    "gesperrt|angelegt|gelöscht|abgelehnt|angemeldet|abgemeldet|entsperrt|deaktiviert|hat|kann|ist|wurde|nicht|meldet|"
    "bloqué|créé|supprimé|refusé|connecté|déconnecté|verrouillé|désactivé|a|est|ne|"
    "bloqueado|creado|eliminado|rechazado|conectado|desactivado|ha|está|no|tiene|fue|bloccato|creato|rifiutato|connesso|disattivato|è|non|"
    "criado|removido|recusado|desativado|tem|não|foi|geweigerd|geblokkeerd|aangemaakt|verwijderd|uitgelogd|ingelogd|heeft|is|kan|wordt|werd|"
    "zablokowany|utworzony|usunięty|nie|ma|został|låst|spärrad|blokeret|blokkert|oprettet|har|er|är|kunde|inte|ikke|blev|ble"
)
LOGINS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("/", "\\"), re.compile(r"(?:/home/|(?<![\w.])/Users/|/[a-z]/Users/|/var/mail/|/var/spool/(?:mail|cron)/|[A-Za-z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2}|[A-Za-z]:/Users/)([^\W_][^\s/\\\"'<>:|*?,;()$%{}]{1,39}(?:(?<=[\w.])(?: [^\s/\\\"'<>:|*?,;()$%{}]{2,20}){1,2}(?=\\[\w.]))?)")),
    (("[",), re.compile(r"^\S{3,45}[ ]{1,3}-[ ]{1,3}([A-Za-z][\w.@-]{1,39}) \[", re.MULTILINE)),
    (("@",), re.compile(r"(?:^|(?<=[\s(\[<\"',>]))@([A-Za-z][\w.-]{1,38}\w)(?=>|[\s,:;.!?)\"']|$)(?![^\n]{0,3}[({=]|[ ]-{1,2}\w)", re.MULTILINE)),
    (("user", "accepted", "password for", "su:", "sudo", "su ", "runuser", "authentication fail"), re.compile(rf"\b(?:(?:for|by|from|as|of) (?:invalid |illegal )?user|Accepted [\w/-]+ for|[Pp]assword for(?= [\"'`]?[\w.-]{{2,40}}(?:[\"'`:]| (?:on|at|from|in)\b))|session (?:opened|closed) for user|su:(?: \(to \w+\))?|sudo -i?u|su -l?|runuser -u|Access denied for user|authentication fail\w* for) [\"'`]?{_LOGIN}[\"'`]?(?=[\s,;:.)@!?]|$)(?!\.\w)")),
    (("user",), re.compile(rf"\b[Uu]ser [\"'`]{_LOGIN}[\"'`]")),
    (("sudo:",), re.compile(rf"\bsudo: +{_LOGIN} : (?:TTY|PWD|user|\d)", re.MULTILINE)),
    (("chown", "usermod", "useradd", "userdel", "adduser", "crontab", "loginctl"), re.compile(rf"\b(?:chown|usermod|useradd|userdel|adduser|crontab -u|loginctl show-user)(?: -\w+)*[ ]{_LOGIN}(?=[:.\s]|$)")),
    (("~",), re.compile(r"(?<![\w/.~])~([a-z][\w-]{1,30}\w)(?=/)")),
    (("@",), re.compile(r"(?<![\w.+@/:-])([a-z][\w.-]{0,30}\w)@(?:[A-Za-z0-9][\w.-]{0,80}(?=:[~/]|[ ]~?[\]$#%])|localhost(?=[\s:,;.)]|$)|(?=(?:10|127|172|192)\.)(?:\d{1,3}\.){3}\d{1,3}(?![\w.]))")),
    (("ssh", "scp", "sftp", "mosh", "rsync"), re.compile(r"\b(?:ssh|scp|sftp|mosh|ssh-copy-id|rsync)(?:[ ]-[A-Za-z]\w{0,4}(?:[ ][^\s@-][^\s@]{0,80})?){0,4}[ ]([a-z][\w.-]{0,30}\w)@[A-Za-z0-9]")),
    (("'@'",), re.compile(r"'([A-Za-z][\w.-]{1,38})'@'[\w.%:-]{1,60}'")),
    (("pts/", "tty", "console", " :", "  "), re.compile(r"^([a-z][\w.-]{1,31})[ ]+(?:pts/\d+|tty\w{1,6}|console|:\d|\d{1,7}[ ]+\d{1,3}\.\d[ ]+\d{1,3}\.\d)[ ]", re.MULTILINE)),
    (("-r", "d r", "dr", "lr"), re.compile(r"^[-dlbcps][rwxsStT-]{9}[.+@]?[ ]+\d{1,6}[ ]+([a-z][\w.-]{1,31})[ ]", re.MULTILINE)),
    (("account", "name:"), re.compile(r"\b(?:Account Name|User Name|Logon Account|Caller User Name):[ \t]{1,8}([A-Za-z][\w.-]{1,38})(?![\w@$])")),
    (("skype","telegram","discord","instagram","twitter","github","gitlab","slack","mastodon","twitch","reddit"), re.compile(r"\b(?:[Ss]kype|[Tt]elegram|[Dd]iscord|[Ii]nstagram|[Tt]witter|[Gg]it[Hh]ub|[Gg]it[Ll]ab|[Ss]lack|[Mm]astodon|[Tt]wich|[Rr]eddit)(?: (?:name|handle|user|username|id|account))?(?:: ?| handle )(?:live:|u/)?@?([A-Za-z][\w.-]{2,38}\w)(?![\w@:/(])")),
    (("linkedin","twitter","x.com","instagram","facebook","t.me","medium","tiktok","reddit"), re.compile(r"(?<![\w.-])(?:www\.)?(?:linkedin\.com/in|twitter\.com|x\.com|instagram\.com|facebook\.com|t\.me|medium\.com/@|tiktok\.com/@|reddit\.com/u(?:ser)?)/?([A-Za-z][\w.-]{2,38}\w)(?![\w/-])")),
    (("assigned", "escalated", "delegated", "handed", "belongs", "granted", "transferred", "routed"), re.compile(r"\b(?i:(?:re)?assigned|escalated|delegated|handed over|belongs|granted|transferred|routed) to:? @?(?=[a-z]+[._][a-z]|[a-z]{4,}\d{0,2}(?![\w.-]))([a-z][a-z0-9._-]{2,30}[a-z0-9])(?![\w@/:-]|\.\w)")),
    (("/u/", "/user", "/profile", "/members/", "/people/"), re.compile(r"(?<!/media)(?<!/run)(?<!/var)(?<!/home)(?<!/mnt)(?<!/srv)(?<!/usr)(?<!/lib)(?<!/etc)(?<!/opt)/(?:u|users?|profiles?|members|people)/@?(?![0-9a-f]{8}-)(?![A-Za-z]{1,5}_[A-Za-z0-9]{5})([a-z][a-z_-]*[a-z0-9._-]{2,30}[a-z0-9])(?![\w.@{%-])(?=[/?#\s\"'<>),;:]|$)")),
    (("?", "&"), re.compile(rf"[?&](?:u|user|user_?name|login|login_hint|uid|member|author|assignee)={_LOGIN}(?=[&#\s\"'<>),;.]|$)")),
    (("uid=", "gid="), re.compile(rf"\b[ug]id=\d{{1,10}}\({_LOGIN}\)")),
    ((":x:",), re.compile(rf"^{_LOGIN}:[x*!]:\d{{1,7}}:\d{{1,7}}:", re.MULTILINE)),
    ((":",), re.compile(r"^[ ]{0,4}([a-z][\w.-]{1,31})[ ]+\d{1,7}[ ]+\d{1,7}[ ]+\d{1,3}[ ]+(?:\d\d:\d\d|[A-Z][a-z]{2}\d\d)[ ]", re.MULTILINE)),
    (("pid",), re.compile(r"^[ ]{0,6}\d{1,7}[ ]+([a-z][\w.-]{1,31})[ ]+(?:\d{1,3}|rt)[ ]+-?\d{1,2}[ ]+\d", re.MULTILINE)),
    (("\\",), re.compile(r"^[a-z][a-z0-9-]{1,15}\\([a-z][\w.-]{2,38})(?=\r?$)", re.MULTILINE)),
    (("$\\",), re.compile(r"\\(?:profiles|users|homes?|userdata)\$\\{1,2}([a-z][\w.-]{1,38}\w)(?![\w.-])")),
    (("#",), re.compile(r"(?<![\w/#@.-])([a-z][a-z0-9_.]{3,31})#\d{4}(?![\w-])")),
)  # fmt: skip
"""Patterns with the name in group 1, each with words of which one must be in the text in lower case."""
TOLD: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("=", ":", ">"), re.compile(rf"\b(?:(?:remote|auth|db|target|subject|source|ssh)[_.]?user(?:name)?|u(?:id|pn|ser(?:_?id|_?name|\.name)?)|log(?:in|on)|preferred_username|nick(?:name)?|"
        rf"s(?:amaccountname|creen_?name)|a(?:ccount_name|cct|ctor|ssignee|uthor|pprover)|c(?:ommitter|aller)|o(?:wner|perator)|principal|re(?:porter|quest[eo]r|viewer)|"
        rf"(?:(?:last_?)?modified|created|updated|changed|opened|closed|submitted|requested|approved|deleted|uploaded|locked|run|triggered)_?by)"
        rf"[\"']?(?:[ ]?[=:][ ]?|>)[\"'<]?{_ANY}(?![\w@=(]|%40|\.\w{{2,}}@)")),
    (("user", "login", "account name"), re.compile(rf"(?:the user|user account|user ?name|login|login name|account name|user id)(?<!\w\w\wlogin) (?:is |named |called |: ?)?[\"'`]?{_ANY}(?![\w@(]|[ ]?=|\.\w)")),
    (("benutzer","anmeldename","kennung","utilisateur","identifiant","usuari","usuário","utente","utilizador","gebruiker","użytkownik","användarnamn","brukernavn","brugernavn","käyttäjätunnus"),
        re.compile(rf"\b(?:benutzer(?:name|konto)?|anmeldename|kennung|nom d['’]utilisateur|identifiant|utilisateur|nombre de usuario|usuario|nome utente|utente|nome de usuário|usuário|utilizador|"
        rf"gebruikersnaam|gebruiker|użytkownik|användarnamn|brukernavn|brugernavn|käyttäjätunnus)"
        rf"(?:[ ]?(?:ist|lautet|est|es|è|é|is|er|är|to)?:? ?[\"'`„«»]|[ ]?[:=][ ]?|[ ](?:(?:ist|lautet|est|es|è|é|is|er|är|to) )?(?=[\w-]{{0,30}}[\d._])){_ANY}(?![\w@(]|[ ]?=)")),
    (("benutzer","utilisateur","usuari","usuário","utente","utilizador","gebruiker","użytkownik","användare","bruker"),
        re.compile(rf"\b(?:benutzer|utilisateur|usuario|utente|usuário|utilizador|gebruiker|użytkownika?|användaren?|brukeren?|brugeren?) {_ANY}(?= (?:{_VERBS})\b)")),
    (("?\n",), re.compile(r"(?:login|user ?name|user id|usu[áa]rio|nome utente|benutzername|identifiant|gebruikersnaam)\?\n[^\n:]{1,30}: (?:it'?s |my user ?name is |[ée] |es |c'est )?([a-z][\w-]{0,30}[\d._][\w.-]{0,20}\w)(?![\w@])")),
)  # fmt: skip
"""The same for a text in lower case: fields, and words that announce a name."""
MANAGED = re.compile(
    rf"(?:(?P<noun>account|profile|mailbox|user(?: account| profile)?|login(?: account)?)(?: (?:named|called|for))?|(?:mfa|2fa|otp|passkey|password reset|reset password|reset the password)(?: token)?(?: reset)? (?:for|of))"
    rf" [\"'`]?(?P<name>{_ANY[1:-1]})[\"'`]?(?=[\s,;:)!?]|\.(?:\s|$)|$)"
)
"""An account that somebody works on; before a mere noun stands what is done (`ACTION`)."""
ACTION = re.compile(
    r"\b(?:creat(?:e|ed|ing)|add(?:ed)?|(?:un)?lock(?:ed|ing)?|(?:dis|en)abl(?:e|ed|ing)|delet(?:e|ed|ing)|remov(?:e|ed|ing)|suspend(?:ed)?|(?:de|re)?activat(?:e|ed)|block(?:ed)?|reset|"
    r"rename|clos(?:e|ed)) (?:(?:the|an?|her|his|my|their|our|old|new) )?(?:(?:user|login|service|ad|ldap|local) )?$"
)
