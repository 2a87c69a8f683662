import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import Professional
from people.names import order_key, search_key, search_tokens
from tests.factories.professionals import ProfessionalFactory


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单测试", "shanceshi"),
        ("解测试", "xieceshi"),
        ("仇测试", "qiuceshi"),
        ("区测试", "ouceshi"),
        ("曾测试", "zengceshi"),
        ("查测试", "zhaceshi"),
        ("朴测试", "piaoceshi"),
        ("盖测试", "geceshi"),
        ("任测试", "renceshi"),
        ("华测试", "huaceshi"),
        ("缪测试", "miaoceshi"),
        ("翟测试", "zhaiceshi"),
        ("覃测试", "qinceshi"),
        ("尉迟测试", "yuchiceshi"),
        ("万俟测试", "moqiceshi"),
        ("欧阳测试", "ouyangceshi"),
        ("单于测试", "chanyuceshi"),
        ("令狐测试", "linghuceshi"),
        ("长孙测试", "zhangsunceshi"),
        ("林测试", "linceshi"),
        ("朴 测试", "piaoceshi"),
    ],
)
def test_a_name_is_read_first_with_the_surname_as_a_surname(name, reading):
    assert search_tokens(name)[0] == reading


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("林晓岚", "林晓"),
        ("林晓岚", "晓岚"),
        ("林晓岚", "linxiaolan"),
        ("林晓岚", "Lín Xiǎo"),
        ("林晓岚", "LXL"),
        ("林晓岚", "xiaolan"),
        ("林晓岚", "xl"),
        ("林晓岚", "Xiaolan Lin"),
        ("林晓岚", "林 晓 岚"),
        ("单晓岚", "shan"),
        ("单晓岚", "dan"),
        ("盖测试", "gai"),
        ("尉迟恭", "weichi"),
        ("李行乐", "lihangle"),
        ("李行乐", "lixingyue"),
        ("吕绿", "lvlv"),
        ("吕绿", "lulu"),
        ("吕绿", "lyulyu"),
        ("吕绿", "Lǚ Lǜ"),
        ("吕绿", "LÜ"),
        ("阿卜杜拉·买买提", "阿卜杜拉买"),
        ("阿卜杜拉·买买提", "阿卜杜拉•买"),
        ("阿卜杜拉·买买提", "买买提"),
        ("阿卜杜拉·买买提", "abudula"),
        ("阿卜杜拉·买买提", "maimaiti"),
        ("María García López", "garcia lopez"),
        ("María García López", "MARIA"),
        ("张Mary", "zhangm"),
        ("𠮷野家", "𠮷"),
    ],
)
def test_a_name_is_found_by_what_people_type(name, typed):
    assert any(token.startswith(search_key(typed)) for token in search_tokens(name))


@pytest.mark.parametrize(("name", "typed"), [("林晓岚", "linlan"), ("林晓岚", "晓林"), ("任测试", "zeng")])
def test_a_name_is_not_found_by_what_it_is_not(name, typed):
    assert not any(token.startswith(search_key(typed)) for token in search_tokens(name))


@pytest.mark.parametrize("typed", ["", "  ", "*", "'; DROP TABLE", "\\", ":*", "\x00", "·"])
def test_a_key_has_letters_and_digits_only(typed):
    assert search_key(typed).isalnum() or search_key(typed) == ""


@given(name=st.text(max_size=40))
def test_whatever_a_name_is_its_tokens_are_words(name):
    tokens = search_tokens(name)

    assert len(tokens) == len(set(tokens))
    assert all(token and not token.isspace() and " " not in token for token in tokens)


@given(name=st.text(alphabet="单解仇区曾朴盖欧阳尉迟林晓岚乐行绿·", min_size=1, max_size=6))
def test_a_name_is_found_by_itself(name):
    key = search_key(name)

    assert key == "" or key in search_tokens(name)


# In the database


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["单晓", "shanx", "sxl", "danx", "晓岚"])
def test_the_database_finds_by_the_beginning_of_any_token(typed):
    found = ProfessionalFactory(name="单晓岚")
    ProfessionalFactory(name="林测试")

    assert list(Professional.objects.called(typed)) == [found]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "'", "\\", "' | 'x", "&", "\x00", "lan"])
def test_the_database_finds_nobody_by_nonsense(typed):
    ProfessionalFactory(name="林测试")

    assert not Professional.objects.called(typed).exists()


def test_names_are_ordered_as_in_a_list_of_people():
    expected = "阿依古丽·买买提 安娜 Anna 李雷 陆毅 吕布 罗丹 欧阳修 单雄信 曾国强 翟志刚 展昭 张爱 张伟 章三 章伟 喆喆"
    expected = expected.split()
    assert sorted(sorted(expected), key=order_key) == expected
    assert sorted(["章伟", "张伟", "展昭", "张爱"], key=order_key) == ["展昭", "张爱", "张伟", "章伟"]
    assert order_key("·") == order_key("") == ()
