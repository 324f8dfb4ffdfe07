import pickle

import pytest

from geo import errors


def test_a_read_error_says_where_and_survives_the_way_out_of_a_worker_process():
    error = errors.ReadError("not JSON", source="news.jsonl", line=3)
    back = pickle.loads(pickle.dumps(error))
    assert str(back) == str(error) == "news.jsonl, line 3: not JSON"
    assert (back.reason, back.source, back.line) == ("not JSON", "news.jsonl", 3)


@pytest.mark.parametrize("name", [n for n in vars(errors) if n[0].isupper()])
def test_the_tree_in_the_docstring_is_the_tree(name):
    kind = getattr(errors, name)
    assert name in errors.__doc__
    if name != "GeoError":
        assert issubclass(kind, errors.GeoError)
        builtin = kind.__bases__[1].__name__
        assert f"{name}({builtin})" in errors.__doc__
