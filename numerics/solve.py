"""The whole question for one pair of penalties: verdict, instance, minimiser, certificate."""

from __future__ import annotations

