"""Texts about the helper that runs while the program is closed, and the start at log-in."""

from __future__ import annotations

from desktop.services.while_closed import SystemState, WhileClosed
from desktop.system.registration import RegistrationState
from desktop.wording.i18n import _


def title(what: WhileClosed) -> str:
    """Return the title of a registration with the system."""
    return {
        WhileClosed.HELPER: _("Remind me while LinkDue is closed"),
        WhileClosed.LOGIN: _("Start LinkDue with the computer"),
    }[what]


def registrar(name: str) -> str:
    """Return the name under which users find the system's service."""
    return {
        "systemd": _("systemd (your user timers)"),
        "task-scheduler": _("Windows Task Scheduler"),
    }.get(name, name)


def explanation(what: WhileClosed, state: SystemState) -> str:
    """Return what is registered with the system, or why nothing is."""
    keeper = registrar(state.registrar)
    if not keeper and what is WhileClosed.HELPER:
        text = _("This computer has no scheduler for that. The tray or the calendar file can help.")
    elif state.refused is not None:
        text = _("The system refused it: {said}") if state.refused else _("The system refused it.")
    elif what is WhileClosed.LOGIN:
        text = _at_login(state)
    else:
        text = _helper(state)
    return text.format(keeper=keeper, said=state.refused)


def _helper(state: SystemState) -> str:
    if not state.on:
        return _("Switched on, {keeper} looks every 10 minutes. Nothing is registered now.")
    if state.standing is RegistrationState.ABSENT:
        return _("It was removed from {keeper}. Nothing rings while LinkDue is closed.")
    return _("{keeper} looks every 10 minutes. After sleep or power-off, it catches up.")


def _at_login(state: SystemState) -> str:
    if not state.on:
        return _("Off until you switch it on.")
    if state.standing is RegistrationState.ABSENT:
        return _("It was switched off outside LinkDue, so LinkDue doesn't start by itself.")
    return _("LinkDue starts when you sign in to this computer.")
