"""The store package: what `ask deploy` takes, made from the content and checked offline.

`build.py` writes it; `lint.py` names what Amazon would refuse; `checklist.py` adds what only a talk
shows. What the store shows of the skill is data: `listing.toml`.
"""
