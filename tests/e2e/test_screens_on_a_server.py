"""The same screens with the graph on a Neo4j server, and what is shown when that server is lost."""

import shutil
from pathlib import Path

from neo4j_server import Server
from playwright.sync_api import expect
from served import dashboard_of

from dashboard.app_pages import PAGES


def on(server: Server) -> dict[str, str]:
    return {"CROSSCURRENT_STORE": server.uri, "CROSSCURRENT_NEO4J_PASSWORD": server.password}


def test_every_screen_and_the_console_on_a_server(visit_at, bundled: Path, neo4j_database: Server) -> None:
    with dashboard_of(bundled, **on(neo4j_database)) as address:
        for name, *_ in PAGES:
            page = visit_at(f"{address}/{'' if name == 'tensions' else name}")
            expect(page.locator("[data-testid=stException]")).to_have_count(0)
            expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
        page = visit_at(f"{address}/?axis=how-change-is-led")
        expect(page.get_by_text("digest, not the official wording").first).to_be_visible(timeout=20_000)
        page = visit_at(f"{address}/evidence")
        page.get_by_role("textbox", name="Search all passages").fill("co-production")
        page.keyboard.press("Enter")
        expect(page.get_by_text("passages found").first).to_be_visible(timeout=20_000)
        page = visit_at(f"{address}/ask")
        page.get_by_role("tab", name="Console").click()
        box = page.get_by_role("textbox", name="Question in Cypher")
        box.fill("MATCH (a:Axis {build: $build}) DELETE a")
        box.press("Control+Enter")
        page.get_by_role("button", name="Ask").last.click()
        expect(page.get_by_text("This question was not asked.").first).to_be_visible(timeout=20_000)


def test_a_lost_server_is_told_and_tried_again(
    visit_at, bundled: Path, own_neo4j_server: Server, tmp_path: Path
) -> None:
    study = shutil.copytree(bundled, tmp_path / "study")
    before = {path.name: path.read_bytes() for path in (study / "codings").iterdir()}
    with dashboard_of(study, **on(own_neo4j_server)) as address:
        page = visit_at(f"{address}/contradictions")
        expect(page.locator("[data-testid=stAlert]")).to_have_count(0)
        own_neo4j_server.kill()
        page.reload()
        expect(page.get_by_text("The graph cannot be read now").first).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Traceback")).to_have_count(0)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        own_neo4j_server.start()
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("The graph cannot be read now")).to_have_count(0, timeout=60_000)
        expect(page.get_by_role("heading").first).to_be_visible(timeout=60_000)
    assert {path.name: path.read_bytes() for path in (study / "codings").iterdir()} == before
