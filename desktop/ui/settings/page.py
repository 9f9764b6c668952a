"""设置: language, theme, the data folder, and the rules in force."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.settings import SettingKey
from desktop.ui.backups.backups_card import BackupsCard
from desktop.ui.kit.buttons import CopyButton, PlainButton
from desktop.ui.kit.cards import Card, Page
from desktop.ui.kit.choices import ChoiceGroup
from desktop.ui.kit.labels import PlainLabel, Role, breakable
from desktop.ui.settings.place_card import PlaceCard
from desktop.ui.settings.rules_card import RulesCard
from desktop.ui.settings.transfer_card import TransferCard
from desktop.ui.shared.context import Context
from desktop.ui.theme.theme import Scheme
from desktop.wording.i18n import _

SYSTEM = "system"


class SettingsPage(Page):
    """Settings of the data folder; those of the look take effect at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent=parent)
        self._context = context
        # The rules at the end hold nothing to tab to: the page itself scrolls by the arrow keys.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.language = ChoiceGroup(_languages(), _("Language"))
        self.theme = ChoiceGroup(_themes(), _("Theme"))
        choices = ((SettingKey.LANGUAGE, self.language), (SettingKey.THEME, self.theme))
        for key, choice in choices:
            choice.edited.connect(lambda k=key, c=choice: self._choose(k, c))
            self.content.addWidget(_titled(choice.accessibleName(), choice))
        place = context.place_warning()
        if place is not None:
            self.content.addWidget(PlaceCard(context, place))
        self.content.addWidget(self._data_folder())
        self.backups = BackupsCard(context)
        self.content.addWidget(self.backups)
        self.transfer_file = TransferCard(context)
        self.content.addWidget(self.transfer_file)
        self.content.addWidget(self._history())
        self.content.addWidget(RulesCard(context.workspace.programme))
        self.refresh()

    def refresh(self) -> None:
        """Show the settings as they are kept."""
        self.language.set_value(self._context.workspace.setting(SettingKey.LANGUAGE) or SYSTEM)
        self.theme.set_value(self._context.workspace.setting(SettingKey.THEME) or SYSTEM)

    def open_folder(self) -> None:
        """Show the data folder in the system's file manager."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._context.failed.emit(
                _("The folder could not be opened: {path}").format(path=self._folder),
                _("Please copy the path and open it in your file manager."),
            )

    @property
    def _folder(self) -> Path:
        return self._context.workspace.folder

    def _data_folder(self) -> Card:
        card = Card()
        card.body.addWidget(PlainLabel(_("Data folder"), Role.HEADING))
        card.body.addWidget(
            PlainLabel(_("All your records are here and nowhere else."), Role.MUTED)
        )
        self.path = PlainLabel(breakable(self._folder))
        card.body.addWidget(self.path)
        row = QHBoxLayout()
        self.open_button = PlainButton(_("Open the folder"), self.open_folder)
        said = _("Copy the data folder's path")
        self.copy_button = CopyButton(_("Copy the path"), _("Copied"), str(self._folder), name=said)
        row.addWidget(self.open_button)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _history(self) -> Card:
        card = Card()
        card.body.addWidget(PlainLabel(_("History"), Role.HEADING))
        text = _("Every act is recorded, and the last ones can be taken back.")
        card.body.addWidget(PlainLabel(text, Role.MUTED))
        row = QHBoxLayout()
        self.history_button = PlainButton(_("Show the history"), self._context.history_wanted.emit)
        row.addWidget(self.history_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _choose(self, key: SettingKey, choice: ChoiceGroup) -> None:
        def keep() -> bool:
            self._context.workspace.set_setting(key, choice.value())
            return True

        if self._context.run_action("", keep) is None:
            self.refresh()
            return
        # The window makes its pages anew: not while this one still handles the click.
        QTimer.singleShot(0, self._context.look_changed.emit)


def _titled(title: str, widget: QWidget) -> Card:
    card = Card()
    card.body.addWidget(PlainLabel(title, Role.HEADING))
    card.body.addWidget(widget)
    return card


def _languages() -> list[tuple[str, str, str]]:
    # Each language names itself: who cannot read the one shown must still find the other.
    return [
        (SYSTEM, _("As the system"), ""),
        ("zh_CN", "中文", ""),
        ("en", "English", ""),
    ]


def _themes() -> list[tuple[str, str, str]]:
    return [
        (Scheme.SYSTEM.value, _("As the system"), ""),
        (Scheme.LIGHT.value, _("Light"), ""),
        (Scheme.DARK.value, _("Dark"), ""),
        (Scheme.CONTRAST.value, _("High contrast"), ""),
    ]
