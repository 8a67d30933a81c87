"""How people ask for a change of a text: English first, the commonest in German, French and Spanish, too."""

from assistant.steering.edits import Part, Place
from assistant.steering.steering import Tone

POLITE = (
    "please", "pls", "kindly", "thanks", "thank you", "bitte", "danke", "s'il te plaît", "s'il vous plaît", "stp",
    "svp",
    "merci", "por favor", "gracias",
)  # fmt: skip

LEADS = (
    "can you", "could you", "would you", "will you", "can we", "i want you to", "i would like you to",
    "i'd like you to",
    "i want it", "i want", "i'd like it", "let's", "now", "also", "ok", "okay", "and", "but", "then",
    "make it sound", "make it", "make this", "make that", "make them", "make the reply", "make the text",
    "make the draft", "make the answer", "make the summary", "keep it", "write it", "write this", "rewrite it",
    "rewrite this", "say it", "put it", "it should be", "it is", "it's", "this is", "that is",
    "the reply is", "the text is", "the answer is", "the draft is", "the reply should be", "the text should be",
    "kannst du", "können sie", "mach es", "mach das", "mache es", "mache das", "machen sie es", "schreib es",
    "schreibe es", "es ist", "das ist", "und", "noch",
    "peux-tu", "pouvez-vous", "rends-le", "rends le", "rends-la", "fais", "fais-le", "c'est", "écris-le", "et",
    "encore",
    "puedes", "puede", "hazlo", "hazla", "hágalo", "escríbelo", "es", "y",
)  # fmt: skip

DEGREES = (
    "a little bit", "a little", "a bit", "a lot", "a touch", "slightly", "somewhat", "even", "much", "way", "still",
    "really", "very", "far", "a tad", "viel", "etwas", "ein bisschen", "ein wenig", "noch", "deutlich",
    "un peu", "beaucoup", "encore", "bien", "un poco", "mucho", "algo", "aún", "todavía",
)  # fmt: skip

TAILS = ("it", "this", "that", "again", "version", "tone", "wording", "text", "reply", "language", "only", "altogether")

SHORTER = (
    "shorter", "short", "shorten", "more concise", "concise", "more concisely", "more compact", "compact",
    "condense", "trim",
    "trim down", "tighter", "tighten", "tighten up", "less text", "less wordy", "less long", "less detail",
    "less details",
    "less detailed", "fewer words", "cut down", "cut it down", "trim it down", "boil it down", "too long",
    "not so long",
    "briefer", "more brief", "more to the point", "shorter reply", "shorter version", "half as long",
    "kürzer", "kurz", "kuerzer", "knapper", "kompakter", "kürzen", "kürze", "kürze es", "kürze das", "zu lang",
    "nicht so lang", "weniger text", "plus court", "plus courte", "plus concis", "raccourcis", "raccourcir",
    "raccourcis-le",
    "abrège", "trop long", "moins long", "más corto", "más corta", "más breve", "más conciso", "acorta", "acórtalo",
    "resume", "demasiado largo", "menos largo",
)  # fmt: skip

LONGER = (
    "longer", "lengthen", "more detail", "more details", "more detailed", "in more detail", "with more detail",
    "with more details", "expand", "expand on it", "elaborate", "say more", "more text", "more information",
    "more info",
    "too short", "not so short", "add detail", "add more detail", "add details", "add more details", "fuller",
    "länger", "laenger", "ausführlicher", "mehr details", "mehr text", "zu kurz", "detaillierter",
    "plus long", "plus longue", "plus détaillé", "plus de détails", "développe", "trop court",
    "más largo", "más larga", "más detallado", "más detalles", "más detalle", "amplía", "demasiado corto",
)  # fmt: skip

TONES: dict[Tone, tuple[str, ...]] = {
    "formal": (
        "formal", "more formal", "formally", "more formally", "more official", "more professional", "less casual",
        "formell", "formeller", "förmlich", "förmlicher", "formel", "plus formel", "plus formelle", "más formal",
    ),
    "warm": (
        "warm", "warmer", "friendly", "friendlier", "more friendly", "kinder", "more warmly", "more warmth", "nicer",
        "more cordial", "more empathetic", "herzlich", "herzlicher", "freundlich", "freundlicher", "wärmer", "netter",
        "chaleureux", "plus chaleureux", "plus amical", "plus aimable", "más cordial", "más cálido", "más amable",
        "más cercano",
    ),
    "neutral": (
        "neutral", "more neutral", "neutrally", "plain", "plainer", "matter-of-fact", "less formal", "less warm",
        "less friendly", "neutraler", "sachlich", "sachlicher", "weniger förmlich", "neutre", "plus neutre",
        "moins formel", "neutro", "más neutro", "neutra", "menos formal",
    ),
    "brief": ("brief", "briefly", "terse", "terser", "curt", "only the essentials", "knapp", "bref", "brève",
    "breve"),
}  # fmt: skip

