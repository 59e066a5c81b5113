"""Words of money, of solicitation, and numbers: pointed out when they are meant, and only then."""

import pytest

from entraide.exchanges.money import pointed_out

MONEY, SOLICITATION, NUMBER = "question d'argent", "sollicitation", "Un numéro"


def told(text: str) -> set[str]:
    """Return which of the three sentences are said."""
    said = " ".join(pointed_out(text))
    return {one for one in (MONEY, SOLICITATION, NUMBER) if one in said}


@pytest.mark.parametrize(
    "text",
    [
        "Le prix : 5 euros",
        "Je demande 20 € de l'heure",
        "€ 20",
        "10 k€",
        "10k €",
        "15 de l'heure",
        "15/h",
        "15e/h",
        "quinze de l'heure",
        "20e la nuit",
        "vingt euros",
        "vingt €",
        "une centaine d'euros",
        "dix balles",
        "12 balles de l'heure",
        "Travail bien payé",
        "On me paie à la fin",
        "Prix à débattre",
        "Tarif : à voir",
        "Rémunération possible",
        "Je vous envoie un devis, virement avant",
        "Facture possible",
        "CESU acceptés",
        "Chèque emploi service",
        "Espèces",
        "Espèces acceptées",
        "Paiement en espèces",
        "En liquide de préférence",
        "Ménage contre argent",
        "contre de l'argent",
        "Besoin d'argent",
        "Caution de cent",
        "Participation aux frais",
        "Participer aux frais d'essence",
        "Petit salaire",
        "Petit loyer",
        "Paypal ou virement",
        "Par PayPal",
        "Lydia accepté",
        "Réglez par Lydia",
        "Western  Union",
        "Envoyez votre RIB",
        "En bitcoin",
        "Vélo à vendre",
        "velo a vendre",
        "Vends poussette",
        "Je vends mon canapé",
        "VENDS VÉLO",
        "Je loue ma cave",
        "Je veux vendre mon canapé",
        "Garage à louer",
        "Loue garage",
        "Location d'une chambre",
        "Sous-location",
        "Gratuit, mais 20 € pour l'essence",
        "Pas de tarif, mais en espèces",
        "Pas mal payé",
    ],
)
def test_words_of_money_are_pointed_out(text: str) -> None:
    assert told(text) == {MONEY}


