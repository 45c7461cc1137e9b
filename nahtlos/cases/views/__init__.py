"""Pages of cases: one function a page."""
