"""What an administrator fills in of a receiver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.webhooks.addresses import target_of
from portal.webhooks.errors import AddressRefused
from portal.webhooks.models import Event, Webhook
from portal.webhooks.services import Settings


class WebhookForm(WagtailAdminModelForm):
    """Address, purpose, events and whether it is told anything."""

    events = forms.MultipleChoiceField(
        label=_("通知哪些事"),
        choices=Event.choices,
        initial=[Event.PUBLICATION.value],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields = ["url", "description", "events", "active"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            target_of(url)
        except AddressRefused as error:
            raise ValidationError(str(error)) from error
        return url

    @property
    def told(self) -> Settings:
        """What was filled in; only after the form was found valid."""
        told: dict[str, Any] = self.cleaned_data
        return Settings(**{name: told[name] for name in self.Meta.fields})
