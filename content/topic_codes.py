"""Subject topics (主题分类) of matters, for natural and for legal persons.

Source: code lists TOPIC_PERSON and TOPIC_CORP as used by several published platform
schemas of the national exchange format.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonTopic(TextChoices):
    """自然人主题."""

    BIRTH = "005", _("生育收养")
    HOUSEHOLD = "010", _("户籍办理")
    ETHNICITY = "015", _("民族宗教")
    EDUCATION = "020", _("教育科研")
    MILITARY = "025", _("入伍服役")
    EMPLOYMENT = "030", _("就业创业")
    SETTING_UP = "035", _("设立变更")
    PERMISSION = "040", _("准营准办")
    MORTGAGE = "045", _("抵押质押")
    QUALIFICATION = "050", _("职业资格")
    ADMINISTRATIVE_FEE = "055", _("行政缴费")
    MARRIAGE = "060", _("婚姻登记")
    CARE = "065", _("优待抚恤")
    PLANNING = "070", _("规划建设")
    HOUSING = "075", _("住房保障")
    SOCIAL_SECURITY = "085", _("社会保障")
    DOCUMENTS = "090", _("证件办理")
    TRAFFIC = "095", _("交通出行")
    TOURISM = "100", _("旅游观光")
    EXIT_ENTRY = "105", _("出境入境")
    CONSUMER = "110", _("消费维权")
    PUBLIC_SAFETY = "115", _("公共安全")
    JUSTICE = "120", _("司法公证")
    INTELLECTUAL_PROPERTY = "125", _("知识产权")
    ENVIRONMENT = "130", _("环保绿化")
    CULTURE = "135", _("文化体育")
    UTILITIES = "140", _("公用事业")
    HEALTH = "145", _("医疗卫生")
    RETIREMENT = "150", _("离职退休")
    DEATH = "155", _("死亡殡葬")
    LOCAL = "998", _("地方特色")
    OTHER = "999", _("其他")


class CorporateTopic(TextChoices):
    """法人主题."""

    SETTING_UP = "005", _("设立变更")
    PERMISSION = "010", _("准营准办")
    QUALIFICATION = "015", _("资质认证")
    ANNUAL_CHECK = "020", _("年检年审")
    TAX = "025", _("税收财务")
    HUMAN_RESOURCES = "030", _("人力资源")
    SOCIAL_SECURITY = "035", _("社会保障")
    INVESTMENT = "040", _("投资审批")
    FINANCING = "045", _("融资信贷")
    MORTGAGE = "050", _("抵押质押")
    COMMERCE = "055", _("商务贸易")
    BIDDING = "060", _("招标拍卖")
    CUSTOMS = "065", _("海关口岸")
    FOREIGN_SERVICE = "070", _("涉外服务")
    AGRICULTURE = "075", _("农林牧渔")
    LAND_CONSTRUCTION = "085", _("国土和规划建设")
    TRANSPORT = "090", _("交通运输")
    ENVIRONMENT = "095", _("环保绿化")
    CLIMATE = "100", _("应对气候变化")
    WATER_WEATHER = "105", _("水务气象")
    HEALTH = "110", _("医疗卫生")
    TECHNOLOGY = "115", _("科技创新")
    CULTURE_EDUCATION = "120", _("文体教育")
    INTELLECTUAL_PROPERTY = "125", _("知识产权")
    ETHNICITY = "130", _("民族宗教")
    QUALITY = "135", _("质量技术")
    QUARANTINE = "140", _("检验检疫")
    SAFETY = "145", _("安全生产")
    POLICE_FIRE = "150", _("公安消防")
    JUSTICE = "155", _("司法公证")
    UTILITIES = "160", _("公用事业")
    CLOSING_DOWN = "165", _("法人注销")
    ARCHIVES = "170", _("档案文物")
    LOCAL = "998", _("地方特色")
    OTHER = "999", _("其他")
