"""A verdict of Theorem A on a user's own penalty, as a file that Coq's kernel checks."""
