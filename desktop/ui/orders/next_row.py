"""The row of the table that is selected once the rows of a query are shown."""

from __future__ import annotations

from desktop.domain.order_rows import PAGE_SIZE
from desktop.ui.orders.table_model import OrdersModel


class NextRow:
    """Remembers the current row, and the order that was changed or is wanted, until `take`."""

    def __init__(self, model: OrdersModel) -> None:
        self._model = model
        self._row = 0
        self._changed: int | None = None
        self._wanted: int | None = None

    def start_at(self, row: int) -> None:
        """Select this row, unless there is a changed or a wanted order."""
        self._row = row

    def follow_changed(self, key: int | None) -> None:
        """Select the order after the changed one, which may have moved up."""
        self._changed = key

    def want(self, key: int | None) -> None:
        """Select the order with this key."""
        self._wanted = key

    def take(self) -> int:
        """Return the row to select among the rows shown now, and forget the two orders."""
        wanted, changed = self._wanted, self._changed
        self._wanted = self._changed = None
        if wanted is not None:
            return self._row_of(wanted)
        line = None if changed is None else self._model.line(self._row)
        stays = line is not None and line.order.key == changed
        return self._row + 1 if stays else self._row

    def _row_of(self, key: int) -> int:
        """Return the row of an order if it is on the first page, else the first row."""
        for row in range(min(self._model.rowCount(), PAGE_SIZE)):
            line = self._model.line(row)
            if line is not None and line.order.key == key:
                return row
        return 0
