"""Commitments, blame and unsafe advice in many styles, and as many sentences beside them that may be sent."""

import pytest

from guardrails.promises import check_promises

PROMISES = {
    "refund": """
        You'll get your money back.
        The 49 dollars are on their way back to your card.
        I've just refunded order 88.
        Consider the charge reversed.
        We are happy to pay you back what you were billed in March.
        Your payment will be returned to your account in three to five days.
        I went ahead and processed a full refund for you.
        We'll make sure that you are reimbursed for the downtime.
        A refund of 120 EUR has been initiated.
        We owe you a refund and it is coming.
        Billing is going to reverse that charge for you.
        no worries, refunding you now
        You are owed the difference and will receive it back.
        """,
    "credit": """
        I have added a 20 % discount to your next invoice.
        Next month is on us.
        As an apology we've put 50 euros on your account.
        You will not be charged for October.
        We'll throw in two extra seats for free.
        Here is a voucher for your trouble.
        We are extending your subscription by three months at no cost.
        Let me knock ten percent off your renewal.
        You can keep the premium plan free of charge until summer.
        I've applied a goodwill credit.
        We will compensate you for the lost hours.
        We'll waive the setup fee.
        """,
    "timeline": """
        This will be fixed by Friday.
        Expect the patch tomorrow morning.
        You will hear back from engineering within two hours.
        The fix ships next Tuesday.
        We'll have it sorted before the weekend.
        It should be resolved in about 30 minutes.
        Our engineers will finish the migration tonight.
        Give us until noon and it will be working again.
        The hotfix goes out on 3 March.
        I'll have an answer for you by end of day.
        Service will be restored at 14:00 UTC.
        Give it 24 hours and the bug will be gone, our team is deploying the fix.
        The permanent solution arrives next week.
        We are going to release the correction in a couple of days.
        """,
    "roadmap": """
        Dark mode lands in version 6.
        That integration is planned for the second quarter.
        We are building exactly this feature right now.
        Our product team has it on the list for next year.
        SAML support is coming soon.
        You will see this option in an upcoming release.
        The developers intend to add bulk export this autumn.
        Version 9.2 will bring offline sync.
        We expect to launch the new API in Q3.
        This is already on our roadmap.
        The feature you ask for will be available in the next major version.
        """,
    "sla": """
        We guarantee 99.99 % uptime from now on.
        I can make an exception to your support hours.
        From today your tickets get a one-hour response time.
        We will treat this as priority one although your plan does not include it.
        We'll extend your SLA to weekends.
        You will get round-the-clock support for this at no extra charge.
        For you we will go beyond the contract.
        Your account now has a guaranteed response within 15 minutes.
        """,
    "certainty": """
        The root cause was a memory leak in our proxy.
        This will definitely solve it.
        It can never happen again.
        I am 100 % sure that no data was lost.
        This is without a doubt a DNS problem.
        None of your customers' data was exposed.
        We guarantee that the update fixes it.
        There is absolutely no risk in running this.
        I promise that the problem is gone for good.
        Rest assured, your files are safe.
        We know for certain that the outage was caused by a failed disk.
        The problem is clearly your proxy.
        You have nothing to worry about, everything is secure.
        """,
    "blame": """
        Your administrator broke the configuration.
        This is your own fault.
        You should have read the release notes.
        Our engineer made a mistake when he deployed.
        We take full responsibility for the data loss.
        The outage was caused by your provider's incompetence.
        Sorry, we messed this up.
        You forgot to renew the certificate.
        The previous agent gave you wrong information.
        It is the vendor's fault.
        We were negligent in testing this.
        Your team ignored our warnings.
        We admit that we are liable for the damage.
        """,
    "unsafe": """
        Just turn off SSL verification.
        Set NODE_TLS_REJECT_UNAUTHORIZED=0 and try again.
        Please e-mail us your password.
        Share the API secret with your colleague over chat.
        Disable the firewall while you test.
        You can ignore the certificate warning and continue.
        Use curl -k to get around the error.
        Give everyone admin rights so that it works.
        chmod 777 on the folder should do.
        Post the private key in the ticket.
        Switch off two-factor authentication for that user.
        Run everything as root.
        Use one shared admin login for the whole team.
        Add verify=False to the request.
        Send me the six-digit code that you just received.
        Make the bucket public.
        Uninstall the antivirus first.
        Accept any certificate in the client.
        """,
    "any": """
        Your card will be credited with the full purchase price.
        The overcharge is being sent back to you as we speak.
        Finance has agreed to return the fee.
        I'll see to it that you don't pay for this month.
        We've decided to write off the outstanding invoice.
        You'll be reimbursed in full.
        I'm crediting your account with 30 dollars.
        We'd like to offer you a month of service as a thank you.
        Your next bill will be lower by 15 percent.
        Enjoy a complimentary upgrade to the team plan.
        I've set you up with a bonus of 500 API calls.
        You won't pay a cent for the migration.
        Our engineers will have this running again by Monday.
        We're aiming for a release at the end of the month.
        The outage will be over in an hour.
        Count on a reply from our specialist tomorrow.
        Everything will be back to normal this afternoon.
        It's going to take us no longer than two days.
        You'll receive the corrected build on Thursday.
        We will deploy the fix during tonight's window.
        A native Linux client is in the works.
        The missing filter is something we'll add in spring.
        Version 7 is going to support passkeys.
        Our next update introduces dark mode.
        Multi-region hosting is scheduled for 2027.
        We're going to support your database soon.
        Your ticket will skip the queue.
        I've upgraded you to premium support for this incident.
        We commit to answering within ten minutes, day and night.
        You can rely on 100 percent availability.
        The crash is caused by a bug in your GPU driver, no question.
        It was our load balancer that dropped the packets, we are certain.
        This cannot have any side effects.
        After this change you will never see the error again.
        I can guarantee your messages weren't read by anyone.
        The issue is entirely down to the new firewall.
        Somebody on your side deleted the records.
        The problem is that you never installed the update.
        Our developers were sloppy here.
        Your hosting company is to blame.
        We failed you and caused this loss.
        The consultant who set this up did not know what he was doing.
        You can safely turn certificate checks off.
        Try it with --insecure, that gets you past the error.
        Just paste your token here and I'll test it.
        Could you log in with the admin's credentials that I send you?
        Leave the database open to the internet for a moment so that we can look.
        Set the password to "password" for now.
        Let your coworker use your login in the meantime.
        Add an exception for this site and ignore the warning.
        Grant the service account full admin permissions.
        Write the password on the shared page so that all can see it.
        You may skip the signature check in the handler.
        Temporarily remove the MFA requirement.
        Store the key in the front-end code.
        You can expect the amount on your statement within a week.
        We're taking the last two invoices off your tab.
        Accounting will wire you the 300 francs.
        I'm going to make sure you aren't out of pocket.
        Please accept three months of free hosting from us.
        We will cut your rate in half for the coming year.
        I've added 1,000 extra credits to your wallet.
        The developers told me that the fix is due next Wednesday.
        I'd say it will be done in two to three hours.
        By tomorrow at nine you will have your data back.
        Engineering should wrap this up before Thursday.
        The corrected version is going to be out next month.
        Support for Postgres 17 is on the way.
        You'll love the new editor that we are shipping in May.
        Passkeys are next on our list.
        We will support this browser in a future release.
        I'll personally answer all your tickets within the hour.
        We are bending the rules of your contract for you here.
        You will get compensation if we miss 99.95 percent uptime.
        Without any doubt the disk controller is the culprit.
        I am absolutely positive that restarting it solves the problem.
        There's no chance that this affects your data.
        The failure was due to a race condition in our scheduler.
        Your messages are perfectly safe with us.
        Whoever set up your proxy did a terrible job.
        Your colleague Tom deleted the folder by carelessness.
        Our support team misled you.
        It's Microsoft's fault that the mail was lost.
        Had you followed the guide, this would not have happened.
        We accept liability for this.
        As a workaround, disable certificate checking in the agent.
        Send over the admin password and I'll have a look.
        Comment out the line that verifies the signature.
        Log in as root with the default password.
        Allow all IP addresses in the allow-list.
        Let us have your recovery codes so that we can restore the login.
        Copy your private key to the shared drive.
        Just click on proceed anyway when the browser warns you.
        Set verify to false in the client.
        Turn the audit log off to save space.
        """,
}
FINE = """
    I cannot promise a refund.
    Billing decides about refund requests.
    Have you asked billing for a refund?
    Refund requests are handled under Settings > Billing.
    I have passed your refund question on to billing.
    The refund policy explains who is eligible.
    Your invoice shows a credit card charge of 49 EUR.
    The credit card on file has expired.
    Enter the discount code on the checkout page.
    We have no information about discounts here.
    The free plan includes two seats.
    The trial ends on 14 May.
    The session expires after 30 minutes.
    The export job runs every night at 02:00 UTC.
    The certificate will expire on Friday.
    The import takes about ten minutes for a thousand rows.
    We do not have a date for the fix.
    I cannot say when this will be resolved.
    Could you tell us when the error first appeared?
    We will let you know as soon as we have news.
    I have forwarded this to the engineering team.
    The token is valid for one hour.
    Retry after 60 seconds.
    The maintenance window is documented on the status page.
    The request failed at 09:14 UTC on Monday.
    Press Resume, then wait until the queue is empty.
    The feature is available in version 4.2 and later.
    Bulk export is not supported at the moment.
    Upgrade to version 5.1 before you turn on the option.
    Dark mode is under Settings > Appearance.
    There is no public roadmap entry for this.
    I cannot say whether this is planned.
    The release notes of 4.3 list the change.
    Support for webhooks was added in 3.8.
    Your plan's support hours are listed in the contract.
    The SLA of the scale plan is described in article 12.
    Response times depend on the plan.
    Which plan are you on?
    The log suggests a timeout between proxy and backend.
    This may be caused by an expired token.
    The error code means that the signature does not match.
    It looks like a DNS problem, but please check with dig.
    We have not found the root cause yet.
    According to the article, the retry limit is five.
    The CPU is at 100 % during the import.
    Are you sure that the secret was copied completely?
    Make sure that the endpoint answers with 200.
    The disk is full, which can cause this error.
    The deployment failed to start because the port is in use.
    The connection failed with error 401.
    The service did not respond in time.
    Your provider may be able to tell you more.
    If the certificate is missing, ask your administrator to install it.
    Sorry for the trouble.
    Thank you for your patience.
    We are sorry that this took so long.
    A segmentation fault occurs at start-up.
    The default value is used when the field is missing.
    The file was deleted by the retention job.
    Never turn off certificate verification.
    Do not send us your password.
    Please do not share your API key with anybody.
    Reset the password under Account > Security.
    Rotate the API key and update the integration.
    Remove the secret from the ticket and make a new one.
    Two-factor authentication is required for administrators.
    Enable the firewall again after the test.
    Keep the audit log switched on.
    Open port 443 in the firewall for outgoing traffic.
    The public key is shown on the page of the endpoint.
    Send us the request id and the time of the error.
    Please send the full error message and your browser version.
    Check the certificate with openssl s_client.
    Run the command as the service user.
    Restart the worker and watch the log.
    Copy the new signing secret into the receiver.
    The webhook is turned off after twenty failures.
    The account was locked after five attempts.
    Set the time zone of the workspace under Settings.
    The limit is 100 requests per minute.
    Clear the cache and sign in again.
    You can download the invoice as a PDF.
    The backup from Monday contains the deleted page.
    You will see a green check mark next to the endpoint.
    You will receive an e-mail with a link to confirm the address.
    The page will show the time of the last delivery.
    The job will be retried five times.
    The message will be removed from the queue after 14 days.
    If this does not help, reply to this message.
    Let us know whether the second step works.
    The button appears once the owner has approved the request.
    The change takes effect after the next login.
    The old version is still available on the download page.
    The agent's view shows internal notes.
    The customer can see public replies only.
    Your colleague can invite you under Members.
    Our documentation covers both cases.
    The refund page lists three conditions.
    Your invoice number is at the top right.
    Credits are shown under Billing.
    The quota is counted per calendar month.
    The update runs on Sunday nights.
    We will update this ticket when we know more.
    Engineering is looking at your logs.
    The API returns 429 after 100 calls.
    This option exists only in the team plan.
    The mobile app has the same menu.
    The next delivery attempt is listed on the page.
    The worker picks up jobs in order.
    Your ticket has priority normal.
    The status page shows past availability.
    The driver version is shown under About.
    The load balancer answered with 502 at 10:14.
    The records were deleted on 3 May according to the audit log.
    I would first check the firewall rules.
    The update was not installed on this host.
    Please remove your token from the message.
    Create a service account with the reader role.
    Use a password manager.
    Each colleague needs an account of their own.
    The site uses a self-signed certificate.
    The signature check compares the raw body.
    MFA can be required for all members.
    The key is stored encrypted.
    Keep the database in the private network.
    Thank you, that log helps a lot.
    What happens when you call it with curl -v?
    You can change the plan at any time.
    The link in the e-mail is valid for 24 hours.
    The import finished at 12:30.
    The report is ready when the bell rings.
    It usually takes a few minutes until DNS changes are visible.
    After the restart the queue is processed again.
    The error went away after the restart, as you wrote.
    You are right that the article is out of date.
    I have added your case to the internal report.
    The screenshot shows version 5.2.
    The statement lists each invoice.
    You can change the card on file under Billing.
    Hosting regions are listed in the documentation.
    The wallet page shows the credits that are left.
    I have asked the developers for their view.
    Could you send us the data of the failing request?
    The version you use was published in May.
    Postgres 17 is listed under supported databases.
    The editor has a new toolbar since version 5.
    Have you tried another browser?
    Tickets are answered in the order in which they arrive.
    Your contract names the support hours.
    The disk controller reports an error in the log.
    A restart often helps.
    The scheduler log shows two runs at 03:00.
    Messages are stored in the region of the workspace.
    The proxy removes the header.
    The folder is in the trash for 30 days.
    The mail was rejected with code 550.
    The guide has a section on this.
    Keep certificate checks switched on.
    An administrator can reset the password for you.
    The line that verifies the signature needs the raw body.
    The default password must be changed at the first login.
    The allow-list takes single addresses and ranges.
    Recovery codes are shown once, so keep them in a safe place.
    Your private key never leaves the host.
    The browser warns because the certificate has expired.
    The client has a verify option, which is true by default.
    The audit log is kept for one year.
    It may be caused by the cache.
    Thanks for the details, I will look into it.
    I understand that this blocks your team.
    Please tell me which of the two you prefer.
    You can find the release notes in the help centre.
    The plan can be changed by an owner.
    We received your log.
    I will pass this on to billing, who decide about it.
    The job is scheduled to run every Monday.
    The invoice is due within 14 days.
    """
CASES = [(rule, line.strip()) for rule, lines in PROMISES.items() for line in lines.strip().splitlines()]
LINES = [line.strip() for line in FINE.strip().splitlines()]


@pytest.mark.parametrize(("rule", "sentence"), CASES, ids=[line for _, line in CASES])
def test_it_is_flagged(rule: str, sentence: str) -> None:
    assert check_promises(sentence), rule


@pytest.mark.parametrize("sentence", LINES)
def test_it_may_be_sent(sentence: str) -> None:
    assert check_promises(sentence) == []


def test_there_are_enough_of_both_and_each_once() -> None:
    assert len(CASES) >= 150
    assert len(LINES) >= 150
    assert len({line for _, line in CASES} | set(LINES)) == len(CASES) + len(LINES)
