"""Signs Schemathesis in as the administrator that `cargo xtask test` made.

It tries everything, also wrong passwords and the end of its own sessions. So it signs in on several devices before it begins, and
later only renews one of those sessions: a throttled account cannot lock it out.
"""

import os
import threading

import requests
import schemathesis

ADDRESS = os.environ["WANGGE_ADDRESS"] + "/api/v1"
PHONE = os.environ["WANGGE_PHONE"]
INITIAL = os.environ["WANGGE_INITIAL_PASSWORD"]
PASSWORD = "a contract is read word by word"
COOKIE = "__Host-refresh"


def post(path, body, **headers):
    answer = requests.post(ADDRESS + path, json=body, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer


def sign_in(password):
    return post("/auth/login", {"phone": PHONE, "password": password})


def choose_password():
    """An initial password opens nothing but its own change."""
    token = sign_in(INITIAL).json()["access_token"]
    post("/me/password", {"current": INITIAL, "new": PASSWORD}, Authorization="Bearer " + token)


choose_password()
sessions = [sign_in(PASSWORD).cookies[COOKIE] for _ in range(12)]
lock = threading.Lock()


# The pieces of an upload are bytes like any other.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
schemathesis.serializer.alias("application/x-ndjson", "application/octet-stream")


@schemathesis.auth(refresh_interval=240)
class SignedIn:
    def get(self, case, context):
        with lock:
            while True:
                renewing = {"Cookie": COOKIE + "=" + sessions.pop(0), "Sec-Fetch-Site": "same-origin"}
                try:
                    answer = post("/auth/refresh", {}, **renewing)
                except requests.HTTPError:
                    continue  # that session was ended
                sessions.append(answer.cookies[COOKIE])
                return answer.json()["access_token"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = "Bearer " + data


@schemathesis.hook
def before_call(context, case, kwargs):
    """A cursor comes from an answer, signed: none that is made up is ever valid. Made-up ones stay where they are meant to fail."""
    if case.query and case.meta and case.meta.generation.mode.is_positive:
        case.query.pop("cursor", None)


@schemathesis.hook
def filter_case(context, case):
    """An empty filter is no filter, as a form sends it: nothing that has to be refused."""
    meant_to_fail = case.meta and case.meta.generation.mode.is_negative
    return not (meant_to_fail and case.query and "" in case.query.values())
