"""Secrets go, their look-alikes stay. Every value here was typed for this test and opens nothing."""

import pytest

from guardrails.scrub import Scrubber

SECRET = [
    ("my password is Sunflower77! thanks", "Sunflower77!"),
    ("our console: user kaalders, password Tulpen!Veld-2291.", "Tulpen!Veld-2291"),
    ("pw Blue-Sky77 if you need it", "Blue-Sky77"),
    ("user bob, password hunter22 works", "hunter22"),
    ("credentials: admin / Winter2026!", "Winter2026!"),
    ("Passwort: Winter-Sonne9 bitte", "Winter-Sonne9"),
    ("le mot de passe est Été2026!x", "Été2026!x"),
    ("La contraseña es Verano_26", "Verano_26"),
    ("DB_PASSWORD=opensesame1", "opensesame1"),
    ('{"client_secret": "q8Zr4Lw0TtYbN3sXv6Pk"}', "q8Zr4Lw0TtYbN3sXv6Pk"),
    ("postgresql://app:p@ss77@db-1:5432/x", "p@ss77"),
    ("Authorization: Bearer abcdEFGH1234567890zyxw", "abcdEFGH1234567890zyxw"),
    ("Authorization: Basic dXNlcjpwYXNzd29yZDE=", "dXNlcjpwYXNzd29yZDE="),
    ("Set-Cookie: session=M0nEyrFcA1rO88CXbZxufdk; Path=/", "M0nEyrFcA1rO88CXbZxufdk"),
    ("hook whsec_9sKd82jfLq02nsPq7", "whsec_9sKd82jfLq02nsPq7"),
    ("use zz_key_0123456789ab now", "zz_key_0123456789ab"),
    ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----", "MIIEvQIBADANBg"),
    ("verification code is 482913", "482913"),
    ("curl -u svc:hunter22 https://a.example", "hunter22"),
    ("AKIAQ7ZX4PLMN2VB6TCY leaked", "AKIAQ7ZX4PLMN2VB6TCY"),
    ("La contraseña que me dieron es Camello*2031 y no entra", "Camello*2031"),
    ("I log in with Zanzibar_77 as password and it fails", "Zanzibar_77"),
    ("mein Passwort war immer mausi1987 und jetzt nicht mehr", "mausi1987"),
    ("User | Password | Role\nkiosk3 | Bl0om-berth | viewer\nkiosk4 | Kiosk4#x | viewer", "Kiosk4#x"),
    ("agent: I sent you a verification code\ncustomer: it's 569-244", "569-244"),
    ("My recovery codes:\ndbeb3-018b8\n9484c-c0e53\ne875c-57f7f\nThanks", "e875c-57f7f"),
    ("PagerDuty integration key 401b201fc8be85c9aa8f39244c279418", "401b201fc8be85c9aa8f39244c279418"),
    ('Client("AC1", "0bb20518b4000d0f47df47156e9d52ec")  # auth token', "0bb20518b4000d0f47df47156e9d52ec"),
    ("mysql -u root -p'lrcje*S6Tnpp?' crm", "lrcje*S6Tnpp?"),
    ("my password is sunflower.", "sunflower"),
    ("wifi password for the guest network: tulip-garden", "tulip-garden"),
    ("the password I use is Blau3Vogel", "Blau3Vogel"),
    ('the passphrase is "tulip harbour velvet staple"', "tulip harbour velvet staple"),
    ("recovery phrase: abandon ability able about above absent absorb abstract absurd abuse access acid", "abstract"),
    ("hasło to Zielony8Kot", "Zielony8Kot"),
    ("Mitt lösenord är Sommar2026", "Sommar2026"),
    ("Adgangskoden er Vinter77!", "Vinter77!"),
    ("La password è Gatto!77", "Gatto!77"),
    ("пароль: Зима2026", "Зима2026"),
    ("backup codes: 1a2b3c4d 5e6f7g8h", "1a2b3c4d"),
    ("482913 is your Fennwick verification code", "482913"),
    ("Here is the code: 482 913 (OTP)", "482 913"),
    ("docker login -u ana -p S3cretTok3n", "S3cretTok3n"),
    ("echo 'hunter22' | passwd --stdin ana", "hunter22"),
    ("<password>hunter22</password>", "hunter22"),
    ('<add key="ApiSecret" value="8f7d6s5a4k3j2h1"/>', "8f7d6s5a4k3j2h1"),
    ("CREATE USER 'x' IDENTIFIED BY 'gehe1m!'", "gehe1m!"),
    ("otpauth://totp/Fennwick:ana?secret=JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP"),
    ("token dckr_pat_7Yw3Nb6Rf1ZsQ9Lk2Mx4Vt8Bc0", "dckr_pat_7Yw3Nb6Rf1ZsQ9Lk2Mx4Vt8Bc0"),
    ("Zq8Q~ is no key but abc8Q~aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE3f is", "abc8Q~aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE3f"),
    ("https://b.example/x?sv=2024&sp=r&sig=Zm9vYmFyYmF6cXV4", "Zm9vYmFyYmF6cXV4"),
]

CLEAN = [
    "AWS writes AKIAIOSFODNN7EXAMPLE in its manual, Stripe sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    "arn:aws:secretsmanager:eu-west-3:447100928831:secret:prod/relay/db-a8Kq2Z",
    "The password policy since version 3.1.2 is SHA-256 with 12 rounds",
    "password: <YOUR_PASSWORD>",
    "api_key: YOUR_API_KEY",
    "export TOKEN=$CI_JOB_TOKEN",
    "Authorization: Bearer <token>",
    "curl -H 'Authorization: Bearer [REDACTED]' https://a.example",
    "The password reset mail never arrives.",
    "Enter the password Recovery page and press OK.",
    "Our password manager 2.0 is open.",
    "The login page and password reset2 do not load.",
    "credentials: user / password",
    "The password is wrong again.",
    "The token limit is max_tokens: 4096.",
    "password: {{ vault.secret }}",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIZGMwHTI0y2MoH67n0Vpnb05jIOjBpV34Agb0PpXQ+Ez",
    "Fingerprint SHA256:gCsJKrEUfNHSEtTDcGV57VaTRCWn/q2THk/7sr8k57R",
    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----",
    "md5sum = fb70981be97126eade2f1ef5a284d56c",
    "pk_live_OidNxgzy0plfmulmjS3eUX0V is publishable",
    "secretKeyRef:\n  name: db-secret\n  key: password",
    "trace_id=226dd2a70c88aa8233e75fab3dad681a http.status=502",
    "Error code 482913 in step 3",
    "my password is expired.",
    "the password is long enough",
    "Password is case-sensitive.",
    "the password is stored in Vault.",
    "Your password is about to expire",
    "Password: ask Bob",
    "password: (unchanged)",
    "password to production",
    "password=$(cat /run/secret)",
    "We pin version 2024.1 of it, and pin numpy to 20240101",
    "verification code never arrives after 3 attempts",
    "the pin layout has 4096 pads",
    "status code 500123 to log in",
    "Session expired after 30 minutes.",
]


@pytest.mark.parametrize(("text", "secret"), SECRET)
def test_secrets_go(scrubber: Scrubber, text: str, secret: str) -> None:
    result = scrubber.scrub(text)
    assert secret not in result.text
    assert any(finding.kind.startswith("secret.") for finding in result.findings)


@pytest.mark.parametrize("text", CLEAN)
def test_look_alikes_stay(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text
