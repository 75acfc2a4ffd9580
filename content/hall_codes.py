"""Code lists of halls, zones and windows.

Source: 政务服务中心 practice and product decisions; the labels are the values themselves,
as in the exchange files of halls.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HallKind(TextChoices):
    """受理地点类型 (ATTACH_PLACE)."""

    CENTRE = "政务服务中心", _("政务服务中心")
    DEPARTMENT_HALL = "部门专业大厅", _("部门专业大厅")
    TOWN_CENTRE = "便民服务中心(镇街)", _("便民服务中心(镇街)")
    VILLAGE_STATION = "便民服务站(村居)", _("便民服务站(村居)")
    PARK_CENTRE = "园区分中心", _("园区分中心")
    SELF_SERVICE = "自助点", _("自助点")
    AGENT_POINT = "代办点", _("代办点")
    AT_HOME = "服务对象住所", _("服务对象住所")


class OpeningKind(TextChoices):
    """办公时间类别; 停办 closes, and a dated block overrides weekday blocks."""

    ORDINARY = "正常", _("正常")
    EXTENDED = "延时", _("延时")
    WEEKEND = "周末", _("周末")
    CLOSED = "停办", _("停办")


class Weekday(TextChoices):
    """星期, ISO 8601: Monday is 1."""

    MONDAY = "1", _("周一")
    TUESDAY = "2", _("周二")
    WEDNESDAY = "3", _("周三")
    THURSDAY = "4", _("周四")
    FRIDAY = "5", _("周五")
    SATURDAY = "6", _("周六")
    SUNDAY = "7", _("周日")


class WindowKind(TextChoices):
    """窗口类型."""

    COMPREHENSIVE = "综合受理(无差别)", _("综合受理(无差别)")
    FIELD = "分领域综合", _("分领域综合")
    DEPARTMENT = "部门专窗", _("部门专窗")
    ONE_THING = "一件事", _("一件事")
    POLICY = "政策兑现/人才", _("政策兑现/人才")
    ISSUING = "出件(统一发证)", _("出件(统一发证)")
    SELF_FILING = "网上自助申报", _("网上自助申报")
    CONSULTING = "咨询投诉", _("咨询投诉")
    TROUBLE = "办不成事反映", _("办不成事反映")
    CROSS_REGION = "跨域通办", _("跨域通办")
    HELPING = "帮办代办", _("帮办代办")
    GREEN = "绿色通道", _("绿色通道")
    TIDAL = "潮汐", _("潮汐")


class WindowRole(TextChoices):
    """窗口环节."""

    CONSULT = "咨询", _("咨询")
    RECEIVE = "收件", _("收件")
    ACCEPT = "受理", _("受理")
    ISSUE = "出件", _("出件")
    RATE = "评价", _("评价")


class AcceptRule(TextChoices):
    """可受理事项规则: which matters a window takes when no list is given."""

    STREET = "all_street_matters", _("全部街道通办事项")
    COMMUNITY = "all_community_matters", _("全部社区通办事项")


class LocationRule(TextChoices):
    """办理地点规则: one line that stands for many places."""

    STREET_HALLS = "all_street_halls", _("全部街道便民服务中心")
    COMMUNITY_STATIONS = "all_community_stations", _("全部社区便民服务站")
    POLICE_STATIONS = "police_stations", _("全部公安派出所户籍窗口")


class KioskStatus(TextChoices):
    """自助终端状态."""

    IN_USE = "在用", _("在用")
    REPAIR = "维修", _("维修")
    WITHDRAWN = "停用", _("停用")
