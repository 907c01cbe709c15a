"""The certified minimiser for a user's own data and decoders."""
