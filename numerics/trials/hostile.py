"""The child process of the hostile trial: COUNT SEED SKIP MEGABYTES."""

import sys

from numerics.trials.run import endure

if __name__ == "__main__":
    endure(*(int(word) for word in sys.argv[1:5]))
