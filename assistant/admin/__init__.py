"""Pages at /admin for a small staff: what people ask, the gaps, the documents.

    mount_admin(http, desk)     app.py     puts the pages under /admin of the web app; the only call from outside (bot.py)
    Desk                        desk.py    everything that pages work with, made once, handed to all
    Gate                        gate.py    in front of every address below /admin: no session, no page, no socket
    login_routes                login.py   plain HTML forms: come in, go out, set a password
    @page("/van-ban", …)        frame.py   a page: its role, its place in the menu, the layout around it
    await act(visit, …)         acting.py  a change: role checked anew, audit row written, in one transaction
    say("documents.title")      words.py   every Vietnamese word, from words/<page>.toml
    pages/                                 one page = one file = one row in pages.PAGES

nicegui is imported by frame.py, by what is drawn (table.py, …) and by pages, never by the rest; nothing of this package is
imported before `mount_admin` is wanted. What ingest can do is handed in by bot.py as fields of the Desk.
"""
