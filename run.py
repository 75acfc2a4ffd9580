import os; os.environ['DJANGO_SETTINGS_MODULE']='portal.settings.test'; os.environ['PORTAL_DATA_DIR']='/tmp/pd'
import django; django.setup()
import time,logging; logging.disable(logging.INFO)
from django.core.management import call_command
from django.db import connection
from collections import Counter
call_command('migrate',verbosity=0)
from content.importers.running import import_files
from pathlib import Path
F=Path('fixtures')
from content.tree import ensure_root; ensure_root('x')
t=time.time(); r=import_files([F/'demo/regions.json',F/'demo/departments.json',F/'catalogue/extra_departments.json',F/'demo/halls.json',F/'demo/lists.json',F/'demo/power_items.json',F/'demo/guides',F/'catalogue/matters.csv',F/'demo/themes.json',F/'demo/notices.json'],publish=True)
print(time.time()-t, Counter(x.outcome for x in r.report.rows), len(r.report.refusals)); 
for x in r.report.refusals[:20]: print(x.message[:300])
t=time.time(); r=import_files([F/'demo/power_items.csv'],publish=True); print('csv',time.time()-t,Counter(x.outcome for x in r.report.rows), len(r.report.refusals)); print([ (c.field,c.old[:60],c.new[:60]) for x in r.report.rows for c in x.changes][:5],[x.message[:200] for x in r.report.refusals[:3]])
r=import_files([F/'demo/power_items.xlsx'],publish=True); print('xlsx',Counter(x.outcome for x in r.report.rows), len(r.report.refusals))
import json
e=json.load(open('fixtures/demo/power_items_faulty.expected.json'))['errors']
for n in ('csv','xlsx'):
    r=import_files([F/f'demo/power_items_faulty.{n}'],publish=True,dry_run=True)
    got=sorted((x.row,x.line,x.rule,x.field) for x in [*r.report.refusals,*r.report.warnings]); exp=sorted((x['row'],x['excel_row'],x['rule'],x['field']) for x in e)
    print(n,[(g) for g in got if (g[0],g[2],g[3]) not in {(x[0],x[2],x[3]) for x in exp}],[x for x in exp if (x[0],x[2],x[3]) not in {(g[0],g[2],g[3]) for g in got}], got[:2], Counter(x.outcome for x in r.report.rows))
r=import_files(sorted(F.glob('demo/guides-faulty/f*.json')),dry_run=True)
print(Counter(x.outcome for x in r.report.rows),[x.message[:150] for x in r.report.refusals]); print(len(r.report.findings))
from content.lint.database import DatabaseWorld; from content.lint.pages import page_findings
from content.models import *; from content.payloads import load_matters
w=DatabaseWorld(); t=time.time(); c=Counter()
for p in load_matters(MatterPage.objects.filter(kind='guide')):
    for f in page_findings(p,w): c[f.severity,f.rule]+=1
print(c, time.time()-t)
for m in (PowerItemPage,ThemePage,MatterListPage,CrossListPage,PolicyPage,InterpretationPage,ArticlePage):
    n=0
    for p in m.objects.all():
        for f in page_findings(p,w):
            if f.severity!='H': print(m.__name__,f.rule,f.severity,f.path,f.message)
        n+=1
    print(m.__name__,n,m.objects.live().count())
print(StandardMaterial.objects.count(),LegalText.objects.count(),LegalArticle.objects.count(),CertificateType.objects.count(),AppealItem.objects.count())
