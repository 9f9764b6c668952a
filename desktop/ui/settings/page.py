"""The page of settings (设置), in groups."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.settings import SettingKey
from desktop.ui.about.section import AboutSection
from desktop.ui.backups.backups_card import BackupsCard
from desktop.ui.kit.buttons import CopyIcon
from desktop.ui.kit.cards import Card, Page
from desktop.ui.kit.fields import ComboField
from desktop.ui.kit.glyphs import Glyph
from desktop.ui.kit.labels import breakable
from desktop.ui.kit.responsive_row import ResponsiveRow
from desktop.ui.kit.setting_rows import RowsCard, SettingRow, row_button
from desktop.ui.kit.sidebar import Entry, NavigationList
from desktop.ui.kit.sizes import growth
from desktop.ui.settings.place_warning_card import PlaceWarningCard
from desktop.ui.settings.reminders.group import RemindersGroup
from desktop.ui.settings.rules_card import RulesCard
from desktop.ui.settings.transfer_card import TransferCard
from desktop.ui.shared.context import Context
from desktop.ui.shared.exporting import RecordsExporter
from desktop.ui.theme.theme import Scheme
from desktop.ui.theme.tokens import XL, L
from desktop.wording.i18n import _, language

SYSTEM = "system"
_LIST_WIDTH, _WIDEST = 176, 640
_FOLDED_WIDTH, _FOLDS_BELOW = 44, 640
_CHOICE_LETTERS = 14
_COMFORT = 24
"""Characters that a group needs beside the list of groups."""


class SettingsPage(Page):
    """The list of groups, and the chosen group beside it; changes take effect immediately."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent=parent)
        self._context = context
        # The rules have no control to focus: the page itself must scroll by the arrow keys.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.language = _choice(_("Language"), _languages())
        self.theme = _choice(_("Theme"), _themes())
        self.exporter = RecordsExporter(context, self)
        context.closing.connect(self.exporter.finish)
        choices = ((SettingKey.LANGUAGE, self.language), (SettingKey.THEME, self.theme))
        for key, choice in choices:
            choice.edited.connect(lambda k=key, c=choice: self._choose(k, c))
        self.backups = BackupsCard(context)
        self.transfer_file = TransferCard(context)
        place = context.place_warning()
        data: list[QWidget] = [self.backups, self._folder_and_history()]
        if place is not None:
            data.insert(0, PlaceWarningCard(context, place))
        self.about = AboutSection(context)
        about = Card()
        about.body.addWidget(self.about)
        self.reminders = RemindersGroup(context)
        self._groups = {
            "general": _group([self._appearance()]),
            "reminders": self.reminders,
            "data": _group(data),
            "computer": _group([self.transfer_file]),
            "rules": _group([RulesCard(context.workspace.programme)]),
            "about": _group([about]),
        }
        self.list = NavigationList(_("Settings"), _entries(), self)
        self.list.chosen.connect(self.show_part)
        self.content.addWidget(self._side_by_side())
        self.show_part("general" if place is None else "data")
        self.refresh()

    def show_part(self, key: str) -> None:
        """Show one group: general, reminders, data, computer, rules or about."""
        self.list.select(key)
        for name, group in self._groups.items():
            group.setVisible(name == key)
        self.about.renew()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the list of groups to icons if the page is narrow."""
        super().resizeEvent(event)
        scale = growth(self.fontMetrics())
        folded = self.width() < _FOLDS_BELOW * scale
        self.list.fold(folded=folded)
        self.list.setFixedWidth(round((_FOLDED_WIDTH if folded else _LIST_WIDTH) * scale))

    def refresh(self) -> None:
        """Show the stored settings."""
        self.language.set_value(self._context.workspace.setting(SettingKey.LANGUAGE) or SYSTEM)
        self.theme.set_value(self._context.workspace.setting(SettingKey.THEME) or SYSTEM)

    def open_folder(self) -> None:
        """Show the data folder in the system's file manager."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._context.failed.emit(
                _("The folder couldn't be opened: {path}").format(path=self._folder),
                _("Please copy the path and open it in your file manager."),
            )

    @property
    def _folder(self) -> Path:
        return self._context.workspace.folder

    def _side_by_side(self) -> ResponsiveRow:
        """Lay out the list of groups beside the chosen group, or above it in small windows."""
        left, column = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.list)
        left.addStretch(1)
        for group in self._groups.values():
            group.setMaximumWidth(round(_WIDEST * growth(self.fontMetrics())))
            column.addWidget(group)
        column.addStretch(1)
        right = QHBoxLayout()
        right.addLayout(column, 1)
        right.addStretch(0)  # uses the room that is left, so that the groups stay at the left
        return ResponsiveRow([left, right], widening=1, spacing=XL, comfort=_COMFORT)

    def _appearance(self) -> RowsCard:
        """Make the rows of language and theme; “language” is shown in the other language, too."""
        other = "Language" if language() == "zh_CN" else "语言"
        return RowsCard(
            [
                SettingRow(_("Language"), other, (self.language,)),
                SettingRow(_("Theme"), "", (self.theme,)),
            ]
        )

    def _folder_and_history(self) -> RowsCard:
        self.open_button = row_button(_("Open the folder"), self.open_folder, glyph=Glyph.FOLDER)
        copy = _("Copy path of the data folder")
        self.copy_button = CopyIcon(copy, _("Copied"), str(self._folder))
        folder = SettingRow(
            _("Data folder"), breakable(self._folder), (self.open_button, self.copy_button)
        )
        self.path = folder.text
        self.history_button = row_button(
            _("Show the history"), self._context.history_wanted.emit, glyph=Glyph.CLOCK
        )
        self.export_button = row_button(
            _("Export…"), self.exporter.choose, glyph=Glyph.DOWNLOAD, name=_("Export all data…")
        )
        export = SettingRow(
            _("Export all data"),
            _("In open formats: JSON, spreadsheet, calendar."),
            (self.export_button,),
        )
        history = SettingRow(
            _("History"),
            _("Every change is recorded, and you can undo the latest ones."),
            (self.history_button,),
        )
        return RowsCard([folder, export, history])

    def _choose(self, key: SettingKey, choice: ComboField) -> None:
        def save() -> bool:
            self._context.workspace.set_setting(key, choice.value())
            return True

        if self._context.run_action("", save) is None:
            self.refresh()
            return
        # The window rebuilds its pages: only after this one has handled the click.
        QTimer.singleShot(0, self._context.look_changed.emit)


