"""A bot that only does what it is told: the fake Teams is tested with it."""

from __future__ import annotations

import aiohttp


class Bot:
    """Answers what it is told to; keeps what it heard."""

    def __init__(self, teams):
        self.teams = teams
        self.heard = []
        self.answer = (200, None)
        self.token = ""
        self.session = aiohttp.ClientSession()

    async def receive(self, activity):
        self.heard.append(activity)
        return self.answer

    async def log_in(self):
        url = f"{self.teams.login_url}/{self.teams.tenant}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self.teams.app_id,
            "client_secret": self.teams.password,
            "scope": "https://api.botframework.com/.default",
        }
        async with self.session.post(url, data=form) as answer:
            self.token = (await answer.json())["access_token"]

    async def ask(self, verb, path, body=None, **query):
        url = f"{self.teams.service_url}v3/conversations{path}"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.session.request(
            verb, url, json=body, params=query, headers=headers
        ) as answer:
            return answer.status, await answer.json(), answer.headers
