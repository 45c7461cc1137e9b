"""The public door: the page behind the link in the function mailbox."""

from django.urls import path

from nahtlos.referrals.views import reply

app_name = "reply"
urlpatterns = [path("antwort/<str:token>/", reply.request_page, name="request")]
