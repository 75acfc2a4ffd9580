"""What staff do to the words of search: set a meaning, add one, take one away."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.models import MatterPage
from portal.accounts.models import User
from portal.finding.models import SearchWord
from search.service import SearchRequest, search
from search.tokens.normalise import compact

RIGHT = "finding.change_searchword"


def may_teach(user: User | AnonymousUser) -> bool:
    """Tell whether a person may change the words of search."""
    return bool(user.is_active and user.has_perm(RIGHT))


def require_teacher(user: User | AnonymousUser) -> User:
    """Return the person if she may change words.

    Raises:
        PermissionDenied: she may not.
    """
    if not (isinstance(user, User) and may_teach(user)):
        raise PermissionDenied(_("检索词由政务服务部门的编辑和发布人员维护"))
    return user


def key_of(phrase: str) -> str:
    """Return a phrase as search reads it.

    Raises:
        ValidationError: nothing is left of it.
    """
    key = compact(phrase)
    if not key:
        raise ValidationError(
            _("“%(phrase)s”里没有文字，请写群众会说的词，例如：卖早点")
            % {"phrase": phrase}
        )
    return key


def unknown_names(names: Iterable[str]) -> list[str]:
    """Return the names under which no published matter is found.

    Raises:
        SearchError: search does not answer.
    """
    return [name for name in names if not _is_published(name)]


def set_word(
    user: User, *, phrase: str, names: Iterable[str], pk: int | None = None
) -> SearchWord:
    """Keep what a phrase means; `pk` names the word that is changed.

    Raises:
        PermissionDenied: the person may not.
        ValidationError: the phrase is empty or kept already.
    """
    require_teacher(user)
    key = key_of(phrase)
    with transaction.atomic():
        same = SearchWord.objects.select_for_update().filter(key=key)
        if same.exclude(pk=pk or 0).exists():
            raise ValidationError(
                _("已有“%(phrase)s”这个词，请改那一个") % {"phrase": phrase}
            )
        word = SearchWord.objects.get(pk=pk) if pk else SearchWord()
        word.phrase, word.key = phrase.strip(), key
        word.names = list(dict.fromkeys(name.strip() for name in names))
        word.changed_by = user
        word.save()
    return word


def add_meaning(user: User, *, phrase: str, name: str) -> SearchWord:
    """Let a phrase mean one more matter, after those that it means already.

    Raises:
        PermissionDenied: the person may not.
        ValidationError: the phrase is empty, or no published matter is called so.
    """
    require_teacher(user)
    if unknown_names([name]):
        raise ValidationError(
            _("没有叫“%(name)s”的已公布事项，请从列出的事项里选") % {"name": name}
        )
    with transaction.atomic():
        known = (
            SearchWord.objects.select_for_update().filter(key=key_of(phrase)).first()
        )
        if known is None:
            return set_word(user, phrase=phrase, names=[name])
        names = [*known.names, name]
        return set_word(user, phrase=known.phrase, names=names, pk=known.pk)


def may_name(user: User, page: MatterPage) -> bool:
    """Tell whether a person may write another name into a matter's draft now."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() and not rights.page_locked())


def add_alias(user: User, *, phrase: str, code: str) -> MatterPage:
    """Write a phrase into the other names of a matter's draft, to be published with it.

    Raises:
        PermissionDenied: the person may not edit the matter.
        ValidationError: there is no such matter.
    """
    require_teacher(user)
    with transaction.atomic():
        pages = MatterPage.objects.select_for_update(of=("self",))
        page = pages.filter(slug=code).first()
        if page is None:
            raise ValidationError(_("没有编码为“%(code)s”的事项") % {"code": code})
        if not may_name(user, page):
            raise PermissionDenied(_("这个事项由它的部门编辑，您不能改它的别名"))
        draft: MatterPage = page.get_latest_revision_as_object()
        key = key_of(phrase)
        if key not in {compact(name) for name in (draft.title, *draft.other_names)}:
            draft.other_names = [*draft.other_names, phrase.strip()]
            draft.save_revision(user=user, log_action=True)
    return draft


def _is_published(name: str) -> bool:
    hits = search(SearchRequest(text=name, page_size=5)).hits
    wanted = compact(name)
    return any(wanted in (compact(hit.title), compact(hit.plain_name)) for hit in hits)
