"""The store package: what `ask deploy` takes, made from the content and checked offline.

`build.py` writes it; `lint.py` reads what was written and names what Amazon would refuse;
`checklist.py` adds what only a talk shows. Texts for the store are data: `store.toml`.
"""
