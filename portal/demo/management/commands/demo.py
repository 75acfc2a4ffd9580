from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo.installing import DemoRefused, Installation, install_demo
from portal.demo.serving import serve

ADDRESSES = (
    ("/", "首页"),
    ("/search/", "搜索"),
    ("/guides/elder-allowance/", "一份办事指南：领取高龄津贴"),
    ("/my/", "我的申请（申请人）"),
    ("/track/", "凭编号和查询码查进度"),
    ("/desk/", "办件台（工作人员）"),
    ("/admin/", "内容编辑"),
)


class Command(BaseCommand):
    help = (
        "Bring up a portal with demo data: migrate, import, publish, build, index, "
        "create demo accounts, then serve with a worker beside. Doing it again "
        "changes nothing and starts at once."
    )
    # The database may not exist yet; the command migrates by itself.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-serve", action="store_true", help="stop before serving"
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="print one object (implies --no-serve); progress on standard error",
        )
        parser.add_argument(
            "--address",
            default="localhost:8000",
            help="host:port to serve on (default: localhost:8000)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = install_demo(self.stderr.write)
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json()))
            return
        self._show(found, options["address"])
        if not options["no_serve"]:
            self.stdout.write("按 Ctrl-C 停止。\n")
            self.stdout.flush()
            sys.exit(serve(options["address"]))

    def _show(self, found: Installation, address: str) -> None:
        lines = [
            f"{found.matters} 个事项，{found.pages} 个页面，{found.seconds:.0f} 秒。",
            "",
            *(f"http://{address}{path}  {title}" for path, title in ADDRESSES),
            "",
            "演示账号（仅限本机演示，密码在本机生成）：",
            *(
                f"  {login.username:<18}{login.password}  {login.name} {login.role}"
                for login in found.logins
            ),
        ]
        self.stdout.write("\n".join(lines))
