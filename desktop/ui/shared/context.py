"""What every screen is given: the desk, the clock's ticker, and a few things only the window can do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.services.workspace import PLACE_ACCEPTED, DatabaseProblem, Desk, UndoConflict
from desktop.system.data_place import PlaceDoubt, doubt
from desktop.ui.kit.ticker import Ticker
from desktop.ui.shared.backup_worker import Keeper

T = TypeVar("T")


class Context(QObject):
    """Shared by the screens of one window.

    Screens change data through `act` only, and renew what they show on `changed`.
    """

    changed = Signal()
    """The records are not what they were; emitted after each act, also of another process."""
    acted = Signal(str)
    """An act was done: the sentence that says so, for the undo bar."""
    told = Signal(str)
    """Something to say that cannot be taken back, such as “copied”."""
    failed = Signal(str, str)
    """An act could not be done: cause and cure."""
    in_trouble = Signal(object)
    """An act could not be done for a `DatabaseProblem`; `failed` has said so in words."""
    recovery_wanted = Signal(object)
    """Leave the window for the ways out of a `DatabaseProblem`."""
    page_wanted = Signal(str)
    """Go to a page of the window: home, gate, projects, orders, settings, help."""
    orders_wanted = Signal(object)
    """Go to the page of orders, to a `Query`."""
    wizard_wanted = Signal(object, object)
    """Open the wizard: account UID or None, `Step` or None for the first unfinished one."""
    order_form_wanted = Signal(object)
    """Open the order form: an `Order` to correct, an account UID to start with, what its fields say, or
    None."""
    guide_wanted = Signal(object)
    """Lead the user through associating an `Order` in the console."""
    import_wanted = Signal(object)
    """Take in a file (`Path`) or copied text (`str`)."""
    history_wanted = Signal()
    """Show what was done, when."""
    restore_wanted = Signal(object)
    """Put a backup (its `Path`) in the place of the data; the window opens anew."""
    house_wanted = Signal(object)
    """Offer to take over a moving file (its `Path`) from another computer."""
    relocation_wanted = Signal(object)
    """Move the data to another folder (a `Path`) of this computer; the window opens anew."""
    look_changed = Signal()
    """Language or theme was changed in the settings."""

    def __init__(self, desk: Desk, ticker: Ticker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ticker = ticker
        self.keeper = Keeper(desk, self)
        self._place_doubt: list[PlaceDoubt | None] = []

    def place_doubt(self) -> PlaceDoubt | None:
        """What is odd about where the data lies, unless the user has accepted it; looked at once."""
        if not self._place_doubt:
            data = self.desk.store.path
            accepted = self.desk.setting(PLACE_ACCEPTED) == str(data.parent)
            self._place_doubt.append(None if accepted else doubt(data))
        return self._place_doubt[0]

    def accept_place(self) -> None:
        """The user wants the data where it is."""
        folder = str(self.desk.store.path.parent)
        self._place_doubt.clear()
        self.act("", lambda: self.desk.set_setting(PLACE_ACCEPTED, folder))

    def keep(self, name: str, value: str) -> None:
        """Remember a setting; the records are what they were."""
        try:
            self.desk.set_setting(name, value)
        except DatabaseProblem as problem:
            self.report(problem)

    def report(self, problem: DatabaseProblem) -> None:
        """Tell of trouble with the data: in words, and for whoever knows a way out."""
        from desktop.wording.errors import database  # noqa: PLC0415 - not on the way to first paint

        self.failed.emit(*database.database(problem))
        self.in_trouble.emit(problem)

    def forget_draft(self, name: str) -> None:
        """Drop half-typed input that is no more needed; where that cannot be done, it stays and harms nobody."""
        with suppress(DatabaseProblem):
            self.desk.drop_draft(name)

    def act(self, done: str, act: Callable[[], T]) -> T | None:
        """Run an act of the desk and announce it with the sentence `done` (empty: silently).

        Trouble with the data is announced through `failed`, and None is returned: the caller keeps
        what was typed. DuplicateRecord is passed on, since it belongs to a field.
        """
        from desktop.wording.errors import validation  # noqa: PLC0415 - not on the way to first paint

        try:
            result = act()
        except DatabaseProblem as problem:
            self.report(problem)
            return None
        except UndoConflict:
            self.failed.emit(*validation.undo_conflict())
            return None
        self.changed.emit()
        if done:
            self.acted.emit(done)
        return result
