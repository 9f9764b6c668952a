"""Shared by several pages: context, drafts, conflicts, the worker for backups."""
