"""The disclosure catalogue (政府信息公开目录)."""

from cms.disclosure.models.document import DocumentAttachment, DocumentPage, DocumentRelation
from cms.disclosure.models.sequence import IndexNumberSequence

__all__ = ["DocumentAttachment", "DocumentPage", "DocumentRelation", "IndexNumberSequence"]
