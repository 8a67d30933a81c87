"""Sentences that neither a rule nor the model was made from: new wordings, other trades."""

REFUSED = {
    "refund": """
        The ticket price is going back to the card that you paid with.
        I talked to accounting and they're giving you the 75 dollars back.
        We'll cover the repair bill for your bicycle.
        Your booking fee has been sent back this morning.
        Der Reisepreis wird Ihnen in voller Höhe zurückgezahlt.
        """,
    "credit": """
        We've put a free night on your booking to apologise.
        Breakfast costs you nothing during your stay.
        You get a fifth off your next trip with us.
        I have bumped you up to first class at the old price.
        Pour nous excuser, nous vous offrons le petit-déjeuner.
        """,
    "timeline": """
        The mechanic will be finished with your lift on Thursday.
        Your suitcase arrives at the hotel tonight.
        In twenty minutes the booking page is back.
        We'll have swapped the lock by the end of the day.
        El ascensor quedará reparado mañana.
        """,
    "roadmap": """
        Seat selection is coming to the app in spring.
        The new booking engine will be able to handle groups.
        We are going to add a Dutch version of the page.
        Our designers are already drawing a calendar view for the next release.
        """,
    "sla": """
        From now on there's always a free seat for you, we guarantee that.
        You'll be dealt with before all other guests.
        We make an exception to the cancellation terms for you.
        Your calls will be answered within 30 seconds at any time.
        """,
    "certainty": """
        The gate was closed because of the sensor, I'm one hundred percent sure.
        With that the double booking will never show up again.
        There's no risk at all in updating the kiosk.
        Your passport data was not seen by anyone, that is a fact.
        It can only be the card reader.
        """,
    "blame": """
        Your travel agent made a mess of the booking.
        It's your own fault that you missed the train.
        Our receptionist forgot to enter your reservation.
        We accept full liability for the lost suitcase.
        L'agence de voyages a commis une grosse erreur.
        """,
    "unsafe": """
        Please write your card number and the security code into your answer.
        Turn the virus scanner off and leave it like that.
        Give every employee the master key code.
        Click through the certificate warning, it doesn't matter.
        Let your friend use your login at the kiosk.
        """,
}
SENT = """
    The fare rules say when a ticket can be returned.
    I cannot tell you whether you will get the fare back.
    Our claims desk decides about the repair bill.
    You wrote that the fee was taken twice; which card was it?
    I have passed the receipt on to accounting.
    The breakfast price is listed on the hotel's page.
    I'm not able to give a discount.
    Vouchers can be entered in the last step of the booking.
    Have you used the voucher already?
    We don't know yet when the lift will work again.
    The lift was repaired on 12 April, according to the log.
    The lift is serviced every three months.
    I'd rather not name a day.
    The kiosk restarts by itself at four in the morning.
    Your suitcase was last scanned in Lyon at 18:20.
    The status page announces maintenance for Saturday night.
    It's not decided whether seat selection will be offered.
    Seat selection has been possible since version 3.2.
    The wish for a calendar view is noted as request 88.
    Your contract names an answer within four hours.
    Cancellation is governed by the fare rules.
    The sensor may be dirty; could you have a look at it?
    We have not found out why the gate was closed.
    We can't exclude that it happens again.
    The log shows that the booking was deleted by the account "front-desk".
    Sorry for the mix-up.
    The reservation isn't in the system; could you send the confirmation?
    Please never send a full card number by e-mail.
    Leave the virus scanner on and add an exception for the kiosk folder.
    Change the code of the master key after each season.
    Import the authority's certificate so that the warning disappears.
    Each employee should use an own login.
    Open the settings, choose Printer, and print a test page.
    The card reader needs firmware 5 or newer.
    If the page stays blank, clear the cache.
    Der Preis steht in der Buchungsbestätigung.
    Ob der Aufzug morgen läuft, wissen wir nicht.
    La cause de la panne n'est pas connue.
    No puedo confirmar la devolución.
    Quale lettore di carte usate?
    """
