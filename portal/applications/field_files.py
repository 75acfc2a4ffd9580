"""Files that belong to a field of the form, such as a portrait."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.flow import Flow
from portal.applications.materials import field_rule
from portal.applications.services import attach_file
from portal.applications.steps import Step
from portal.applications.uploads import UploadRefusedError


def attach_field_files(
    flow: Flow, step: Step, actor: User, files: MultiValueDict[str, UploadedFile[Any]]
) -> dict[str, str]:
    """Attach the posted files of a page's file fields.

    Returns:
        What is wrong, by field key: a refused file, or a required one that is missing.
    """
    refused = {}
    for field in step.fields:
        if field["type"] != "file":
            continue
        key = field["key"]
        upload = files.get(key)
        if upload is None:
            if field["required"] and key not in flow.field_files:
                refused[key] = _("请为“%(label)s”上传文件。") % {
                    "label": field["label"]
                }
            continue
        try:
            attach_file(
                flow.draft.pk,
                actor=actor,
                upload=upload,
                rule=field_rule(field),
                field_key=key,
            )
        except UploadRefusedError as error:
            refused[key] = str(error)
    return refused
