"""The theme: palette and style sheet, made from one set of semantic colours and sizes."""
