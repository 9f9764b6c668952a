"""Widgets for evidence: pictures and PDF files about an order, a project or a receipt."""
