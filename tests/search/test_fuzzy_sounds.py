from search.pinyin import alike, readings_of


def test_sounds_that_are_mixed_up_have_one_form():
    assert alike(("zhuang", "mang", "shi", "chen")) == alike(("zuan", "man", "si", "cheng"))
    assert alike(("ling",)) != alike(("ning",))


def test_letters_are_read_strictly_unless_told():
    assert readings_of("tingshui")[0] == ("ting", "shui")
    assert ("tin", "shui") not in readings_of("tinshui")
    assert ("tin", "sui") in readings_of("tinshui", loosely=True)
    assert readings_of("wangmangling", loosely=True)[0] == readings_of("wangmanling", loosely=True)[0]
