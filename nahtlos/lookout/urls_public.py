"""The address that calendars fetch from."""

from django.urls import path

from nahtlos.lookout.views import feed

app_name = "out"
urlpatterns = [path("kalender/<str:token>.ics", feed.feed, name="feed")]
