"""What is shipped to run the site says every variable, names no other host, and needs no rights it does not use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from clinic_site import environment, serving, single_sign_on  # noqa: F401 (both note their variables)
from tests.test_settings import PRODUCTION, manage

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
READS = re.compile(r"\b(environment\.\w+|environ\.\w+|getenv)$")
FILES = {path.name: path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.suffix != ".pyc"}
BY_MANAGE = {"DJANGO_SETTINGS_MODULE", "DJANGO_SUPERUSER_USERNAME", "DJANGO_SUPERUSER_PASSWORD"}
"""Of Django's own: manage.py and the server set the first, and its command createsuperuser reads the others."""


def read_in_the_code() -> set[str]:
    """Every variable that a helper, or Python itself, is asked for by name."""
    found = set()
    for path in [*ROOT.glob("clinic_site/**/*.py"), *ROOT.glob("intake/**/*.py"), *DEPLOY.glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and READS.search(ast.unparse(node.func)):
                found.add(ast.unparse(node.args[0]).strip("'"))
    found |= single_sign_on.NEEDED.keys() | single_sign_on.OPTIONAL.keys()  # asked for one by one, from two lists
    return {name for name in found if re.fullmatch(r"[A-Z_]+", name)} - BY_MANAGE


def test_the_environment_file_is_what_the_program_says_of_itself() -> None:
    done = manage("environment_file", CLINIC_MODE="production")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (DEPLOY / "clinic.env").read_text(encoding="utf-8")


def test_it_has_every_variable_explained() -> None:
    assert read_in_the_code() == set(environment.VARIABLES)
    file = (DEPLOY / "clinic.env").read_text(encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", file, re.MULTILINE)
    assert named == list(environment.VARIABLES)
    assert [name for name, variable in environment.VARIABLES.items() if len(variable.what_for) < 5] == []


def test_it_can_be_read_by_a_service_and_holds_no_secret() -> None:
    for line in (DEPLOY / "clinic.env").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"(#.*|[A-Z_]+=[^\s'\"$`]*|)", line), line
    for name, variable in environment.VARIABLES.items():
        assert not (variable.is_secret and variable.default), name


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_nothing_is_fetched_from_a_host_that_is_named(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.findall(r"(?:^|\s)(?:image:|FROM)\s+\S*[.:]\S*/", text)
    assert not re.findall(r"https?://(?!127\.0\.0\.1|intake\.clinic\.example)", text)


def test_containers_are_not_root_and_cannot_write_their_program() -> None:
    dockerfile, compose = (DEPLOY / "Dockerfile").read_text(), (DEPLOY / "compose.yaml").read_text()
    assert re.search(r"^USER clinic$", dockerfile, re.MULTILINE)
    assert dockerfile.index("USER clinic") < dockerfile.index('CMD ["gunicorn"')
    assert "HEALTHCHECK" in dockerfile
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "log_error_verbosity=terse"):
        assert line in compose


@pytest.mark.parametrize("unit", ["web", "jobs", "backup"])
def test_services_are_closed_and_start_what_is_there(unit: str) -> None:
    text = (DEPLOY / "systemd" / f"clinic-{unit}.service").read_text()
    assert "User=clinic" in text
    assert "UMask=0077" in text
    assert "ProtectSystem=strict" in text
    for path in re.findall(r"deploy/[\w./-]+", text):
        assert (ROOT / path).is_file()


def test_the_guide_names_what_is_there() -> None:
    guide = (ROOT / "docs" / "run-at-a-clinic.md").read_text(encoding="utf-8")
    for path in set(re.findall(r"\bdeploy/[\w/-]+\.\w+", guide)):
        assert (ROOT / path).exists(), path
    for name in set(re.findall(r"^([A-Z_]+)=", guide, re.MULTILINE)):
        assert name.removesuffix("_FILE") in environment.VARIABLES, name


BACKUP = "manage.py backup --keep-days 14 --keep-weeks 8 --keep-months 12"


def test_the_guide_says_how_backups_are_made_tried_and_restored() -> None:
    guide = (ROOT / "docs" / "run-at-a-clinic.md").read_text(encoding="utf-8")
    section = guide.split("\n## Backups\n")[1].split("\n## ")[0]
    named = ("new_backup_key", "BACKUP_DIR=", "BACKUP_RECIPIENTS=", BACKUP, "--check", "systemctl stop", "private key")
    for each in named:
        assert each in section, each
    assert "createuser --createrole --createdb --pwprompt clinic_owner" in guide


def test_backups_are_made_by_the_account_that_can_open_them() -> None:
    unit, compose = (DEPLOY / "systemd" / "clinic-backup.service").read_text(), (DEPLOY / "compose.yaml").read_text()
    service = compose.split("\n  backup:\n")[1].split("\n\n")[0]
    assert BACKUP in unit
    assert BACKUP in service
    assert unit.index("EnvironmentFile=/etc/clinic/clinic.env") < unit.index("EnvironmentFile=-/etc/clinic/owner.env")
    assert "DATABASE_URL_FILE: /run/secrets/owner_database_url" in service
    assert "site_database_url" not in service


def test_a_noted_audit_event_may_be_written_elsewhere() -> None:
    assert "#ReadWritePaths=" in (DEPLOY / "systemd" / "clinic-jobs.service").read_text()


def test_both_papers_say_the_same_of_the_logs() -> None:
    said = "the page's name, never its address; at sign-in, the network address"
    for paper in ("privacy.md", "run-at-a-clinic.md"):
        assert said in (ROOT / "docs" / paper).read_text(encoding="utf-8"), paper


def test_a_clinic_set_up_as_the_file_says_passes_the_check(tmp_path: Path) -> None:
    """Copied, with the secret put in (ASVS V13.4.2)."""
    lines = (DEPLOY / "clinic.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given |= {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATA_DIR": str(tmp_path)}
    done = manage("check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr
