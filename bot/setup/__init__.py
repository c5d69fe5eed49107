"""The chair's set-up: basics, rooms, times, departments, accounts and duties."""
