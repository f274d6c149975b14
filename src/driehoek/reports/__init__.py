"""Progress reports: the form of a delivery, from draft to fixed."""
