"""The wizard that leads from nothing to a countdown, one step a page."""