UNDO = (
    "undo", "undo that", "undo it", "take that back", "take it back", "revert", "revert that", "go back", "back",
    "never mind", "nevermind", "undo the last change", "undo last", "undo the last turn", "rückgängig",
    "mach das rückgängig", "zurück", "annule", "annuler", "reviens en arrière", "deshacer", "deshaz", "deshazlo",
)  # fmt: skip
REDO = ("redo", "redo that", "redo it", "wiederholen", "wiederherstellen", "rétablir", "rétablis", "rehacer", "rehaz")

LANGUAGES = {
    "en": ("english", "englisch", "anglais", "inglés"),
    "de": ("german", "deutsch", "allemand", "alemán"),
    "fr": ("french", "französisch", "français", "francés"),
    "es": ("spanish", "spanisch", "espagnol", "español", "castellano"),
    "it": ("italian", "italienisch", "italien", "italiano"),
    "pt": ("portuguese", "portugiesisch", "portugais", "portugués", "português"),
    "nl": ("dutch", "niederländisch", "néerlandais", "neerlandés", "holandés", "nederlands"),
    "pl": ("polish", "polnisch", "polonais", "polaco", "polski"),
    "sv": ("swedish", "schwedisch", "suédois", "sueco", "svenska"),
    "da": ("danish", "dänisch", "danois", "danés", "dansk"),
    "cs": ("czech", "tschechisch", "tchèque", "checo", "čeština"),
    "ja": ("japanese", "japanisch", "japonais", "japonés"),
    "zh": ("chinese", "chinesisch", "chinois", "chino"),
}
IN_LANGUAGE = ("translate to", "translate into", "translate it to", "translate it into", "translated to", "switch to",
               "in", "to", "auf", "ins", "en", "al")  # fmt: skip

LEAVE_OUT = (
    "leave out", "leave off", "leave away", "drop", "remove", "delete", "omit", "cut out", "cut", "take out",
    "take away",
    "skip", "strip out", "strip", "get rid of", "lose", "without", "exclude", "erase", "do without", "no more", "no",
    "don't mention", "do not mention", "don't include", "do not include", "we don't need", "you don't need",
    "lass", "lasse", "entferne", "entfern", "streiche", "streich", "lösche", "lösch", "ohne", "kein", "keine",
    "keinen",
    "enlève", "enlever", "enlevez", "retire", "retirer", "retirez", "supprime", "supprimer", "supprimez", "ôte",
    "sans",
    "quita", "quitar", "quite", "elimina", "eliminar", "elimine", "borra", "borrar", "borre", "omite", "omitir",
    "sin",
)  # fmt: skip
LEAVE_OUT_ENDS = ("out", "away", "off", "weg", "aus", "weglassen", "streichen", "entfernen", "löschen", "raus")
"""What stands at the end: "leave step 3 out", "lass Schritt 3 weg", "Schritt 3 weglassen"."""
SPLIT_VERBS = ("leave", "take", "cut", "strip", "lass", "lasse", "nimm")

KEEP_ONLY = (
    "keep only", "only keep", "just keep", "keep just", "keep nothing but", "nothing but", "leave only", "only leave",
    "reduce it to", "reduce to", "only", "just", "behalte nur", "lass nur", "nur", "ne garde que", "garde seulement",
    "garde uniquement", "seulement", "uniquement", "deja solo", "deja sólo", "mantén solo", "conserva solo",
    "solo", "sólo",
    "solamente",
)  # fmt: skip

MOVE = (
    "move", "put", "place", "shift", "bring", "verschiebe", "verschieb", "setze", "stelle", "déplace", "déplacer",
    "mets",
    "mettez", "mueve", "mover", "pon", "poner",
)  # fmt: skip

PLACES: dict[Place, tuple[str, ...]] = {
    "start": (
        "to the top", "to the start", "to the beginning", "to the front", "at the top", "at the start",
        "at the beginning", "up front", "first", "up", "an den anfang", "nach oben", "au début", "en premier",
        "al principio", "al inicio",
    ),
    "end": (
        "to the end", "to the bottom", "to the back", "at the end", "at the bottom", "last", "ans ende",
        "an das ende",
        "nach unten", "à la fin", "en dernier", "al final",
    ),
    "before": ("in front of", "ahead of", "before", "above", "vor", "avant", "antes de", "antes del", "delante de"),
    "after": ("after", "behind", "below", "underneath", "nach", "hinter", "après", "después de", "después del",
    "detrás de"),
}  # fmt: skip

