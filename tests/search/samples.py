"""A handful of guides that tests of search share."""

from __future__ import annotations

from dataclasses import replace

from search.records import GuideRecord

SOCIAL_CARD = GuideRecord(
    code="ss-card",
    source_id="",
    title="社会保障卡申领",
    plain_name="办社保卡",
    aliases=("社保卡", "医保卡"),
    url="/guides/ss-card/",
    summary="首次申领社会保障卡，当场制卡，不收费。",
    department_key="rsj",
    department_name="云溪区人力资源和社会保障局",
    topics=("person:010", "person:020"),
    topic_names=("社会保障", "证件办理"),
    audiences=("person",),
    item_code="11990101000000211G400",
    keywords=("社会保障",),
    facts={"limit": "1个工作日", "cost": "不收费"},
    traits={
        "level": {"4": "县级"},
        "channel": {"online": "网上办", "hall": "窗口办"},
        "zero": {"fee": "零收费"},
        "cross": {"1": "跨省通办"},
    },
    sort_name="S she hui 社会保障卡申领",
    changed_on="2026-03-01",
    promised_minutes=2016,
)
CARD_LOSS = replace(
    SOCIAL_CARD,
    code="ss-card-loss",
    title="社会保障卡挂失",
    plain_name="社保卡丢了",
    aliases=("社保卡挂失",),
    url="/guides/ss-card-loss/",
    topics=("person:010",),
    topic_names=("社会保障",),
    traits={"level": {"4": "县级"}, "channel": {"online": "网上办"}},
    sort_name="S she hui 社会保障卡挂失",
    changed_on="2026-05-01",
    promised_minutes=0,
)
FUND = GuideRecord(
    code="fund-rent",
    title="租房提取住房公积金",
    plain_name="租房取公积金",
    aliases=("提公积金付房租",),
    url="/guides/fund-rent/",
    summary="租房时提取住房公积金。",
    department_key="gjj",
    department_name="住房公积金管理中心",
    topics=("person:030",),
    topic_names=("住房保障",),
    audiences=("person",),
)
RESTAURANT = GuideRecord(
    code="food",
    title="食品经营许可（餐饮服务）",
    plain_name="办餐饮许可证",
    aliases=("开餐馆的证", "餐饮许可证"),
    url="/guides/food/",
    summary="从事餐饮服务须取得食品经营许可。",
    department_key="scj",
    department_name="云溪区市场监督管理局",
    topics=("company:010",),
    topic_names=("准营准办",),
    audiences=("person", "company"),
)
COMPANY = GuideRecord(
    code="company-setup",
    title="公司设立登记",
    plain_name="开公司",
    aliases=("注册公司", "办营业执照"),
    url="/guides/company-setup/",
    department_key="scj",
    department_name="云溪区市场监督管理局",
    topics=("company:010",),
    topic_names=("准营准办",),
    audiences=("company",),
)
SAMPLES = (SOCIAL_CARD, CARD_LOSS, FUND, RESTAURANT, COMPANY)


def numbered(count: int) -> list[GuideRecord]:
    """Return guides that differ in nothing that ranks them."""
    return [
        replace(COMPANY, code=f"same-{number:05d}", url=f"/guides/same-{number:05d}/")
        for number in range(count)
    ]
