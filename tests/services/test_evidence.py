"""Evidence: kept unchanged, checked when read, voided and undone, and moved with the records."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from desktop.base.storage import (
    BACKUP_FOLDER,
    EVIDENCE_FOLDER,
    FILE_NAME,
    StorageError,
    StorageErrorKind,
)
from desktop.domain.backups import BackupReason
from desktop.domain.evidence import (
    EvidenceRefused,
    EvidenceUnreadable,
    FileState,
    subject_of_order,
    subject_of_project,
    subject_of_receipt,
)
from desktop.domain.evidence_records import Evidence, EvidenceSubject, MediaType
from desktop.domain.journal import ChangedElsewhere
from desktop.domain.model import InvalidRecord
from desktop.domain.money_records import Receipt
from desktop.exchange.snapshot import ImportRefused
from desktop.services.backups import restore_backup
from desktop.services.recovery import Recovery
from desktop.services.relocation import relocate
from desktop.services.workspace import Workspace
from tests.builders import UID, fill_workspace, make_project
from tests.conftest import FakeClock
from tests.pictures import PDF, make_png

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
ORDER = subject_of_order(UID, "236414227150922")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Return a workspace with an account, a project and two orders."""
    fill_workspace(workspace)
    return workspace


def file_of(workspace: Workspace, piece: Evidence) -> Path:
    """Return the path of the file of a piece of evidence."""
    return workspace.folder / EVIDENCE_FOLDER / piece.file_name


def test_a_screenshot_is_kept_under_its_digest_and_read_back(filled: Workspace) -> None:
    """The pasted picture must be returned unchanged when the partner doubts it."""
    piece = filled.evidence.add(ORDER, make_png(), name="关联成功页", note="11 月")
    assert filled.evidence.of(ORDER) == (piece,)
    assert (piece.name, piece.note, piece.media_type) == ("关联成功页", "11 月", MediaType.PNG)
    assert piece.sha256 == sha256(make_png()).hexdigest()
    assert filled.evidence.read(piece) == make_png()
    assert [file.name for file in (filled.folder / EVIDENCE_FOLDER).iterdir()] == [piece.file_name]
    assert filled.evidence.check() == []
    assert filled.evidence.of(subject_of_order(UID, "236414227150923")) == ()


def test_evidence_is_for_projects_and_receipts_as_well(filled: Workspace, tmp_path: Path) -> None:
    """A reply of the partner and a bank's confirmation prove as much as a page of the console."""
    scan = tmp_path / "确认函.pdf"
    scan.write_bytes(PDF)
    project = filled.book().projects[0]
    about_project = subject_of_project(project.key or 0)
    assert filled.evidence.add(about_project, scan).name == "确认函"
    receipt = Receipt(received_at=filled.clock(), amount=500)
    matched = filled.cashback.enter(receipt, [((UID, "236414227150922"), 500)])
    assert filled.evidence.of_receipt(matched) == ()
    added = filled.evidence.add(matched, make_png())
    now = filled.cashback.receipts()[0]
    assert filled.evidence.of_receipt(now) == (added,)
    assert now.parts == matched.parts
    assert now.receipt.amount == 500
    assert filled.evidence.all() == (*filled.evidence.of(about_project), added)


def test_a_receipt_is_deleted_and_restored_with_its_evidence(filled: Workspace) -> None:
    """The next receipt would get the number of the deleted one, and its evidence."""
    receipt = Receipt(received_at=filled.clock(), amount=500)
    piece = filled.evidence.add(filled.cashback.enter(receipt, []), make_png())
    matched = filled.cashback.receipts()[0]
    filled.cashback.delete(matched)
    assert filled.evidence.all() == ()
    filled.undo()
    assert filled.evidence.of_receipt(filled.cashback.receipts()[0]) == (piece,)
    assert filled.evidence.read(piece) == make_png()


def test_the_same_file_is_evidence_once(filled: Workspace) -> None:
    """Ctrl+V twice would list the same picture twice."""
    first = filled.evidence.add(ORDER, make_png())
    assert filled.evidence.add(ORDER, make_png()) == first
    other = subject_of_order(UID, "236414227150923")
    filled.evidence.add(other, make_png())
    assert len(filled.evidence.of(ORDER)) == len(filled.evidence.of(other)) == 1
    filled.evidence.void(first, "Wrong order")
    assert len({piece.key for piece in (filled.evidence.add(ORDER, make_png()), first)}) == 2


