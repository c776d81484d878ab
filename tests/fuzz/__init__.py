"""Inputs made of good ones by small changes, each tried in a process of its own under limits of time and memory.

`nox -s fuzz` runs it, `nox -s fuzz -- --seed 7 --inputs 1000` a little of it. Every input follows from the seed and its
number alone. A kind of input is a module here, which knows how one is made (`made`) and what is done with it
(`attempted`); what fails is made smaller and written to `tests/hostile/found`, where the gate tries it from then on.
"""
