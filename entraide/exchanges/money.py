"""Words that make mutual aid a market, or a trap: pointed out to who writes them, never refused.

A machine does not judge: it shows the writer what others may read in it, and the writer decides.
Words are looked for in small letters, without accents and without what one does not see: write
them so in these lists. A word may be a small pattern.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from entraide.people.known import folded

# Marks and joiners that nobody sees, with which a word could hide.
UNSEEN = {"Cf", "Mn", "Me"}
# What is typed in several ways and means the same.
ALIKE = str.maketrans(dict.fromkeys("’‘ʼ`", "'") | dict.fromkeys("‐‑‒–—−", "-"))

# A few words between two others; punctuation ends what they say together.
FEW = r"(?:[ '-]\w+){0,3}?[ '-]"

# How many, in digits or in letters.
NUMBER = (
    r"(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|vingt|trente|quarante|cinquante|soixante|cents?|mille|quelques|\w+aines? d')"
)

# An amount. "15e" alone is a part of a town; balls of straw and of wool are things.
AMOUNTS = (
    r"\d ?k? ?[€$£]",
    r"[€$£] ?\d",
    rf"\b{NUMBER} ?(?:€|(?:euros?|eur|dollars?|dirhams?|dinars?)\b)",
    r"\b(?:en|des) euros\b",
    rf"\b{NUMBER} ?balles\b(?! (?:de (?!l'heure)|d'|pour))",
    rf"\b{NUMBER} ?(?:de l'heure|(?:/ ?|par )h(?:eure)?)\b",
    r"\d ?e ?(?:/ ?|par |la |de l')(?:h|heure|jour|nuit|semaine|mois)\b",
)

# What is paid, and for what; a feast may be "païenne".
PAYING = (
    r"pa[iy]e(?!n(?:s|nes?)?\b)\w*", r"payant\w*", r"payons", r"prix", r"tarifs?",
    r"remuner\w+", r"retribu\w+", r"factur(?:es?|er|ee?s?|ons|ation)", r"devis", r"arrhes",
    r"acomptes?", r"cautions?",
    r"virements?", r"salaires?", r"honoraires", r"defrai\w+", r"dedommag\w+", r"cesu",
    r"cheques? emploi", r"(?:par|contre) cheques?", r"moyennant finances?", r"contre recompense",
    r"(?:contre|petit|faible) loyer",
    r"particip\w+ (?:financiere|(?:aux|pour les|a tes|a vos) (?:frais|depenses)|a l'essence)",
)  # fmt: skip

# What tells that "espèces" are of birds or seeds.
ALIVE = r"(?: (?:de|du|des|qui|a)\b| d'| (?:animal|vegetal|sauvage|menac|proteg|local|rare|ancien))"
# Money itself. A ring is made of it too: not alone, then.
COINS = (
    r"contre (?:de l'|un peu d')?argent", r"(?:besoin|prets?|avance|somme|manque) d'argent",
    r"(?:pret|envo)\w+ de l'argent", r"cash", r"en liquide", r"au black", r"travail\w* au noir",
    r"(?:en|par|contre) especes",
    rf"(?<!\b[cdln]es )(?<!\d )(?<!ieurs )(?<!rentes )especes(?!{ALIVE})",
)  # fmt: skip

# The ways by which it is sent. Lydia is also somebody.
SENDING = (
    r"western union", r"moneygram", r"paypal", r"paylib", r"wero", r"revolut", r"transcash",
    r"paysafecard", r"bitcoins?", r"crypto(?:s|monnaies?)?", r"iban", r"rib",
    r"(?:via|sur) lydia", r"regl\w+ par lydia", r"lydia (?:accept\w+|possible|ok)",
)  # fmt: skip

# What is sold or let, not given or lent. A "co-location" of a garden is one that people share.
SELLING = (
    r"a (?:re)?vendre", r"vendre (?:mon|ma|mes|notre|nos|une?|des)", r"(?:re)?vend(?:s|ons)?",
    r"en vente", r"a louer", r"(?:sous-)?lou(?:e|es|ons|ent)", r"(?<!co-)locations?",
)  # fmt: skip

# Said with one of the words before, it tells that there is no money in it.
DENYING = (
    r"(?:sans|pas|rien|ni|non|aucune?|jamais)"
    r"(?:[ -](?:rien|avoir|besoin|question|aucune?|une?|a|de|du|la|le|les|en|y|se|contre|par)"
    r"|[ -]d')*"
)
AFTER = r"(?:pas|rien|jamais|personne|aucune?)"

# Papers with money in them, with which people help each other.
PAPERS = (
    r"(?:(?:fiches?|bulletins?) de (?:paie|paye|salaire)"
    r"|devis|factures?|rib|iban|virements?|paiements?|tarifs?|cautions?)"
)
HELPING = (
    r"(?:re)?li(?:re|s)", r"comprendre", r"remplir", r"ecrire", r"traduire", r"expliqu\w+",
    r"imprimer", r"scanner", r"classer", r"ranger", r"trier", r"comparer",
    r"contester", r"aider? (?:pour|avec)",
)  # fmt: skip
OFFICES = (
    r"caf", r"cpam", r"ameli", r"secu(?:rite sociale)?", r"banque", r"poste", r"mairie",
    r"prefecture", r"impots?", r"france travail", r"pole emploi", r"edf", r"engie", r"bailleur",
    r"mutuelle", r"ecole", r"cantine", r"hopital", r"eau", r"gaz", r"electricite", r"retraite",
)  # fmt: skip

# What is won with a book.
PRIZES = (
    r"goncourt", r"nobel", r"renaudot", r"femina", r"medicis", r"interallie", r"pulitzer",
    r"litteraires?", r"d(?:es|u) (?:lecteurs|libraires|lyceens|livre\w*|public)",
)  # fmt: skip

# What has a word of money in it and is something else.
HARMLESS = (
    rf"(?:{'|'.join(HELPING)}){FEW}{PAPERS}",
    rf"{PAPERS} a (?:{'|'.join(HELPING)})",
    rf"{PAPERS} (?:de |d'|pour |a |par )?(?:la |le |les |l')?(?:{'|'.join(OFFICES)})",
    r"(?:fiches?|bulletins?) de (?:paie|paye|salaire)",
    rf"prix (?:{'|'.join(PRIZES)})",
    r"(?:a tout|(?:premier|1er|grand)) prix",
    r"(?:camion\w*|camping-car|voitures?|vehicules?|utilitaires?|velos?) de location",
    r"(?<![\d.,])(?:0|zero) ?(?:€|euros?)",
)

# Whom one looks for who looks for more than a neighbour: a mother who is "célibataire" may look
# for somebody to mind her child.
LOVE = r"(?:femme|homme|fille|mec|relation|rencontre|amour|ame soeur|compagne|compagnon|aventure)s?"
AMOROUS = r"(?:coquin|discret|sexuel|sensuel|d'un soir|sans lendemain)\w*"
# Bodies that are looked for, or sold.
MEETING = (
    rf"massages?{FEW}(?:{AMOROUS}|intimes?|prive\w*|erotiques?|tantriques?|naturistes?)",
    rf"(?:rencontre|relation|aventure)s?{FEW}{AMOROUS}",
    r"(?:rencontres?|soirees?) (?:entre |de |pour )?celibataires?",
    rf"celibataires?{FEW}cherch\w+ (?:une? |des |l'|jeunes? |belles? )*{LOVE}",
    r"plans? (?:cul|q|sexe)", r"escort(?:s|ing|e?-? ?(?:girl|boy)s?)?",
    r"(?:services?|faveurs?|prestations?) sexuel\w+", r"contre(?: \w+){0,2} (?:sexe|faveurs?)",
)  # fmt: skip

# A roof, and what nobody should have to give for one. A tea set is a "service" too.
ROOF = (
    r"(?:heberg\w+|log(?:e|er|eons|ements?)|chambres?|lits?|toit|studio|appart\w*|canape|coloc\w*)"
)
OWED = (
    r"(?:sexe|faveurs?|compagnie|presence|menage|massages?|calins?|tendresse|affection|relations?"
    r"|services?(?! (?:a|de) (?:the|cafe|vaisselle|table)))"
)
HOUSING = (rf"{ROOF}{FEW}(?:contre|en echange de?){FEW}{OWED}",)

# Money that grows by itself, and loans of strangers. One invests oneself in a garden, plants are
# placed, and so are children and elders: not alone, then.
NOT_ONESELF = r"(?<![mts]')(?<![mts]'y )(?<!nous )(?<!vous )(?<!nous y )(?<!vous y )"
WINNING = (
    r"gagne[rz]? (?:de l'argent|vite)", r"argent facile", r"revenus? (?:garanti|passif|rapide)s?",
    r"credits? (?:rapide|facile|immediat|sans justificatif)s?", r"prets? personnels?",
    r"prets? (?:entre|de) particuliers?", r"forex", r"trading",
    r"placements? (?:financier|garanti|rentable|boursier|sans risque)s?",
    r"plac\w+ (?:mon|ton|son|votre|mes|tes|ses|vos) (?:argent|economies)",
    rf"{NOT_ONESELF}investi(?:r|ssez|ssons) (?:dans|en|sur|avec|ton|tes|votre|vos)",
    r"investissements? (?:garanti|rentable|financier|immobilier|locatif|rapide|sans risque)s?",
)  # fmt: skip

# Days and books, whose digits are no phone.
COUNTED = (
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./ -](?:0?[1-9]|1[0-2])[./ -](?:19|20)\d\d(?!\d)",
    r"(?<!\d)(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)",
    r"(?<!\d)97[89](?:[ -]?\d){10}(?!\d)",
    r"\bisbn[ :]*\d[\dx -]{8,16}",
)
# A phone of here, of abroad; an account; an e-mail, a page.
REACHING = (
    r"(?<!\d)(?:33 ?|0[ .]{0,2})[1-9](?:[ .)_·-]{0,3}\d){8}(?!\d)",
    r"(?<!\d)0[1-9](?:/\d\d){4}(?!\d)",
    r"(?:\+|(?<![\d:.,])00)(?:[ ./()-]{0,3}\d){9,14}(?!\d)",
    r"\b[a-z]{2}\d\d(?: ?\d{4}){3}",
    r"[\w.+-]+@[\w-]+\.\w+",
    r"https?://|www\.",
)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _words(patterns: Iterable[str]) -> str:
    """Return the pattern of any of these, as whole words."""
    return rf"\b(?:{'|'.join(patterns)})\b"


MONEY = _words((*PAYING, *COINS, *SENDING, *SELLING))
TOLD = _any((*AMOUNTS, MONEY))
# "0 €" ends with no letter: what is harmless ends where it ends.
SOMETHING_ELSE = re.compile(rf"\b(?:{'|'.join(HARMLESS)})(?!\w)")
DENIED = _any((rf"\b{DENYING}[ -]?{MONEY}", rf"\bn(?:e |')(?:\w+ )?{MONEY} {AFTER}\b"))
SOLICITING = _any((_words((*MEETING, *HOUSING, *WINNING)),))
NO_PHONE = _any(COUNTED)
REACHED = _any(REACHING)


def pointed_out(text: str) -> list[str]:
    """Return what to tell the writer about these words; nothing when there is nothing."""
    plain, found = _plain(text), []
    if TOLD.search(DENIED.sub(";", SOMETHING_ELSE.sub(";", plain))):
        found.append(
            _("Il est question d'argent. L'entraide n'est ni un achat ni un travail payé.")
        )
    if SOLICITING.search(plain):
        found.append(
            _("Ces mots ressemblent à une sollicitation. Relisez ce que d'autres y liront.")
        )
    if REACHED.search(NO_PHONE.sub(";", plain)):
        found.append(
            _("Un numéro ou une adresse est écrit. On se parle d'abord ici : rien n'est révélé.")
        )
    return found


def _plain(text: str) -> str:
    """Return the text as the lists are written; a new line ends what is said."""
    seen = (c for c in folded(text) if unicodedata.category(c) not in UNSEEN)
    digits = (str(unicodedata.decimal(c, c)) for c in seen)
    lines = "".join(digits).translate(ALIKE).splitlines()
    return " ; ".join(" ".join(line.split()) for line in lines)
