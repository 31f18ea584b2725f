"""Query parameters nobody reads are refused, to those who may know."""


async def test_the_misspelt_one_is_named_in_the_callers_language(client, bearer):
    headers = bearer("hr") | {"Accept-Language": "en"}
    answer = await client.get("/v1/persons?as_off=2026-01-01&limit=5", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "pointer": "query/as_off",
            "code": "unknown_parameter",
            "detail": "is not a parameter here",
        }
    ]


async def test_a_value_given_twice_is_ambiguous(client, bearer):
    url = "/v1/persons?as_of=2026-01-01&as_of=2020-01-01"
    answer = await client.get(url, headers=bearer("hr"))
    assert answer.json()["errors"][0]["code"] == "repeated_parameter"


async def test_public_routes_have_no_parameters_either(client):
    assert (await client.get("/health/live?verbose=1")).status_code == 422


async def test_a_stranger_is_not_told(client, bearer):
    assert (await client.get("/v1/policies?x=1")).status_code == 401
    assert (await client.get("/v1/policies?x=1", headers=bearer("officer"))).status_code == 403


async def test_names_are_cut_and_counted(client):
    query = "&".join(f"{'n' * 150}{number}=1" for number in range(50))
    answer = await client.get(f"/health/live?{query}")
    assert answer.status_code == 422
    assert all(len(error["pointer"]) <= 106 for error in answer.json()["errors"])
