"""The look: semantic colours, palette and style sheet made from one set of tokens."""
