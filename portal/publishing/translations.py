"""The English of guides: what there is to translate, what is, and how it is written.

A translation belongs to the exact Chinese text of the published page. When that text
changes its English is shown no more; it is offered to whoever translates the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from content.models import MatterPage
from portal.accounts.models import User
from portal.outbox.services import enqueue
from portal.publishing.cards import canonical_json, card_from_payload
from portal.publishing.models import GuideTranslation, MatterVersion
from portal.publishing.receipts import add_receipt
from portal.publishing.releases import Releases
from portal.publishing.services import SINGLE_PRIORITY, SYNC_TOPIC
from portal.theming.variants.english import text_key
from portal.theming.variants.english_page import PageText, texts_of

TRANSLATED: Final = "portal.translate"
FULL: Final = "guide"
# From so much in common on, a new text is the old one, changed.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A Chinese text of a guide and what is known of its English.

    `english` is the editors' translation, `given` the theme's, `former` the Chinese text
    that was changed into this one, and `former_english` its translation.
    """

    key: str
    text: str
    heading: str
    english: str
    given: str
    former: str = ""
    former_english: str = ""

    @property
    def done(self) -> bool:
        """Whether readers of the English site find it in English."""
        return bool(self.english or self.given)


def may_translate(user: User, page: Page) -> bool:
    """Tell whether somebody may write the English of a page: who may edit a guide."""
    if not isinstance(page, MatterPage) or page.kind != FULL or not page.live:
        return False
    return bool(page.permissions_for_user(user).can_edit())


def translation_of(page: MatterPage) -> dict[str, str]:
    """Return the English of a guide's texts by the Chinese."""
    found = GuideTranslation.objects.filter(matter_key=page.translation_key).first()
    return {} if found is None else found.texts


def rows_of(page: MatterPage) -> list[Row]:
    """Return the Chinese texts of the guide that readers find now, in their order.

    Those of the frame are the theme's to translate; of them only the names are here.
    There are none when its page is not written yet.
    """
    release = Releases.configured().current()
    file = release.root / f"guides/{page.slug}/index.html" if release else None
    if file is None or not file.is_file():
        return []
    names = {text_key(name) for name in (page.title, page.plain_name)}
    texts = [
        each
        for each in texts_of(file.read_text("utf-8"))
        if each.text in names or not each.given
    ]
    return rows_from(texts, translation_of(page))


def rows_from(texts: Sequence[PageText], known: Mapping[str, str]) -> list[Row]:
    """Return the rows of texts, those without English beside what they were before."""
    here = {each.text for each in texts}
    open_texts = [
        each.text for each in texts if each.text not in known and not each.given
    ]
    former = _former(open_texts, [text for text in known if text not in here])
    return [
        Row(
            key=row_key(each.text),
            text=each.text,
            heading=each.heading,
            english=known.get(each.text, ""),
            given=each.given,
            former=(before := former.get(each.text, "")),
            former_english=known.get(before, ""),
        )
        for each in texts
    ]


def row_key(text: str) -> str:
    """Return a short name for a text, for the fields of a form."""
    return hashlib.sha256(text_key(text).encode()).hexdigest()[:16]


def _former(new: Iterable[str], old: Collection[str]) -> dict[str, str]:
    """Return which of the old texts each of the new ones was, the most alike first."""
    pairs = [
        (ratio, text, before)
        for text in new
        for before in old
        if (ratio := SequenceMatcher(None, before, text).ratio()) >= _ALIKE
    ]
    found: dict[str, str] = {}
    for _ratio, text, before in sorted(pairs, reverse=True):
        if text not in found and before not in found.values():
            found[text] = before
    return found


def translate(
    page: MatterPage,
    given: Mapping[str, str],
    *,
    user: User | None,
    dropped: Collection[str] = (),
) -> int:
    """Write the English of Chinese texts, "" to take one away; return how many changed.

    `dropped` are texts of before whose English is not needed any more. Without a user it
    is the program that brings in a demo, whose site is built afterwards.

    Raises:
        PermissionDenied: the person may not edit the guide, or it is not published.
    """
    if user is not None and not may_translate(user, page):
        raise PermissionDenied
    with transaction.atomic():
        stored, made = GuideTranslation.objects.select_for_update().get_or_create(
            matter_key=page.translation_key, defaults={"texts_json": "{}", "digest": ""}
        )
        before = stored.texts
        wanted = {text_key(text): english.strip() for text, english in given.items()}
        after = before | wanted | dict.fromkeys(dropped, "")
        after = {text: english for text, english in after.items() if english}
        changed = sorted(
            text for text in before | after if before.get(text) != after.get(text)
        )
        if not changed:
            if made:
                stored.delete()
            return 0
        stored.texts_json = canonical_json(after)
        stored.digest = hashlib.sha256(stored.texts_json.encode()).hexdigest()
        stored.updated_by = user
        stored.save()
        changes = [
            {"text": text, "before": before.get(text, ""), "after": after.get(text, "")}
            for text in changed
        ]
        log(instance=page, action=TRANSLATED, user=user, data={"changes": changes})
        if user is not None:
            _show(page, user)
    return len(changed)


def _show(page: MatterPage, user: User) -> None:
    if not MatterVersion.objects.filter(
        matter_key=page.translation_key, effective_to__isnull=True
    ).exists():
        return
    add_receipt(page, timezone.now(), user=user)
    enqueue(SYNC_TOPIC, page.slug, {"codes": [page.slug]}, priority=SINGLE_PRIORITY)


def english_names(codes: Collection[str]) -> dict[str, str]:
    """Return the English of the names of published guides by these names."""
    versions = MatterVersion.objects.filter(code__in=codes, effective_to__isnull=True)
    keys = dict(versions.values_list("code", "matter_key"))
    known = GuideTranslation.objects.in_bulk(list(keys.values()))
    names: dict[str, str] = {}
    for version in versions.filter(matter_key__in=list(known)).order_by("code"):
        texts = known[version.matter_key].texts
        names |= card_from_payload(version.payload, "", texts).english_names
    return names