PARTS: dict[Part, tuple[str, ...]] = {
    "step": (
        "step", "steps", "instruction", "instructions", "list of steps", "schritt", "schritte", "schritten", "étape",
        "étapes", "etape", "etapes", "paso", "pasos",
    ),
    "paragraph": (
        "paragraph", "paragraphs", "block", "absatz", "absätze", "paragraphe", "paragraphes", "párrafo", "párrafos",
        "parrafo", "parrafos",
    ),
    "sentence": ("sentence", "sentences", "satz", "sätze", "phrase", "phrases", "frase", "frases", "oración"),
    "question": ("question", "questions", "frage", "fragen", "pregunta", "preguntas"),
    "quote": (
        "quote", "quotes", "quotation", "quotations", "acknowledgement", "acknowledgment", "acknowledgements",
        "recap", "zitat", "zitate", "cita", "citas",
    ),
    "greeting": (
        "greeting", "greetings", "salutation", "hello", "anrede", "begrüßung", "gruß", "bonjour", "saludo",
        "saludos",
    ),
    "closing": (
        "closing", "closing line", "closing sentence", "sign-off", "sign off", "signoff", "goodbye", "farewell",
        "ending", "schlusssatz", "schluss", "schlussformel", "conclusion", "formule de politesse", "cierre",
        "despedida",
    ),
    "explanation": (
        "explanation", "explanations", "background", "intro", "introduction", "erklärung", "erklärungen",
        "einleitung", "explication", "explications", "explicación", "introducción",
    ),
}  # fmt: skip

NUMBERS = {
    1: ("one", "first", "1st", "eins", "erste", "ersten", "erster", "premier", "première", "1er", "1re", "primer",
        "primero", "primera"),
    2: ("two", "second", "2nd", "zwei", "zweite", "zweiten", "zweiter", "deux", "deuxième", "seconde", "dos",
    "segundo",
        "segunda"),
    3: ("three", "third", "3rd", "drei", "dritte", "dritten", "dritter", "trois", "troisième", "tres", "tercer",
    "tercero",
        "tercera"),
    4: ("four", "fourth", "4th", "vier", "vierte", "vierten", "quatre", "quatrième", "cuatro", "cuarto", "cuarta"),
    5: ("five", "fifth", "5th", "fünf", "fünfte", "fünften", "cinq", "cinquième", "cinco", "quinto", "quinta"),
    6: ("six", "sixth", "6th", "sechs", "sechste", "sechsten", "sixième", "seis", "sexto", "sexta"),
    7: ("seven", "seventh", "7th", "sieben", "siebte", "siebten", "sept", "septième", "siete", "séptimo"),
    8: ("eight", "eighth", "8th", "acht", "achte", "achten", "huit", "huitième", "ocho", "octavo"),
    9: ("nine", "ninth", "9th", "neun", "neunte", "neunten", "neuf", "neuvième", "nueve", "noveno"),
    10: ("ten", "tenth", "10th", "zehn", "zehnte", "zehnten", "dix", "dixième", "diez", "décimo"),
    -1: ("last", "final", "letzte", "letzten", "letzter", "dernier", "dernière", "última", "último"),
    -2: ("second-last", "second to last", "last but one", "penultimate", "next to last", "vorletzte", "vorletzten",
         "avant-dernier", "avant-dernière", "penúltimo", "penúltima"),
}  # fmt: skip

ARTICLES = (
    "the", "all the", "all of the", "all", "any", "this", "that", "these", "those", "a", "an", "my", "our", "whole",
    "entire", "number", "no.", "nr.", "section", "part", "der", "die", "das", "den", "dem", "alle", "allen", "teil",
    "abschnitt", "le", "la", "les", "l'", "d'", "un", "une", "tous les", "toutes les", "section", "partie", "el",
    "los",
    "las", "todos los", "todas las", "una", "sección", "parte", "number", "nummer", "numéro", "número",
)  # fmt: skip

JOINTS = (" and also ", " as well as ", " and ", " & ", " or ", " und ", " sowie ", " oder ", " et ", " ou ",
          " y ", " e ", ", ", "; ", " then ", " but ")  # fmt: skip
RANGES = ("to", "through", "until", "till", "bis", "à", "a", "al", "-", "–")
LISTS = ("list", "liste", "lista")
