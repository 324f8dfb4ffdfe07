from hypothesis import given
from hypothesis import strategies as st

from geo.readers.markup import plain


def test_blocks_are_lines_and_spaces_collapse():
    assert plain("<p>Hi  <b>you</b>\n there</p><ul><li>Ås &amp; co<li>B</ul>line<br/>break") == (
        "Hi you there\nÅs & co\nB\nline\nbreak"
    )


def test_scripts_say_nothing():
    assert plain("a<script>alert('x')</script><style>p{}</style> b") == "a b"


def test_escaped_markup_stays_text():
    assert plain("&lt;img onerror=1&gt;") == "<img onerror=1>"


@given(st.text())
def test_never_crashes(text):
    assert "\n\n" not in plain(text)
