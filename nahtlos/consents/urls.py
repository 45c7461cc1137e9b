"""Staff addresses of consents: codes only."""

from django.urls import path

from nahtlos.consents.views import asking, reading

app_name = "consents"
urlpatterns = [
    path("faelle/<str:code>/einwilligungen/", reading.consent_list, name="list"),
    path("faelle/<str:code>/einwilligungen/neu/", asking.new, name="new"),
    path("faelle/<str:code>/mitteilung/neu/", asking.new_notice, name="new_notice"),
    path("einwilligungen/<str:number>/", reading.consent, name="consent"),
    path("einwilligungen/<str:number>/blatt/", reading.sheet, name="sheet"),
    path("einwilligungen/<str:number>/unterschrieben/", reading.sign, name="sign"),
    path("einwilligungen/<str:number>/verwerfen/", reading.discard, name="discard"),
]