def test_it_is_voided_and_described_and_all_is_undone(filled: Workspace, clock: FakeClock) -> None:
    """A card number noticed too late must be removed from the proof, and a mistake undone."""
    piece = filled.evidence.add(ORDER, make_png(), name="a")
    described = filled.evidence.describe(piece, " b ", "why")
    assert (described.name, described.note) == ("b", "why")
    with pytest.raises(ChangedElsewhere):
        filled.evidence.void(piece, "stale")
    voided = filled.evidence.void(described, "卡号可见")
    assert (voided.voided_at, voided.void_reason) == (clock.now, "卡号可见")
    assert filled.evidence.of(ORDER) == (voided,)
    for expected in (described, piece):
        filled.undo()
        assert filled.evidence.of(ORDER) == (expected,)
    filled.undo()
    assert filled.evidence.of(ORDER) == ()
    filled.redo()
    assert filled.evidence.read(*filled.evidence.of(ORDER)) == make_png()


def test_voided_evidence_is_purged_after_90_days_and_its_file_after_the_history(
    filled: Workspace, clock: FakeClock
) -> None:
    """A card number would stay in the folder for ever, or an undo would find no file."""
    kept = filled.evidence.add(ORDER, make_png(shade=1))
    voided = filled.evidence.add(ORDER, make_png(shade=2))
    path = file_of(filled, filled.evidence.void(voided, "Card number"))
    os.utime(path, (0, 0))
    os.utime(file_of(filled, kept), (0, 0))
    for _day in range(4):
        filled.orders.empty_trash()
        clock.advance(days=50)
    assert filled.evidence.of(ORDER) == (kept,)
    assert path.exists()
    for _day in range(3):
        filled.orders.empty_trash()
        clock.advance(days=50)
    assert not path.exists()
    assert filled.evidence.read(kept) == make_png(shade=1)


@POSIX
def test_a_file_without_a_record_is_swept_and_no_other(filled: Workspace, clock: FakeClock) -> None:
    """A kill between file and record would leave a file for ever."""
    piece = filled.evidence.add(ORDER, make_png())
    folder = filled.folder / EVIDENCE_FOLDER
    orphan, fresh, other = (folder / f"{c * 64}.png" for c in "abc")
    own = folder / "holiday.png"
    for path in (orphan, fresh, own):
        path.write_bytes(b"x")
    other.symlink_to(filled.data_file)
    for path in (orphan, own, file_of(filled, piece)):
        os.utime(path, (0, 0))
    for _day in range(2):
        filled.orders.empty_trash()
        clock.advance(days=2)
    assert {file.name for file in folder.iterdir()} == {
        piece.file_name,
        fresh.name,
        other.name,
        own.name,
    }


def change(path: Path) -> None:
    """Change one byte of a file, as a failing disk or a photo program does."""
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def link(path: Path) -> None:
    """Replace a file by a link to a file with the same content."""
    other = path.with_name("elsewhere")
    path.rename(other)
    path.symlink_to(other)


def pipe(path: Path) -> None:
    """Replace a file by a pipe, on which a reader would block."""
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    """Replace a file by a folder."""
    path.unlink()
    path.mkdir()


@POSIX
@pytest.mark.parametrize("harm", [change, link, pipe, folder, Path.unlink])
def test_changed_evidence_is_reported_and_can_be_added_again(
    filled: Workspace, harm: object
) -> None:
    """Evidence that somebody can change proves nothing, and must not be shown as sound."""
    piece = filled.evidence.add(ORDER, make_png())
    path = file_of(filled, piece)
    harm(path)
    state = FileState.MISSING if harm == Path.unlink else FileState.CHANGED
    assert filled.evidence.state(piece) is state
    assert filled.evidence.check() == [(piece, state)]
    with pytest.raises(EvidenceUnreadable) as caught:
        filled.evidence.read(piece)
    assert caught.value.state is state
    with pytest.raises(EvidenceRefused) as refused:
        filled.evidence.keep_again(piece, make_png(shade=9))
    assert refused.value.code == "not-the-same"
    before = set(path.parent.iterdir())
    filled.evidence.keep_again(piece, make_png())
    assert filled.evidence.read(piece) == make_png()
    aside = [file for file in path.parent.iterdir() if file not in before | {path}]
    assert len(aside) == (state is FileState.CHANGED), "the previous file of that name was not kept"


