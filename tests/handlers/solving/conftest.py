from __future__ import annotations

from tests.bot.conftest import company, company_file, company_on_each, company_template

__all__ = ["company", "company_file", "company_on_each", "company_template"]
