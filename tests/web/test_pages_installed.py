"""What a browser asks for to install the pages, by whoever comes."""

from tests.web.browsing import Browser


def test_the_manifest_names_icons_that_are_there_and_pages_to_begin_at(
    guest: Browser, alice: Browser
) -> None:
    answer = guest.client.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert {each["sizes"] for each in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        picture = guest.client.get(icon["src"])
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
        width, height = int.from_bytes(picture.content[16:20]), int.from_bytes(picture.content[20:24])
        assert f"{width}x{height}" == icon["sizes"]
    places = [told["start_url"], *(each["url"] for each in told["shortcuts"]), told["share_target"]["action"]]
    assert [alice.open(place).status for place in places] == [200] * len(places)
    assert alice.open("/goals/new?title=Shared").value("title") == "Shared"


def test_the_worker_comes_from_the_root_and_is_another_with_each_build(guest: Browser) -> None:
    answer = guest.client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    style = next(each for each in guest.open("/offline").page.attributes("href") if each.endswith(".css"))
    assert style in answer.text.partition("\n")[0]


def test_the_page_without_a_line_knows_nobody(guest: Browser, alice: Browser) -> None:
    assert guest.client.get("/offline").text == alice.client.get("/offline").text
    assert "You are offline" in alice.open("/offline").text
