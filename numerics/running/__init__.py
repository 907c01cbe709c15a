"""The frame of all commands: errors, files, options, sweeps."""
