"""Labels of facet values as pages and machines show them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search.requests import FacetValue


def value_label(facet: str, value: FacetValue) -> str:
    """Return a facet value's label; persons and companies share some topic names."""
    if facet == "topic" and value.value.startswith("company:"):
        return _("%(topic)s（企业）") % {"topic": value.label}
    return value.label
