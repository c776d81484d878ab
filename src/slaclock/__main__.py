"""`python -m slaclock` is the command line."""

from slaclock.cli import main

if __name__ == "__main__":
    main()
