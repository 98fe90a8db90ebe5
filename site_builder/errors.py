"""What can go wrong in a build.

BuilderError
├── ThemeError        a template or an asset of a theme is missing or broken
├── PageError         one page cannot be made; names the page and its address in the admin
├── PlanRefused       the plan would delete more than the ceiling allows
└── TargetError       the place to publish to cannot be written
    └── RaceLost      somebody else changed the mirror, or is changing it: the plan was made for another one
"""


class BuilderError(Exception):
    """A build ends, or one page of it, with a message for people."""


class ThemeError(BuilderError):
    """A template or an asset of a theme is missing or broken."""


class PageError(BuilderError):
    """One page cannot be made."""


class PlanRefused(BuilderError):
    """The plan would delete more than the ceiling allows."""


class TargetError(BuilderError):
    """The place to publish to cannot be written."""


class RaceLost(TargetError):
    """Somebody else changed the mirror, or is changing it: the plan was made for another one and must not be carried out."""
