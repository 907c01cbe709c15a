"""Phase diagrams: which code wins where in a family of penalties."""