@pytest.mark.parametrize(
    "text",
    [
        "Massage coquin",
        "Massage érotique",
        "massage doux et sensuel",
        "Massages privés",
        "Plan cul",
        "escort",
        "Escort-girl",
        "Rencontre discrète",
        "Rencontres entre célibataires",
        "Célibataire cherche femme",
        "Homme célibataire cherche une relation",
        "Chambre contre sexe",
        "Hébergement contre services",
        "Hébergement gratuit contre ménage",
        "Je loge une étudiante en échange d'un peu de compagnie",
        "Studio en échange de services",
        "Gagnez de l'argent vite",
        "Argent facile",
        "Crédit rapide",
        "Prêt entre particuliers",
        "Placement garanti",
        "Placez vos économies",
        "Investissez dans la pierre",
        "Investir dans l'or",
        "Investissement rentable",
    ],
)
def test_words_that_solicit_are_pointed_out(text: str) -> None:
    assert SOLICITATION in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "06 39 98 00 01",
        "06.39.98.00.09",
        "06/39/98/00/09",
        "06-39-98-00-09",
        "0639980009",
        "0639 98 00 09",
        "0 6 3 9 9 8 0 0 0 9",
        "(06) 39 98 00 09",
        "33639980009",
        "Au 06 39 98 00 09 après 18 h",
        "le 23/11/2026 au 06 39 98 00 09",
        "+33 6 39 98 00 09",
        "+33 (0)6 39 98 00 09",
        "0033639980009",
        "00 33 6 39 98 00 09",
        "+32 470 12 34 56",
        "٠٦ ٣٩ ٩٨ ٠٠ ٠٩",
        "0\ufe0f\u20e36\ufe0f\u20e3 39 98 00 09",
        "Écrivez à moi@exemple.fr",
        "https://exemple.fr/",
        "www.exemple.fr",
        "FR76 3000 6000 0112 3456 7890 189",
    ],
)
def test_numbers_and_addresses_are_pointed_out(text: str) -> None:
    assert told(text) == {NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        "Je prête ma perceuse, à rendre propre",
        "Trois enfants de 6, 8 et 10 ans le mercredi",
        # Who is alone, who joins in, what is planted, whose parent is placed.
        "Maman célibataire cherche garde",
        "Maman célibataire cherche une garde pour sa fille",
        "J'aimerais m'investir dans le quartier",
        "S'investir au jardin",
        "Envie de nous investir dans l'association",
        "Investissez-vous dans le jardin",
        "Une voisine très investie",
        "Placement des plants",
        "Dossier de placement en EHPAD",
        # What is nothing to pay, or a name, or a book, or a paper.
        "Lydia propose un café",
        "Un café avec Lydia",
        "Prix Goncourt à prêter",
        "Le grand prix de la fête",
        "rien à payer",
        "Rien à payer, venez",
        "sans payer",
        "Sans rien payer",
        "gratuit, pas de tarif",
        "Pas d'acompte, pas de caution",
        "Bénévole, non rémunéré",
        "On ne paie pas",
        "Ne payez rien",
        "0 €, bien sûr",
        "Pas à vendre : à donner",
        "Je ne vends pas, je donne",
        "RIB de la CAF",
        "Un RIB pour la CAF",
        "Lire un devis",
        "aide pour remplir un devis",
        "J'ai un devis à lire",
        "Comprendre une facture d'électricité",
        "Lire une fiche de paie",
        "Comprendre un bulletin de salaire",
        # What is of several kinds, shared, or round.
        "Reconnaître les espèces d'oiseaux",
        "espèces de plantes du jardin",
        "Des graines de trois espèces anciennes",
        "Plusieurs espèces de courges",
        "co-location du jardin",
        "Cherche colocation",
        "Conduire un camion de location",
        "trois balles de paille",
        "Les balles de ping-pong, 3 balles pour jouer",
        "Fête païenne",
        "Une bague en argent",
        "Un service à thé, un lit contre un service à vaisselle",
        "Le vendredi",
        "Escorte à vélo jusqu'à l'école",
        "Massage du dos, cours pour débuter",
        "Le 15e, au 3e étage",
        "Je peux à 15 h",
        # What has digits and is no phone.
        "2026-11-23 14:00",
        "Du 2026-11-23 14:00 au 2026-11-24 16:00",
        "Le 01/02/2026 14:00, le 08/02/2026 14:00",
        "01-02-2026 14:00",
        "Les 01/02, 08/02 et 15/02 de 9 h à 12 h 30",
        "Les 01/02 03/04 05/06",
        "978-2-07-036822-8",
        "978-2-07-036822-8 2 exemplaires",
        "978-2-02-123456-7",
        "9782070368228",
        "ISBN 0306406152",
        "0-306-40615-2",
        "2-07-036822-8",
        "59100 Roubaix, 20 m², 1 200 litres",
        "Un vélo de 26 pouces pour un enfant de 1,40 m",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert pointed_out(text) == []


@pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f"])
def test_a_word_does_not_hide_behind_what_nobody_sees(hidden: str) -> None:
    assert told(f"À pa{hidden}yer") == {MONEY}
    assert told(f"06 39 {hidden}98 0{hidden}0 09") == {NUMBER}
    assert told(f"massage éro{hidden}tique") == {SOLICITATION}


def test_a_word_does_not_hide_behind_its_form() -> None:
    assert told("ｐａｙｅｒ") == {MONEY}
    assert told("０６ ３９ ９８ ００ ０９") == {NUMBER}
    assert told("paye\u0301") == {MONEY}
    assert told("co\u2011location du jardin") == set()
    assert told("Gagnez de l\u2019argent vite") == {SOLICITATION}


def test_what_is_denied_in_one_line_is_not_denied_in_the_next() -> None:
    assert told("Je ne demande rien\nÀ vendre") == {MONEY}


def test_the_three_are_said_together() -> None:
    text = "Massage érotique, 50 euros, 06 39 98 00 09"
    assert told(text) == {MONEY, SOLICITATION, NUMBER}
    assert len(pointed_out(text)) == 3
