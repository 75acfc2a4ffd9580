from __future__ import annotations

from content.models.appeal_item import AppealItem
from content.models.basic_matter import BasicMatter, BasicMatterLegalBasis
from content.models.department_page import DepartmentLeader, DepartmentPage
from content.models.documents import (
    ArticlePage,
    BenefitPage,
    InterpretationPage,
    PolicyPage,
)
from content.models.form_field import FormField
from content.models.guide_file import GuideFile
from content.models.hall_page import HallPage
from content.models.hall_rows import (
    ExtraService,
    Kiosk,
    OpeningBlock,
    SelfServiceArea,
    Window,
    Zone,
)
from content.models.home_page import DepartmentIndexPage, HallIndexPage, HomePage
from content.models.import_record import ImportRecord
from content.models.library import (
    CertificateType,
    LegalArticle,
    LegalText,
    StandardMaterial,
)
from content.models.lint_records import LintFinding, LintReason, LintRuleSetting
from content.models.material import Material
from content.models.matter_lists import (
    CrossItem,
    CrossListPage,
    MatterListEntry,
    MatterListPage,
)
from content.models.matter_page import MatterPage
from content.models.matter_process import (
    FeeRow,
    IntermediaryService,
    SpecialProcedure,
    Stage,
)
from content.models.matter_rows import (
    AcceptCondition,
    FrequentQuestion,
    Location,
    MatterLegalBasis,
    RefuseCondition,
    RelatedMatter,
    UpdateNote,
    WorkCriterion,
)
from content.models.power_item_page import (
    Accountability,
    PowerBasis,
    PowerChange,
    PowerDuty,
    PowerItemPage,
)
from content.models.region import Region
from content.models.scenario import Question, ScenarioRule, ScenarioSet
from content.models.site_settings import SiteSettings
from content.models.theme_page import ThemeMember, ThemePage, ThemeQuestion

__all__ = [
    "AcceptCondition",
    "Accountability",
    "AppealItem",
    "ArticlePage",
    "BasicMatter",
    "BasicMatterLegalBasis",
    "BenefitPage",
    "CertificateType",
    "CrossItem",
    "CrossListPage",
    "DepartmentIndexPage",
    "DepartmentLeader",
    "DepartmentPage",
    "ExtraService",
    "FeeRow",
    "FormField",
    "FrequentQuestion",
    "GuideFile",
    "HallIndexPage",
    "HallPage",
    "HomePage",
    "ImportRecord",
    "IntermediaryService",
    "InterpretationPage",
    "Kiosk",
    "LegalArticle",
    "LegalText",
    "LintFinding",
    "LintReason",
    "LintRuleSetting",
    "Location",
    "Material",
    "MatterLegalBasis",
    "MatterListEntry",
    "MatterListPage",
    "MatterPage",
    "OpeningBlock",
    "PolicyPage",
    "PowerBasis",
    "PowerChange",
    "PowerDuty",
    "PowerItemPage",
    "Question",
    "RefuseCondition",
    "Region",
    "RelatedMatter",
    "ScenarioRule",
    "ScenarioSet",
    "SelfServiceArea",
    "SiteSettings",
    "SpecialProcedure",
    "Stage",
    "StandardMaterial",
    "ThemeMember",
    "ThemePage",
    "ThemeQuestion",
    "UpdateNote",
    "Window",
    "WorkCriterion",
    "Zone",
]
