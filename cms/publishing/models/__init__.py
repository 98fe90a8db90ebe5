"""What the CMS and its publishers tell each other: facts that wait, and what became of them."""

from cms.publishing.models.address import FormerAddress, PublishedAddress, Withdrawal, WithdrawalKind
from cms.publishing.models.change import Action, Change
from cms.publishing.models.day import AnnouncedDay
from cms.publishing.models.follower import FollowerState
from cms.publishing.models.incident import Incident, Tampering
from cms.publishing.models.order import Order, OrderKind
from cms.publishing.models.publisher import Publisher, SiteState, Stage
from cms.publishing.models.release import Failure, Outcome, Release
from cms.publishing.models.switch import Level, Switch

__all__ = [
    "Action", "AnnouncedDay", "Change", "Failure", "FollowerState", "FormerAddress", "Incident", "Level", "Order", "OrderKind",
    "Outcome", "PublishedAddress", "Publisher", "Release", "SiteState", "Stage", "Switch", "Tampering", "Withdrawal",
    "WithdrawalKind",
]
