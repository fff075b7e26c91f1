"""Writing text files safely: one writer at a time, all files of a change or none.

vault        the door: lock, commit, note
lock         who may write, and who holds that right now
transaction  staging a change, completing it, undoing it
manifest     what a change consists of, so that a crash can be cleared up
paths        which paths may be written
journal      the local diary, one line an act
note         a note on a content, worth nothing when it is lost
state        the folder for all of this, outside the content
disk         every call to the file system, and its failures in plain words

What holds after a crash: before the commit point (the manifest says "commit") nothing was changed,
after it everything will be. Readers take no lock: each file is replaced whole.

The lock and the manifest are one user's on one machine. Another user, or another machine, that
writes the same folder is noticed by the bytes that were there before, not kept out.
"""

from __future__ import annotations

from ivig_kg.vault.disk import Disk
from ivig_kg.vault.transaction import Recovery
from ivig_kg.vault.vault import Vault

__all__ = ["Disk", "Recovery", "Vault"]