@POSIX
@pytest.mark.parametrize("special", ["missing", "folder", "fifo", "/dev/zero"])
def test_a_path_that_is_no_file_is_refused_quickly(
    filled: Workspace, tmp_path: Path, special: str
) -> None:
    """A pipe or a device dropped on the window would block it for ever."""
    path = tmp_path / "a.png"
    if special == "folder":
        path.mkdir()
    elif special == "fifo":
        os.mkfifo(path)
    elif special.startswith("/"):
        path.symlink_to(special)
    with pytest.raises(EvidenceRefused) as refused:
        filled.evidence.add(ORDER, path)
    assert refused.value.code == ("missing" if special == "missing" else "not-a-file")
    assert filled.evidence.all() == ()
    assert not (filled.folder / EVIDENCE_FOLDER).exists()


@pytest.mark.parametrize(
    "digest", ["../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "../" + "a" * 61, ""]
)
def test_no_record_can_name_a_file_elsewhere(digest: str) -> None:
    """A crafted backup would make the program read or write another file."""
    fields = {"sha256": digest, "media_type": MediaType.PNG, "size": 1}
    with pytest.raises(InvalidRecord):
        Evidence(subject=ORDER, added_at=FakeClock().now, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "order"},
        {"kind": "order", "account": UID, "order": "1", "key": 1},
        {"kind": "project"},
        {"kind": "receipt", "key": -1},
        {"kind": "receipt", "key": 1, "account": UID},
    ],
)
def test_a_subject_is_one_thing(fields: dict[str, object]) -> None:
    """Evidence about two subjects would be shown with neither."""
    from desktop.domain.evidence_records import SubjectKind

    with pytest.raises(InvalidRecord):
        EvidenceSubject(**(fields | {"kind": SubjectKind(fields["kind"])}))


@POSIX
def test_a_name_that_is_no_text_is_kept_as_one(filled: Workspace, tmp_path: Path) -> None:
    """A file name from another system would raise an exception when it is stored."""
    path = tmp_path / os.fsdecode(b"\xff\xfe" + b"x" * 90 + b".png")
    path.write_bytes(make_png())
    piece = filled.evidence.add(ORDER, path, note="\ud800" + "n" * 9000)
    assert piece.name.startswith("?")
    assert filled.evidence.of(ORDER) == (piece,)
    assert len(piece.note) == 2000


# Moving with the records


@pytest.fixture
def proven(filled: Workspace) -> Workspace:
    """Return a workspace with three pieces of evidence, of which two share a file."""
    filled.evidence.add(ORDER, make_png(), name="1")
    filled.evidence.add(subject_of_order(UID, "236414227150923"), make_png(), name="2")
    filled.evidence.add(subject_of_project(filled.book().projects[0].key or 0), PDF, name="3")
    return filled


def contents(workspace: Workspace) -> list[tuple[Evidence, bytes]]:
    """Return all evidence of a workspace with the contents of its files."""
    return [(piece, workspace.evidence.read(piece)) for piece in workspace.evidence.all()]


def test_a_backup_holds_the_files_and_brings_them_back(proven: Workspace, clock: FakeClock) -> None:
    """A restore after a lost disk would bring back records of missing pictures."""
    expected = contents(proven)
    taken = proven.backups.take(BackupReason.ASKED).backup
    assert taken.counts["evidence"] == 3
    assert len(list((taken.path.parent / EVIDENCE_FOLDER).iterdir())) == 2
    proven.close()
    shutil.rmtree(proven.folder / EVIDENCE_FOLDER)
    restore_backup(taken.path, proven.folder, clock.now)
    again = Workspace.open(proven.folder, clock)
    assert contents(again) == expected
    again.close()


