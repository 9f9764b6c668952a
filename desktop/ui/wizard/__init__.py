"""The wizard that leads from an empty program to the first countdown, one step a page."""
