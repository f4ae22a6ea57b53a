"""Raw Telex and VNI to syllables; and which letters could be a syllable at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import canonical, fold
from knowledge.language.typing import is_syllable, telex, vni

# syllable, Telex spellings, VNI spellings: the mark at once or at the end, the tone behind the vowel or at the end
TYPED = [
    ("chiến", "chieens chiesen chienes", "chie6n1 chie61n chien61"),
    ("lược", "luowcj luwowcj luwowjc luocwj", "lu7o75c lu7o7c5 luo7c5 lu7oc5"),
    ("quốc", "quoocs quoosc quocos", "quo6c1 quo61c quoc61"),
    ("trí", "tris", "tri1"),
    ("tuệ", "tueej tueje", "tue65 tue56"),
    ("nhân", "nhaan nhana", "nha6n nhan6"),
    ("tạo", "taoj tajo", "tao5 ta5o"),
    ("điều", "ddieeuf ddieuef", "d9ie62u d9ie6u2"),
    ("quyết", "quyeets quyetes quyeest", "quye61t quye6t1"),
    ("định", "ddinhj ddijnh", "d9inh5 d9i5nh"),
    ("hiệu", "hieeuj hieueju hieejuu"[:6], "hie6u5 hie65u"),
    ("lực", "luwcj luwjc lucwj", "lu7c5 lu75c"),
    ("người", "nguwowif nguowif nguoiwf nguwoif", "ngu7o7i2 nguo7i2 ngu7oi2"),
    ("rượu", "ruwowuj ruowuj", "ru7o7u5 ruo7u5"),
    ("trường", "truwowngf truowngf truongwf", "tru7o7ng2 truo7ng2 tru7ong2"),
    ("được", "dduwowcj dduowcj dduocwj", "d9u7o75c d9uo7c5"),
    ("đường", "dduwowngf dduowngf", "d9u7o7ng2 d9uo7ng2"),
    ("khuyến", "khuyeens khuyeesn", "khuye6n1 khuye61n"),
    ("nguyễn", "nguyeenx nguyeexn", "nguye6n4 nguye64n"),
    ("chuyển", "chuyeenr chuyenre"[:8], "chuye6n3 chuye63n"),
    ("truyền", "truyeenf truyeefn", "truye6n2 truye62n"),
    ("tuyên", "tuyeen tuyene", "tuye6n"),
    ("quý", "quys", "quy1"),
    ("quản", "quanr quarn", "quan3 qua3n"),
    ("quận", "quaanj quaajn", "qua6n5 qua65n"),
    ("quảng", "quangr quarng", "quang3"),
    ("gì", "gif", "gi2"),
    ("giá", "gias", "gia1"),
    ("giáo", "giaos giaso", "giao1 gia1o"),
    ("giấy", "giaays giaasy", "gia6y1 gia61y"),
    ("giữa", "giuwax", "giu7a4"),
    ("giường", "giuwowngf giuowngf", "giu7o7ng2 giuo7ng2"),
    ("giới", "giowis gioiws", "gio7i1 gio71i"),
    ("đầu", "ddaauf ddaafu", "d9a6u2 d9a62u"),
    ("đến", "ddeens ddeesn", "d9e6n1 d9e61n"),
    ("đồng", "ddoongf ddoofng", "d9o6ng2 d9o62ng"),
    ("đơn", "ddown ddonw", "d9o7n"),
    ("đề", "ddeef", "d9e62"),
    ("đất", "ddaats", "d9a61t"),
    ("tư", "tuw", "tu7"),
    ("việt", "vieetj vieejt", "vie6t5 vie65t"),
    ("nam", "", ""),
    ("năm", "nawm namw", "na8m nam8"),
    ("văn", "vawn", "va8n"),
    ("bản", "banr barn", "ban3 ba3n"),
    ("cơ", "cow", "co7"),
    ("chủ", "chur", "chu3"),
    ("thực", "thuwcj", "thu7c5"),
    ("hiện", "hieenj", "hie6n5"),
    ("báo", "baos baso", "bao1 ba1o"),
    ("ký", "kys", "ky1"),
    ("luật", "luaatj", "lua65t lua6t5"),
    ("nghị", "nghij", "nghi5"),
    ("số", "soos", "so61"),
    ("tỉnh", "tinhr tirnh", "tinh3 ti3nh"),
    ("xã", "xax", "xa4"),
    ("thuế", "thuees", "thue61"),
    ("công", "coong", "co6ng"),
    ("nghệ", "ngheej", "nghe65"),
    ("nghiệp", "nghieepj", "nghie6p5"),
    ("thoại", "thoaij", "thoai5"),
    ("hòa", "hoaf", "hoa2"),
    ("thúy", "thuys", "thuy1"),
    ("khỏe", "khoer", "khoe3"),
    ("hoạch", "hoachj", "hoach5"),
    ("xuất", "xuaats", "xua6t1 xua61t"),
    ("cứu", "cuwus", "cu7u1"),
    ("ứng", "uwngs", "u7ng1"),
    ("dữ", "duwx", "du74"),
    ("mưa", "muwa", "mu7a"),
    ("của", "cuar", "cua3 cu3a"),
    ("yêu", "yeeu", "ye6u"),
    ("ông", "oong", "o6ng"),
    ("toàn", "toanf", "toan2"),
    ("triển", "trieenr", "trie6n3"),
]
TELEX = [(typed, syllable) for syllable, spellings, _ in TYPED for typed in spellings.split()]
VNI = [(typed, syllable) for syllable, _, spellings in TYPED for typed in spellings.split()]


@pytest.mark.parametrize(("typed", "syllable"), TELEX)
def test_telex(typed: str, syllable: str) -> None:
    assert canonical(telex(typed) or "") == canonical(syllable)


@pytest.mark.parametrize(("typed", "syllable"), VNI)
def test_vni(typed: str, syllable: str) -> None:
    assert canonical(vni(typed) or "") == canonical(syllable)


@pytest.mark.parametrize("token", ["127", "2025", "nam", "a", "", "xyz", "chiến", "…", "🙂", "12a/b"])
def test_what_is_not_vni(token: str) -> None:
    assert vni(token) is None


@pytest.mark.parametrize("token", ["nam", "chi", "quan", "kinh", "an", "", "127", "…"])
def test_what_is_not_telex(token: str) -> None:
    assert telex(token) is None


def test_capitals_are_read_too() -> None:
    assert telex("QUOOCS") == "quốc"
    assert vni("Quo6c1") == "quốc"


@given(st.text(max_size=20))
def test_no_token_makes_them_fail(token: str) -> None:
    for decoded in (telex(token), vni(token)):
        assert decoded is None or decoded


@pytest.mark.parametrize(
    "syllable",
    sorted(
        {fold(s) for s, _, _ in TYPED}
        | {"nghieng", "khuyu", "khuya", "giuong", "quoc", "huynh", "oan", "y", "yeu", "uoc", "xoong", "quyt", "quynh", "quyen", "quyet"}
    ),
)
def test_syllables(syllable: str) -> None:
    assert is_syllable(syllable)


@pytest.mark.parametrize("token", ["", "bcd", "hlc", "strategy", "zalo", "ntn", "chienn", "wifi", "hjk", "luocc", "qd127"])
def test_no_syllables(token: str) -> None:
    assert not is_syllable(token)
