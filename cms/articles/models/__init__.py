"""News, notices, topic pages and picture galleries."""

from cms.articles.models.article import ArticleAttachment, ArticlePage, ArticleTag, Genre
from cms.articles.models.gallery import GalleryPage, GalleryPicture
from cms.articles.models.topic import TopicPage, TopicSection

__all__ = [
    "ArticleAttachment", "ArticlePage", "ArticleTag", "GalleryPage", "GalleryPicture", "Genre", "TopicPage",
    "TopicSection",
]
