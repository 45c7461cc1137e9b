"""Temporary."""
def test_start(as_):
    assert as_("aylin").get("/intern/").status_code == 200
def test_finder(visitor):
    r = visitor.get("/suche/?q=papa+im+knast&ort=00120")
    assert r.status_code == 200
    assert not r.cookies
