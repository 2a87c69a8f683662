from django.urls import path

from records.enums import FeedKind
from records.feeds.api import view_of
from records.feeds.kinds import address_of

urlpatterns = [path(f"{address_of(kind)}/", view_of(kind), name=f"feed-{address_of(kind)}") for kind in FeedKind]
