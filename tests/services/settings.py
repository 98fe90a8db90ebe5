"""What the processes that tests start run with: a developer's settings, and the tests' quick password hashes.

To hash the passwords of the demo's accounts as they are kept anywhere else takes as long as all the rest of a small cluster.
"""

from cms.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
