"""Other libraries, each a module of a few lines that says in their words what a case says.

What a library has no words for is not supported, and no failure. Where it takes one interpretation and has no choice,
cases that ask for another are not supported either; `about` names the one that it takes.
"""
