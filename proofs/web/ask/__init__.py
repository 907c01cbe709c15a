"""The page that answers: Theorem A's verdict, computed in the browser by the library itself."""
