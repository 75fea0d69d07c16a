"""The kit of all pages: base page, style sheets, headers."""
