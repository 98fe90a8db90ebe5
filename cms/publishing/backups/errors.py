"""What can go wrong with a backup: one error, with a message for people."""


class BackupError(Exception):
    """A backup could not be made or restored; says why, and what is as it was."""
