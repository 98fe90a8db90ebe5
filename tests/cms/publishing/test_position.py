"""Where a reader of the Change feed is, whatever order numbers become visible in."""

from hypothesis import given, strategies as st

from cms.publishing.position import Missing, Position, still_missing


@given(st.permutations(range(1, 13)), st.data())
def test_every_number_is_seen_exactly_once_in_any_order_of_commits(order: list[int], data: st.DataObject) -> None:
    visible: set[int] = set()
    read_so_far: list[int] = []
    position = Position()
    while order:
        count = data.draw(st.integers(1, 4))
        visible |= set(order[:count])
        order = order[count:]
        condition = [number for number in sorted(visible) if is_ahead(position, number)]
        read_so_far += condition
        # Whoever writes number n is transaction n; those that have not committed are running.
        running = set(order)
        settled, until = min(running, default=100), 100
        position = Position(max([position.number, *condition]), still_missing(position, condition, settled, until))
    assert sorted(read_so_far) == list(range(1, 13))
    assert position == Position(12)


def is_ahead(position: Position, number: int) -> bool:
    return number > position.number or any(gap.first <= number <= gap.last for gap in position.missing)


def test_a_position_survives_being_written_down() -> None:
    position = Position(9, (Missing(3, 4, 70), Missing(7, 7, 71)))
    assert Position.of(9, position.note()) == position
    assert Position.of(9, "") == Position(9)
