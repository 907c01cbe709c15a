"""What a diagnosis of large inputs costs, as it was measured and stored."""

from __future__ import annotations

from empirics.benchmarks.large import CASES, cost, stored


def test_a_small_case_is_measured_like_the_stored_ones() -> None:
    found = cost(400, 5, 3)
    assert found["ablated"] == 400
    assert abs(found["increase"] - found["increase_exact"]) < 1e-4 * found["increase_exact"]


def test_mnist_sized_inputs_took_less_than_a_gigabyte() -> None:
    found = stored()
    assert [(each["n"], each["d"], each["kappa"]) for each in found] == list(CASES)
    assert found[0]["peak_gigabytes"] < 1
    for each in found:
        off = each["increase"] - each["increase_exact"]
        assert abs(off) < 4 * each["increase_error"]
        assert each["ablated"] < each["n"]
