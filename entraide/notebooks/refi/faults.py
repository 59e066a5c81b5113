"""Why a file is not read, in a sentence for whoever gave it."""


class Unreadable(ValueError):
    """A file that cannot be taken; nothing of it was kept."""

    def __init__(self, sentence: str, **words: object):
        """Keep the sentence, with these words in it."""
        super().__init__(sentence % words if words else sentence)
        self.sentence = str(self)