def test_the_second_place_holds_them_as_well(
    proven: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """The folder on another disk is there for the day when this one is lost."""
    place = tmp_path / "stick"
    place.mkdir()
    proven.backups.choose_second_place(place)
    second = proven.backups.take(BackupReason.ASKED).second
    assert second is not None
    expected = contents(proven)
    proven.close()
    shutil.rmtree(proven.folder)
    proven.folder.mkdir()
    restore_backup(second.path, proven.folder, clock.now)
    again = Workspace.open(proven.folder, clock)
    assert contents(again) == expected
    again.close()


def test_one_file_for_another_computer_holds_them(
    proven: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """The proof would be missing on the new computer, and the old one sold."""
    target = tmp_path / "all.linkdue"
    packed = proven.pack(target)
    assert packed.counts["evidence"] == 3
    new = tmp_path / "new"
    new.mkdir()
    restore_backup(target, new, clock.now)
    again = Workspace.open(new, clock)
    assert contents(again) == contents(proven)
    assert again.check().ok
    again.close()
    assert b"%PDF-1.7" in target.read_bytes()
    assert b"%PDF-1.7" not in (new / FILE_NAME).read_bytes()


def test_a_forged_transfer_file_brings_no_other_file_and_reaches_no_other_place(
    proven: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """A file from somebody else would plant false proof, or write outside the folder."""
    target = tmp_path / "all.linkdue"
    proven.pack(target)
    with closing(sqlite3.connect(target)) as forged:
        forged.execute("UPDATE evidence_files SET content = zeroblob(length(content))")
        forged.execute("UPDATE evidence SET sha256 = '../../../escaped' WHERE name = '3'")
        forged.execute("INSERT INTO evidence_files VALUES ('../../../escaped.pdf', x'25504446')")
        forged.commit()
    new = tmp_path / "deep" / "er" / "new"
    new.mkdir(parents=True)
    restore_backup(target, new, clock.now)
    assert not list(tmp_path.rglob("escaped*"))
    assert not list(tmp_path.rglob("deep/**/*.png"))
    again = Workspace.open(new, clock)
    with pytest.raises(StorageError) as damaged:
        again.evidence.all()
    assert damaged.value.kind is StorageErrorKind.DAMAGED
    assert again.evidence.state(again.evidence.of(ORDER)[0]) is FileState.MISSING
    assert not again.check().ok
    again.close()


def test_moving_the_data_moves_them(proven: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    """The records moved out of a synced folder would come without their proof."""
    expected = contents(proven)
    proven.close()
    new = tmp_path / "new"
    new.mkdir()
    relocate(proven.folder, new, "moved", clock.now)
    again = Workspace.open(new, clock)
    assert contents(again) == expected
    again.close()


def test_a_changed_file_does_not_replace_a_sound_copy(proven: Workspace, clock: FakeClock) -> None:
    """A failing disk would spoil the backup too, and a restore could not help."""
    taken = proven.backups.take(BackupReason.ASKED).backup
    expected = contents(proven)
    for piece in proven.evidence.all():
        file_of(proven, piece).write_bytes(b"x" * piece.size)
    clock.advance(hours=1)
    proven.backups.take(BackupReason.ASKED)
    proven.close()
    restore_backup(taken.path, proven.folder, clock.now)
    again = Workspace.open(proven.folder, clock)
    assert contents(again) == expected
    again.close()


def test_what_no_backup_holds_any_more_leaves_their_folder(
    proven: Workspace, clock: FakeClock
) -> None:
    """Pictures that were voided years ago would fill the disk with every backup."""
    pool = proven.folder / BACKUP_FOLDER / EVIDENCE_FOLDER
    proven.backups.take(BackupReason.ASKED)
    stray = pool / f"{'a' * 64}.png"
    stray.write_bytes(b"x")
    for file in pool.iterdir():
        os.utime(file, (0, 0))
    (proven.folder / BACKUP_FOLDER / "linkdue-2026-01-01-000000Z.sqlite3").write_bytes(b"broken")
    clock.advance(hours=1)
    proven.backups.take(BackupReason.ASKED)
    assert stray.exists(), "an unreadable backup may contain it"
    (proven.folder / BACKUP_FOLDER / "linkdue-2026-01-01-000000Z.sqlite3").unlink()
    os.utime(stray, (0, 0))
    clock.advance(hours=1)
    proven.backups.take(BackupReason.ASKED)
    assert not stray.exists()
    assert len(list(pool.iterdir())) == 2


def test_a_salvage_keeps_the_records_of_evidence(proven: Workspace, clock: FakeClock) -> None:
    """A damaged data file would cost the proof, although all its files exist."""
    expected = contents(proven)
    proven.close()
    recovery = Recovery(proven.folder, clock)
    saved = recovery.salvage()
    assert saved.counts["evidence"] == 3
    assert saved.invented_uids == ()
    recovery.use(saved)
    again = Workspace.open(proven.folder, clock)
    assert contents(again) == expected
    again.close()


def test_a_restore_shows_how_much_evidence_it_brings(proven: Workspace) -> None:
    """A user who restores must know that a picture added since will be lost."""
    taken = proven.backups.take(BackupReason.ASKED).backup
    proven.evidence.add(ORDER, make_png(shade=7))
    assert proven.backups.compare(taken.path)["evidence"].fewer == 1


def test_evidence_of_a_receipt_lost_in_a_salvage_is_still_listed(filled: Workspace) -> None:
    """The picture of a transfer would be lost with the damaged row of its receipt."""
    lost = subject_of_receipt(77)
    piece = filled.evidence.add(lost, make_png())
    assert filled.evidence.all() == (piece,)
    assert replace(piece, note="x") != piece


def test_the_json_keeps_the_facts_of_evidence(
    proven: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    """Another program, or another folder, would not know that there is proof."""
    receipt = Receipt(received_at=clock(), amount=500, note="转账")
    matched = proven.cashback.enter(receipt, [((UID, "236414227150922"), 500)])
    proven.evidence.void(proven.evidence.add(matched, make_png(shade=3), name="4"), "why")
    unnumbered = proven.save_project(make_project(title="Shop"))
    proven.evidence.add(subject_of_project(unnumbered.key or 0), PDF, note="letter")
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    proven.files.export(first, "en")
    assert '"version": 2' in first.read_text("utf-8")
    other = Workspace.open(tmp_path / "other", clock)
    for _time in range(2):
        other.files.import_file(first)
    other.files.export(again, "en")
    assert again.read_text("utf-8") == first.read_text("utf-8")
    assert len(other.evidence.all()) == 5
    assert {state for _piece, state in other.evidence.check()} == {FileState.MISSING}
    assert other.evidence.of_receipt(other.cashback.receipts()[0])[0].void_reason == "why"
    other.close()
    proven.files.import_file(first)
    assert len(proven.evidence.all()) == 5


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"kind": "project", "project": 9}, "evidence[0].project"),
        ({"kind": "receipt", "receipt": 9}, "evidence[0].receipt"),
        ({"kind": "order", "account": UID}, "evidence[0].order"),
        ({"kind": "project", "project": 1, "sha256": "../x"}, "evidence[0].sha256"),
        ({"kind": "receipt"}, "evidence[0].receipt"),
        ({"kind": "receipt", "receipt": 1, "project": 1}, "evidence[0].project"),
        (
            {"kind": "order", "account": UID, "order": ORDER.order, "receipt": 1},
            "evidence[0].receipt",
        ),
    ],
)
def test_json_with_evidence_for_nothing_is_refused(
    filled: Workspace, tmp_path: Path, fields: dict[str, object], place: str
) -> None:
    """It would be shown nowhere, or name a file elsewhere."""
    path = tmp_path / "all.json"
    filled.files.export(path, "en")
    piece = {
        "sha256": "a" * 64,
        "media_type": "image/png",
        "bytes": 5,
        "added_at": "2026-09-10T04:00:00Z",
    }
    data = json.loads(path.read_text("utf-8")) | {"version": 2, "evidence": [piece | fields]}
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ImportRefused) as refused:
        filled.files.import_file(path)
    assert refused.value.facts["place"] == place
    assert filled.evidence.all() == ()
