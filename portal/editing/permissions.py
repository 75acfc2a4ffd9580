"""What a person may do with a page: publishing goes through review, always."""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's rights, but nobody publishes on the spot.

    The last step of the workflow publishes; the admin's buttons, its bulk action and
    the API all ask here. Withdrawing stays with who has the right to publish.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        """Tell whether an approved date can be taken back: as with withdrawing."""
        active = bool(self.user.is_active) and not self.page_is_root
        return active and (self.user.is_superuser or "publish" in self.permissions)
