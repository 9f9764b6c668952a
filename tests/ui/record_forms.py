"""The form that a dialog on the projects page shows."""

from __future__ import annotations

from typing import Any

from desktop.ui.projects.account_form import AccountForm
from desktop.ui.projects.page import ProjectsPage
from desktop.ui.projects.partner_form import PartnerForm
from desktop.ui.projects.project_form import ProjectForm


def open_form(page: ProjectsPage) -> Any:
    """Return the form in the page's open dialog; its fields depend on the record."""
    assert page.dialog is not None
    kinds = (AccountForm, PartnerForm, ProjectForm)
    [form] = [form for kind in kinds for form in page.dialog.findChildren(kind)]
    return form
