"""Programs of the half-state test: they run inside the portal, as editors do.

`PREPARE` makes a small district; `DRIVE` publishes, renames, moves, withdraws and
publishes again by chance, and keeps several of these in flight.
"""

from __future__ import annotations

from typing import Final

# Lists have 100 lines a page: their second page comes and goes with withdrawals.
MATTERS: Final = 103
DEPARTMENTS: Final = ("mzj", "wjj", "jyj")
# A topic of one matter comes and goes, too.
LONELY_TOPIC: Final = "050"

PREPARE: Final = f"""
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
settings.MIGRATION_MODULES = {{app.label: None for app in apps.get_app_configs()}}
call_command("migrate", run_syncdb=True, verbosity=0)
from content.models import MatterPage
from content.tree import department_index
from portal.outbox import worker
from portal.publishing import services
from tests.factories import content

departments = [content.department(key) for key in {DEPARTMENTS!r}]
for page in departments:
    page.save_revision().publish()
for number in range({MATTERS}):
    content.catalogue_matter(
        f"m{{number:04}}", title=f"办理事项{{number:03}}第0次",
        topics_corp=["{LONELY_TOPIC}" if number == 0 else "040"],
    )
services.publish_pages(MatterPage.objects.live())
worker.Worker().run(until_empty=True)
"""

DRIVE: Final = """
import json, random, re, sys, time
import django
django.setup()
from content.models import DepartmentPage, MatterPage
from portal.outbox.models import OutboxJob

amount, in_flight = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(7)
codes = sorted(MatterPage.objects.values_list("slug", flat=True))
done = {"publish": 0, "withdraw": 0, "again": 0, "move": 0, "department": 0}

def edited(page, step):
    page.title = re.sub(r"第\\d+次", f"第{step}次", page.title)
    if page.slug != codes[0]:
        page.topics_corp = chance.choice([["040"], ["040", "045"], ["045"]])
    page.save_revision().publish()

for step in range(1, amount + 1):
    while OutboxJob.objects.filter(
        topic__startswith="publishing.", state__in=("pending", "running")
    ).count() >= in_flight:
        time.sleep(0.02)
    # One of a few matters, so that some are withdrawn and public again in one breath.
    code = codes[0] if chance.random() < 0.05 else chance.choice(codes[:60])
    page = MatterPage.objects.get(slug=code)
    lot = chance.random()
    if not page.live:
        edited(page, step)
        done["again"] += 1
    elif lot < 0.25:
        page.unpublish()
        done["withdraw"] += 1
        if lot < 0.05:
            time.sleep(chance.random() / 2)
            edited(MatterPage.objects.get(slug=code), step)
            done["again"] += 1
    elif lot < 0.30:
        other = chance.choice(list(DepartmentPage.objects.all()))
        page.move(other, pos="last-child")
        done["move"] += 1
    elif lot < 0.36:
        # Its job is for everything, so it takes over what others withdraw meanwhile.
        department = chance.choice(list(DepartmentPage.objects.all()))
        department.duties = f"第{step}次修改的职责。"
        department.save_revision().publish()
        done["department"] += 1
    else:
        edited(page, step)
        done["publish"] += 1
print(json.dumps(done))
"""

# What is left to be done, what the index knows, what is in force.
STATE: Final = """
import json
import django
django.setup()
from portal.outbox.models import OutboxJob
from portal.publishing import indexing
from portal.publishing.models import MatterVersion
from search import service
from search.requests import SearchRequest

jobs = OutboxJob.objects.filter(topic__startswith="publishing.").exclude(state="done")
in_force = MatterVersion.objects.filter(effective_to__isnull=True)
codes, number, pages = set(), 1, 1
while number <= pages:
    found = service.search(SearchRequest(text="办理事项", page=number, page_size=50))
    codes |= {hit.code for hit in found.hits}
    number, pages = number + 1, found.page_count
print(json.dumps({
    "unfinished": [[job.topic, job.state, job.error] for job in jobs],
    "behind": indexing.is_behind(),
    "found": sorted(codes),
    "in_force": sorted(in_force.values_list("code", flat=True)),
}))
"""
