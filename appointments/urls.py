"""Addresses of appointments: so far, the booking of a match's viewing, under /matches/."""

from django.urls import path

from appointments.views import viewing_new

urlpatterns = [path("<int:pk>/viewing/", viewing_new, name="viewing_new")]
