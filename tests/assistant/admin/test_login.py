"""Coming in and going out: links that work once, guessing that gets slower, forms that cannot be sent twice, sessions that end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
from sqlalchemy import update

from assistant.admin.gate import COOKIE
from assistant.records.account_tables import account_links, admin_sessions, guesses
from assistant.records.accounts import Role
from assistant.records.audit import entries
from assistant.records.guesses import FREE_FOR_NAME
from assistant.records.writing import writing
from tests.support.admin import PASSWORD, Site, admin_site


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with admin_site(tmp_path_factory.mktemp("login")) as site:
        word = site.desk.accounts.create("an", Role.ADMIN, by="test")
        assert site.desk.accounts.use_link(word, PASSWORD) is not None
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    """Nobody has guessed yet."""
    with writing(running.desk.engine) as db:
        db.execute(guesses.delete())
    return running


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False, timeout=60) as opened:
        yield opened


def token_on(page: httpx.Response) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def try_to_enter(client: httpx.Client, name: str, password: str, **fields: str) -> httpx.Response:
    token = token_on(client.get("/admin/dang-nhap"))
    return client.post("/admin/dang-nhap", data={"token": token, "name": name, "password": password, **fields})


def test_the_right_password_opens_and_the_cookie_is_closed_to_scripts_and_other_sites(client: httpx.Client) -> None:
    answer = try_to_enter(client, " AN ", PASSWORD, next="/toi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/toi")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/admin" in cookie
    assert client.get("/admin/").status_code == 200


def test_each_login_makes_a_new_session_whatever_cookie_came_along(site: Site, client: httpx.Client) -> None:
    planted = "a-word-that-somebody-else-knows"
    client.cookies.set(COOKIE, planted, path="/admin")
    try_to_enter(client, "an", PASSWORD)
    words = {cookie.value for cookie in client.cookies.jar if cookie.name == COOKIE}
    assert words
    assert site.desk.sessions.find(planted) is None


def test_a_form_is_taken_once_and_only_from_the_browser_that_was_shown_it(site: Site, client: httpx.Client) -> None:
    page = client.get("/admin/dang-nhap")
    body = {"token": token_on(page), "name": "an", "password": "wrong password 1"}
    cookies = dict(client.cookies)
    assert client.post("/admin/dang-nhap", data=body).status_code == 401
    replayed = httpx.post(f"{site.url}/admin/dang-nhap", data={**body, "password": PASSWORD}, cookies=cookies, trust_env=False)
    assert replayed.status_code == 403
    with httpx.Client(base_url=site.url, trust_env=False) as other:
        stolen = token_on(client.get("/admin/dang-nhap"))
        other.get("/admin/dang-nhap")
        assert other.post("/admin/dang-nhap", data={"token": stolen, "name": "an", "password": PASSWORD}).status_code == 403
    for odd in ("", "x", "a.b.c", "a.99999999999999999999.c"):
        assert client.post("/admin/dang-nhap", data={"token": odd, "name": "an", "password": PASSWORD}).status_code == 403


def test_unknown_names_wrong_passwords_and_closed_accounts_get_the_same_answer(site: Site, client: httpx.Client) -> None:
    closed = site.desk.accounts.create("dong", Role.VIEW, by="test")
    site.desk.accounts.use_link(closed, PASSWORD)
    account = site.desk.accounts.named("dong")
    assert account is not None
    site.desk.accounts.change(account, "test", disabled=True)
    shown = set()
    for name, password in (("nobody", PASSWORD), ("an", "wrong password 2"), ("dong", PASSWORD)):
        answer = try_to_enter(client, name, password)
        shown.add((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    assert len(shown) == 1


def test_guessing_gets_slower_for_a_name_that_exists_and_one_that_does_not(client: httpx.Client) -> None:
    for name in ("khong-co", "an"):
        answers = [try_to_enter(client, name, f"guess number {n}").status_code for n in range(FREE_FOR_NAME)]
        assert [*answers, try_to_enter(client, name, PASSWORD).status_code] == [401] * FREE_FOR_NAME + [429]


def test_after_waiting_the_right_password_opens_again(site: Site, client: httpx.Client) -> None:
    for n in range(FREE_FOR_NAME):
        try_to_enter(client, "an", f"guess number {n}")
    with writing(site.desk.engine) as db:
        db.execute(update(guesses).values(last_at=datetime.now(UTC) - timedelta(minutes=16)))
    assert try_to_enter(client, "an", PASSWORD).status_code == 303
    client.cookies.clear()
    assert try_to_enter(client, "an", "one more mistake").status_code == 401


def test_an_address_is_slowed_down_whatever_names_it_tries(client: httpx.Client) -> None:
    answers = [try_to_enter(client, f"ten-{n}", PASSWORD).status_code for n in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_link_sets_a_password_once(site: Site, client: httpx.Client) -> None:
    word = site.desk.accounts.create("chi", Role.EDIT, by="test")
    path = f"/admin/lien-ket/{word}"

    def send(password: str, again: str = "") -> httpx.Response:
        return client.post(path, data={"token": token_on(client.get(path)), "password": password, "again": again or password})

    assert send("ngắn").status_code == 400
    assert send("chi chi chi chi chi").status_code == 400
    assert send("mật khẩu thứ nhất", "mật khẩu thứ hai").status_code == 400
    token = token_on(client.get(path))
    assert (
        client.post(path, data={"token": token, "password": PASSWORD, "again": PASSWORD}).headers["location"].startswith("/admin/dang-nhap")
    )
    assert client.get(path).status_code == 410
    assert client.post(path, data={"token": token, "password": "x" * 20, "again": "x" * 20}).status_code == 410
    assert try_to_enter(client, "chi", PASSWORD).status_code == 303


def test_a_link_is_too_old_after_a_day(site: Site, client: httpx.Client) -> None:
    word = site.desk.accounts.create("cu", Role.EDIT, by="test")
    with writing(site.desk.engine) as db:
        db.execute(update(account_links).values(until=datetime.now(UTC) - timedelta(seconds=1)))
    assert client.get(f"/admin/lien-ket/{word}").status_code == 410
    assert client.get("/admin/lien-ket/not-a-link").status_code == 410


def test_a_second_factor_is_asked_for_and_a_code_works_once(site: Site, client: httpx.Client) -> None:
    site.desk.accounts.use_link(site.desk.accounts.create("hai", Role.EDIT, by="test"), PASSWORD)
    account = site.desk.accounts.named("hai")
    assert account is not None
    secret, shown = site.desk.second_factor.proposal(account, "Trợ lý")
    assert shown.startswith("otpauth://totp/")
    with writing(site.desk.engine) as db:
        recovery = site.desk.second_factor.turn_on(db, account, secret)
    code = pyotp.TOTP(secret).now()
    assert try_to_enter(client, "hai", PASSWORD).status_code == 401
    assert try_to_enter(client, "hai", PASSWORD, code=code).status_code == 303
    client.cookies.clear()
    assert try_to_enter(client, "hai", PASSWORD, code=code).status_code == 401
    assert try_to_enter(client, "hai", PASSWORD, code=recovery[0].upper()).status_code == 303
    client.cookies.clear()
    assert try_to_enter(client, "hai", PASSWORD, code=recovery[0]).status_code == 401


def test_going_out_ends_the_session_on_the_server(site: Site, client: httpx.Client) -> None:
    word, other = site.person("di", Role.VIEW), site.person("di", Role.VIEW)
    client.cookies.set(COOKIE, word, path="/admin")
    assert client.get("/admin/").status_code == 200
    client.post("/admin/dang-xuat")
    assert site.desk.sessions.find(word) is None
    assert site.desk.sessions.find(other) is not None
    client.cookies.set(COOKIE, other, path="/admin")
    client.post("/admin/dang-xuat", data={"everywhere": "1"})
    assert site.desk.sessions.find(other) is None


@pytest.mark.parametrize("what", ["silent", "too long", "closed", "reset"])
def test_a_session_that_is_over_leads_to_the_login_page(site: Site, client: httpx.Client, what: str) -> None:
    name = f"het-{what.replace(' ', '-')}"
    client.cookies.set(COOKIE, site.person(name, Role.VIEW), path="/admin")
    assert client.get("/admin/").status_code == 200
    account = site.desk.accounts.named(name)
    assert account is not None
    long_ago = datetime.now(UTC) - timedelta(hours=13)
    if what == "closed":
        site.desk.accounts.change(account, "test", disabled=True)
    elif what == "reset":
        site.desk.accounts.new_link(account, "test")
    else:
        column = "seen_at" if what == "silent" else "ends_at"
        with writing(site.desk.engine) as db:
            db.execute(update(admin_sessions).where(admin_sessions.c.account_id == account.id).values(**{column: long_ago}))
    assert client.get("/admin/").headers["location"] == "/admin/dang-nhap"


def test_what_happened_at_the_door_is_noted_without_passwords(site: Site, client: httpx.Client) -> None:
    try_to_enter(client, "an", "a very secret mistake")
    try_to_enter(client, "mat-khau-go-nham-o-ten", PASSWORD)
    try_to_enter(client, "an", PASSWORD)
    noted = entries(site.desk.engine, limit=3)
    assert [entry.action for entry in noted] == ["session.begin", "session.refused", "session.refused"]
    written = repr(noted)
    for secret in ("mistake", "mat-khau-go-nham", PASSWORD):
        assert secret not in written
