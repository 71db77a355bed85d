"""A model that changed without its migration would break at the next start."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1, interactive=False)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)
