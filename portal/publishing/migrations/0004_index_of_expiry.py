"""Find what expires without reading every page, each second."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0003_records_and_zero_list"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX page_expiry ON wagtailcore_page (expire_at)"
            " WHERE expire_at IS NOT NULL",
            "DROP INDEX page_expiry",
        )
    ]