def _group(cards: Sequence[QWidget]) -> QWidget:
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(L)
    for card in cards:
        column.addWidget(card)
    return group


def _entries() -> list[Entry]:
    return [
        Entry("general", _("General"), Glyph.SETTINGS),
        Entry("reminders", _("Reminders"), Glyph.BELL),
        Entry("data", _("Data and backups"), Glyph.BOX),
        Entry("computer", _("Another computer"), Glyph.LAPTOP),
        Entry("rules", _("Rules"), Glyph.BOOK),
        Entry("about", _("About"), Glyph.INFO),
    ]


def _choice(name: str, options: Sequence[tuple[str, str]]) -> ComboField:
    """Return a combo box without a visible label, which its row has."""
    field = ComboField(name)
    field.label.hide()
    field.combo.setMinimumContentsLength(_CHOICE_LETTERS)
    field.set_items([(word, value) for value, word in options])
    return field


def _languages() -> list[tuple[str, str]]:
    # Each language is named in itself, for users who cannot read the current one.
    return [
        (SYSTEM, _("Use system setting")),
        ("zh_CN", "中文"),
        ("en", "English"),
    ]


def _themes() -> list[tuple[str, str]]:
    return [
        (Scheme.SYSTEM.value, _("Use system setting")),
        (Scheme.LIGHT.value, _("Light")),
        (Scheme.DARK.value, _("Dark")),
        (Scheme.CONTRAST.value, _("High contrast")),
    ]
