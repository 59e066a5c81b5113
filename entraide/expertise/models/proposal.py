"""What is asked of an institution, what it answers, what it commits to, what is tried."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Organisation, Person
from entraide.places.models import Neighbourhood


class Addressee(models.Model):
    """An institution to which proposals go, with its public page."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="addressee")
    slug = models.SlugField(max_length=80, unique=True)
    address = models.TextField(_("adresse postale"), max_length=300, blank=True)

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name


class Proposal(models.Model):
    """A proposal to an institution: a note that rests on claims, and its dated steps.

    Its title is its notebook's; what is asked is its note.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("en préparation")
        CONSENTED = "consented", _("décidée par le collectif")
        SENT = "sent", _("envoyée")
        ACKNOWLEDGED = "acknowledged", _("reçue, dit l'institution")
        ANSWERED = "answered", _("répondue")
        COMMITTED = "committed", _("engagement pris")
        DONE = "done", _("réalisée")
        REFUSED = "refused", _("refusée")
        MERGED = "merged", _("réunie à une autre")
        SPLIT = "split", _("partagée en plusieurs")

    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="proposal")
    note = models.OneToOneField(Note, models.CASCADE, related_name="proposal")
    slug = models.SlugField(max_length=80, unique=True)
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFTED)
    # The day of the last step, and from how many weeks on no answer is told as silence.
    since = models.DateField()
    patience = models.PositiveSmallIntegerField(_("semaines avant de parler de silence"), default=8)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.notebook.title


class Step(models.Model):
    """A dated step of a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    state = models.CharField(_("étape"), max_length=12, choices=Proposal.State.choices)
    day = models.DateField(_("le"))
    words = models.CharField(_("en quelques mots"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state}"


class Door(models.Model):
    """A private link by which an institution answers, without account; only its digest is kept."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="doors")
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    expires_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.made_on}"


class DoorUse(models.Model):
    """That a private link was used, when and for what; never from where."""

    class What(models.TextChoices):
        OPENED = "opened", _("ouvert")
        ANSWERED = "answered", _("réponse envoyée")
        TOO_LATE = "too_late", _("ouvert trop tard")

    door = models.ForeignKey(Door, models.CASCADE, related_name="uses")
    what = models.CharField(max_length=8, choices=What.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.door_id}: {self.what}"


class Answer(models.Model):
    """What an institution answers: a note of the proposal's notebook."""

    class Verdict(models.TextChoices):
        RECEIVED = "received", _("nous l'avons reçue, nous répondrons")
        ACCEPTED = "accepted", _("oui")
        PARTLY = "partly", _("en partie")
        REFUSED = "refused", _("non")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answers")
    note = models.OneToOneField(Note, models.CASCADE, related_name="answer")
    verdict = models.CharField(_("réponse"), max_length=8, choices=Verdict.choices)
    signed = models.CharField(_("fonction et service"), max_length=160)
    door = models.ForeignKey(Door, models.SET_NULL, null=True, blank=True, related_name="answers")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.verdict}"


class Commitment(models.Model):
    """What an institution commits to do, until when; kept, with its proof, or not."""

    class State(models.TextChoices):
        OPEN = "open", _("en cours")
        KEPT = "kept", _("tenu")
        DROPPED = "dropped", _("abandonné")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="commitments")
    note = models.OneToOneField(Note, models.CASCADE, related_name="commitment")
    due_on = models.DateField(_("pour le"))
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    # What shows that it was kept: an observation.
    proof = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.state}"


class Reminder(models.Model):
    """That a date was reminded of, so that it is once."""

    key = models.CharField(max_length=80, unique=True)
    day = models.DateField()

    def __str__(self) -> str:
        return self.key


class Experiment(models.Model):
    """A proposal tried in a neighbourhood: its notebook is a logbook, its observations come back.

    A collective action of the research programme takes it from here.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="experiments")
    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="experiment")
    note = models.OneToOneField(Note, models.CASCADE, related_name="experiment")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.SET_NULL, null=True, blank=True, related_name="experiments"
    )
    shows = models.TextField(_("ce qui montrerait que cela marche"), max_length=1_000, blank=True)
    began_on = models.DateField(_("commence le"))
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-began_on", "-pk"]

    def __str__(self) -> str:
        return self.notebook.title
