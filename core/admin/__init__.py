"""The managers' door for what core owns, and what every app's admin is built of (base, writing, spelling, history)."""

from core.admin import export_log, lockouts, places  # noqa: F401 (register themselves)
