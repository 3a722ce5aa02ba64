"""`python -m crosscurrent`: the command line."""

from crosscurrent.cli import main

main()
