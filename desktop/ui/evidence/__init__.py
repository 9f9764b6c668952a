"""Evidence in the window: pictures and PDF files about an order, a project or a receipt."""
