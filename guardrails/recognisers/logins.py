"""Where login names stand: paths, logs, shells, directories, fields, and words that announce them."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re

_USER = r"([A-Za-z][\w.-]{0,38}\w)"
_LOGIN = r"([a-z][\w.-]{0,38}\w)"
LOGINS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("/", "\\"), re.compile(r"(?:/home/|(?<![\w.])/Users/|/[a-z]/Users/|/var/mail/|/var/spool/(?:mail|cron)/|[A-Za-z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2}|[A-Za-z]:/Users/)([^\s/\\\"'<>:|*?,;()$%{}]{2,40}(?:(?<=[\w.])(?: [^\s/\\\"'<>:|*?,;()$%{}]{2,20}){1,2}(?=\\[\w.]))?)")),
    (("uid","samaccountname","userid","user_id","user","login","logon","upn","screen","nick","assignee","reporter","author","committer","account_name","ed_by","edby"), re.compile(rf"\b(?:uid|samaccountname|user_?id|user_?name|login|logon|(?:remote|auth|db|target|subject|source|ssh)?[_.]?user(?:name)?|preferred_username|user\.name|account_name|upn|screen_?name|nick(?:name)?|assignee|reporter|author|committer|modified_?by|created_?by|updated_?by)[\"']?(?:[ ]?[=:][ ]?|>)[\"'<]?{_USER}(?![\w@=(]|%40|\.\w{{2,}}@)", re.IGNORECASE)),
    (("[",), re.compile(r"^\S{3,45}[ ]{1,3}-[ ]{1,3}([A-Za-z][\w.@-]{1,39}) \[", re.MULTILINE)),
    (("@",), re.compile(r"(?:^|(?<=[\s(\[<\"',>]))@([A-Za-z][\w.-]{1,38}\w)(?=>|[\s,:;.!?)]|$)(?![^\n]{0,3}[({=]|[ ]-{1,2}\w)", re.MULTILINE)),
    (("user", "login", "account name"), re.compile(rf"\b(?:the user|user account|user name|username|login|login name|account name|user id) (?:is |named |called |: ?)?[\"'`]?{_USER}(?![\w@])", re.IGNORECASE)),
    (("benutzer","anmeldename","kennung","utilisateur","identifiant","usuari","usuário","utente","utilizador","gebruiker","użytkownik","användarnamn","brukernavn","brugernavn","käyttäjätunnus"), re.compile(rf"\b(?:benutzer(?:name|konto)?|anmeldename|kennung|nom d['’]utilisateur|identifiant|utilisateur|nombre de usuario|usuario|nome utente|utente|nome de usuário|usuário|utilizador|gebruikersnaam|gebruiker|użytkownik|användarnamn|brukernavn|brugernavn|käyttäjätunnus)(?:[ ]?(?:ist|lautet|est|es|è|é|is)?:? ?[\"'`„«»]|[ ]?: ?|[ ](?:(?:ist|lautet|est|es|è|é|is) )?(?=[\w-]{{0,30}}[\d._])){_USER}(?![\w@])", re.IGNORECASE)),
    (("user", "accepted", "password for", "su:", "sudo", "su ", "runuser", "authentication fail"), re.compile(rf"\b(?:(?:for|by|from|as|of) (?:invalid |illegal )?user|Accepted [\w/-]+ for|[Pp]assword for|session (?:opened|closed) for user|su:(?: \(to \w+\))?|sudo -i?u|su -l?|runuser -u|Access denied for user|authentication fail\w* for) [\"'`]?{_LOGIN}[\"'`]?(?=[\s,;:.)@!?]|$)(?!\.\w)")),
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
)  # fmt: skip
"""Patterns with the name in group 1, each with words of which one must be in the text in lower case."""
