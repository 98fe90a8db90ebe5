"""Checks a mirror against its signed manifest, with nothing of this project but this folder.

    python -m site_builder.verifier PLACE --key PUBLIC_KEY

It needs Python 3.11 and the package `cryptography`. `make verifier` packs it into one file that an auditor can take
along; docs/signing.md says what each check protects against.
"""
