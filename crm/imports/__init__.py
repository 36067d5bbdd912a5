"""Bringing a book in (rules: Import and export).

Pure, from texts to values, no database: `columns` recognises headers, `values` cleans a row as the form would and says
what is wrong with it. Upon the database: `staging` puts a file's rows there, `planning` judges them, `writing` makes
customers of them, `running` does all that in steps, `reverting` takes it back, `outcome` tells of it in a file.
"""
