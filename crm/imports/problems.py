"""What keeps a cell from being read."""


class Unclear(ValueError):
    """A cell that says no value: why, in Arabic, and what was probably meant, for the person to confirm."""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.message, self.suggestion = message, suggestion
