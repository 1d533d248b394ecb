"""The parts of the report page: the marked text of a file, the list of what was found, the figures checked.

`page.html`, `page.css` and `page.js` beside this file are what the parts are set in.
"""
