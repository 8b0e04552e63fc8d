"""A file appears whole or not at all."""

from pathlib import Path

import pytest

from intake.management import whole_file


def test_a_failure_halfway_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.pdf"
    out.write_bytes(b"before")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        whole_file.write(str(out), b"half")
    assert out.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [out]


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError, match=r"."):
        whole_file.write(str(tmp_path / "a"), b"x")


def test_a_name_with_nul(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="null"):
        whole_file.write(f"{tmp_path}/a\0b", b"x")
