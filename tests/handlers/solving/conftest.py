from __future__ import annotations

from tests.bot.conftest import company, company_file, company_on_each

__all__ = ["company", "company_file", "company_on_each"]
