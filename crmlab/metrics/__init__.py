"""Chapter 3: the book's formulas, on plain numbers, lists, arrays and Series.

One module a section: traditional (3.1), primary (3.2.1), popular (3.2.2) and strategic (3.2.3).
"""
