"""Bringing a book in (rules: Import and export): what the columns of a file are, and what its cells mean.

Pure functions from texts to values, no database: `columns` recognises headers, `values` cleans a row as the form
would and says what is wrong with it. What becomes of the values is for the flows.
"""
