"""Signs Schemathesis in as the administrator that `cargo xtask test` made, and again before the token ends."""

import os

import requests
import schemathesis

ADDRESS = os.environ["WANGGE_ADDRESS"] + "/api/v1"
PHONE = os.environ["WANGGE_PHONE"]
INITIAL = os.environ["WANGGE_INITIAL_PASSWORD"]
PASSWORD = "schema-thesis-reads-the-contract"


def sign_in(password):
    answer = requests.post(ADDRESS + "/auth/login", json={"phone": PHONE, "password": password}, timeout=30)
    answer.raise_for_status()
    return answer.json()["access_token"]


def choose_password():
    """An initial password opens nothing but its own change."""
    change = {"current": INITIAL, "new": PASSWORD}
    bearer = {"Authorization": "Bearer " + sign_in(INITIAL)}
    requests.post(ADDRESS + "/me/password", json=change, headers=bearer, timeout=30).raise_for_status()


choose_password()


@schemathesis.auth(refresh_interval=240)
class SignedIn:
    def get(self, case, context):
        return sign_in(PASSWORD)

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = "Bearer " + data
