from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from pypinyin import lazy_pinyin
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from content.lint.gate import require_publishable
from content.models.static_page import StaticPage
from content.page_forms import PublishablePageForm

logger = logging.getLogger(__name__)

SCHEDULED: Final = "wagtail.publish.scheduled"
REFUSED: Final = "content.publish.refused"


class KeyedPage(StaticPage):
    """A page with a stable key of its own, unique in the whole site and equal to the slug.

    The key is written into addresses, exports and cases, so it may not change once the
    page has been published. What publishing requires is not required of a draft.
    """

    key_field: ClassVar[str]
    key_pattern: ClassVar[str]
    required_on_publish: ClassVar[tuple[str, ...]] = ()

    base_form_class = PublishablePageForm
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    # Set by the admin form while it validates: a draft may lack anything, and the rows of
    # a page under edit are known to the form only.
    checks_publishing: bool = True
    # The parent of a page that is not in the tree yet, or that somebody already has read.
    known_parent: Page | None = None
    slug: str

    class Meta:
        abstract = True

    @property
    def stable_key(self) -> str:
        """Return the key as stored, "" before the first save."""
        return str(getattr(self, self.key_field))

    @classmethod
    def from_serializable_data(
        cls, data: Mapping[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """Make a page of a revision's data.

        The rows belong to this very page: modelcluster would ask the database for it
        once for each of a guide's hundred rows.
        """
        owners = {
            relation.get_accessor_name(): relation.field
            for relation in get_all_child_relations(cls)
        }
        bare = {
            name: _without(value, owners[name].name) if name in owners else value
            for name, value in data.items()
        }
        page = super().from_serializable_data(bare, check_fks, strict_fks)
        if page is not None:
            for name, owner in owners.items():
                for row in (
                    getattr(page, name).get_object_list() if name in data else ()
                ):
                    setattr(row, owner.attname, page.pk)
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; every way of publishing ends here, so here the rules are asked.

        Raises:
            PublicationRefused: with every finding that stops it; the draft stays.
        """
        self._fill_key()
        if self._goes_live():
            require_publishable(self)
        super().save(*args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, or have it published at its time; every way begins here.

        At its time nobody is there to be told: a revision that breaks a rule by then
        stays a draft with a note in its history, and does not keep others waiting.

        Raises:
            PublicationRefused: with every finding that stops it; the draft stays.
        """
        if kwargs.get("log_action") == SCHEDULED:
            try:
                with transaction.atomic():
                    return super().publish(revision, *args, **kwargs)
            except ValidationError as error:
                note_refusal(self, revision, error)
                return None
        draft = revision.as_object()
        if draft.go_live_at and draft.go_live_at > timezone.now():
            # What is shown now is asked when it is saved.
            require_publishable(draft)
        return super().publish(revision, *args, **kwargs)

    def minimal_clean(self) -> None:
        self._fill_key()
        super().minimal_clean()
        self._check_key()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_key()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._check_key()
        if self.checks_publishing:
            errors = self.publish_errors()
            if errors:
                raise ValidationError(errors)

    def required_fields(
        self, submitted: Mapping[str, Any] | None = None
    ) -> tuple[str, ...]:
        """Return the fields that may not be empty in a published page.

        Args:
            submitted: What a form sent for this page, where that decides.
        """
        del submitted
        return self.required_on_publish

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this page from being published: field name -> message(s)."""
        return {
            name: _("发布前须填写%(field)s")
            % {"field": self._meta.get_field(name).verbose_name}
            for name in self.required_fields()
            if getattr(self, name) in (None, "", [])
        }

    def _goes_live(self) -> bool:
        """Tell whether saving shows readers something they do not see now."""
        if not self.live:
            return False
        if self._state.adding:
            return True
        stored = type(self).objects.filter(pk=self.pk)
        return (True, self.live_revision_id) not in stored.values_list(
            "live", "live_revision_id"
        )

    def _fill_key(self) -> None:
        if not self.slug and self.title:
            self.slug = self._free_slug(slug_from_title(self.title))
        if not self.first_published_at or not self.stable_key:
            setattr(self, self.key_field, self.slug)

    def _free_slug(self, base: str) -> str:
        taken = set(
            type(self)
            .objects.filter(slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        number, slug = 1, base
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        return slug

    def _check_key(self) -> None:
        if not re.fullmatch(self.key_pattern, self.slug):
            raise ValidationError(
                {
                    "slug": _(
                        "标识“%(slug)s”不正确:只用字母、数字和横线,如 elder-allowance"
                    )
                    % {"slug": self.slug}
                }
            )
        if self.first_published_at and self.stable_key not in ("", self.slug):
            raise ValidationError(
                {
                    "slug": _("已发布过的页面不能改标识,应保持“%(key)s”")
                    % {"key": self.stable_key}
                }
            )
        other = type(self).objects.filter(slug=self.slug).exclude(pk=self.pk).first()
        if other is not None:
            raise ValidationError(
                {
                    "slug": _("标识“%(slug)s”已用于“%(title)s”,请换一个")
                    % {"slug": self.slug, "title": other.title}
                }
            )


def _without(rows: Any, name: str) -> Any:
    """Return serialized rows without one of their fields."""
    if not isinstance(rows, list):
        return rows
    return [{key: value for key, value in row.items() if key != name} for row in rows]


def note_refusal(page: Page, revision: Revision, error: ValidationError) -> None:
    """Take a revision out of the schedule and say in the page's history why."""
    page.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
    reasons = list(error.messages)
    findings = getattr(error, "findings", ())
    log(
        instance=page,
        action=REFUSED,
        data={"reasons": reasons, "rules": sorted({each.rule for each in findings})},
        revision=revision,
    )
    logger.error(
        "scheduled publication refused page=%s revision=%s reasons=%s",
        page.slug,
        revision.pk,
        reasons,
    )


def slug_from_title(title: str) -> str:
    """Return a plain slug: pinyin of Chinese, at most 60 characters.

    >>> slug_from_title("生育登记(首次)")
    'shengyudengji-shouci'
    """
    spelled = "".join(lazy_pinyin(title, errors=lambda text: f"-{text}-"))
    plain = re.sub(r"[^a-z0-9]+", "-", spelled.lower()).strip("-")
    return plain[:60].strip("-") or "page"
