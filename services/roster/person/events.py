"""A person's identity, service, education and posts, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Flag, PersonName, Remark, ShortText


class Category(Term):
    """Under which law a person serves."""

    OFFICER = "officer", "民警"
    CIVIL = "civil", "事业编制", "事业", "事业人员"
    AUXILIARY_DUTY = "auxiliary_duty", "勤务辅警"
    AUXILIARY_CLERICAL = "auxiliary_clerical", "文职辅警"


class Sex(Term):
    MALE = "male", "男"
    FEMALE = "female", "女"


class EducationLevel(Term):
    """Highest completed, as the first-award tables of officers and auxiliaries know it."""

    JUNIOR_HIGH = "junior_high", "初中"
    SENIOR_HIGH = "senior_high", "高中"
    VOCATIONAL = "vocational", "中专"
    COLLEGE = "college", "大专", "专科"
    BACHELOR = "bachelor", "本科"
    MASTER = "master", "硕士"
    DOCTOR = "doctor", "博士"


class PostGrade(Term):
    """Post grades of 警衔条例 art. 8 and 9, and the 职级 that stand for them since 2019."""

    MINISTRY_CHIEF = "ministry_chief", "部级正职"
    MINISTRY_DEPUTY = "ministry_deputy", "部级副职"
    BUREAU_CHIEF = "bureau_chief", "厅局级正职", "厅正", "厅(局)级正职"
    BUREAU_DEPUTY = "bureau_deputy", "厅局级副职", "厅副", "厅(局)级副职"
    DIVISION_CHIEF = "division_chief", "处级正职", "处正", "处(局)级正职"
    DIVISION_DEPUTY = "division_deputy", "处级副职", "处副", "处(局)级副职"
    SECTION_CHIEF = "section_chief", "科级正职", "科正", "科(局)级正职"
    SECTION_DEPUTY = "section_deputy", "科级副职", "科副", "科(局)级副职"
    SECTION_MEMBER = "section_member", "科员", "科员(警长)职"
    CLERK = "clerk", "办事员", "办事员(警员)职"
    TECHNICAL_SENIOR = "technical_senior", "高级专业技术职务"
    TECHNICAL_MIDDLE = "technical_middle", "中级专业技术职务"
    TECHNICAL_JUNIOR = "technical_junior", "初级专业技术职务"
    COMMISSIONER_1 = "police_commissioner_1", "一级警务专员"
    COMMISSIONER_2 = "police_commissioner_2", "二级警务专员"
    SENIOR_SERGEANT_1 = "senior_sergeant_1", "一级高级警长"
    SENIOR_SERGEANT_2 = "senior_sergeant_2", "二级高级警长"
    SENIOR_SERGEANT_3 = "senior_sergeant_3", "三级高级警长"
    SENIOR_SERGEANT_4 = "senior_sergeant_4", "四级高级警长"
    SERGEANT_1 = "sergeant_1", "一级警长"
    SERGEANT_2 = "sergeant_2", "二级警长"
    SERGEANT_3 = "sergeant_3", "三级警长"
    SERGEANT_4 = "sergeant_4", "四级警长"
    CONSTABLE_GRADE_1 = "constable_grade_1", "一级警员职级", "一级警员"
    CONSTABLE_GRADE_2 = "constable_grade_2", "二级警员职级", "二级警员"


class PostManner(Term):
    """How a post grade was reached; the law asks."""

    CONFIRMED = "confirmed", "试用期满任职", "转正定级"
    APPOINTED = "appointed", "任职", "晋升任职"
    LATERAL = "lateral", "平级调整"
    NOT_COMPETENT = "not_competent", "不称职降职", "不胜任降职"  # 警衔条例 art. 20
    TAKEN_OVER = "taken_over", "存量登记"


class DutyPost(Term):
    """Kinds of auxiliary post that pay tables and structure tables know."""

    FRONTLINE = "frontline", "一线勤务"
    WINDOW = "window", "窗口"
    CLERICAL = "clerical", "文职", "内勤"
    ROAD = "road", "路面勤务", "路面"
    ACCIDENT = "accident", "事故处理", "事故"
    COMMAND = "command", "指挥"
    DRIVER = "driver", "司勤"


class LeavingKind(Term):
    """How a service period ended."""

    RESIGNED = "resigned", "辞职"
    RETIRED = "retired", "退休"
    DIED = "died", "死亡"
    DISMISSED = "dismissed", "辞退"
    EXPELLED = "expelled", "开除"
    TRANSFERRED_OUT = "transferred_out", "调出"
    CONTRACT_EXPIRED = "contract_expired", "合同期满"
    CONTRACT_ENDED = "contract_ended", "解除合同"
    APPOINTED_OFFICER = "appointed_officer", "定向招录为民警"


# 警号: digits of officers keep their leading zeros; auxiliaries' numbers have letters, too.
PoliceNumber = Annotated[str, Field(pattern=r"^[0-9A-Z]{5,10}$")]


class PersonRegistered(Event, room="roster", zh="人员建档"):
    """The file is opened. Identity documents are not in the published event."""

    name: PersonName
    sex: Sex
    category: Category
    birth_on: Day | None = None
    police_number: PoliceNumber | None = None  # From the day of the file, until another one.


class PoliceNumberAssigned(Event, room="roster", zh="警号配发", one_by=("effective_on",)):
    """The police number from the effective day: until the next, a last day, or leaving."""

    police_number: PoliceNumber
    last_day: Day | None = None  # Inclusive; open while None.


class ServiceEntered(Event, room="roster", zh="入职", one_by=("effective_on",)):
    """A service period begins on the effective day."""

    category: Category
    probation_months: Annotated[int, Field(strict=True, ge=0, le=24)] = 0
    first_wage_job: Flag = False  # 当年首次取得工资薪金 (国家税务总局公告2020年第13号).
    # Worked elsewhere before this service: counts towards 工作年限, not towards service here.
    prior_work_months: Annotated[int, Field(strict=True, ge=0, le=720)] = 0


class ServiceLeft(Event, room="roster", zh="离职", one_by=("effective_on",)):
    """The service period ends with the effective day."""

    kind: LeavingKind
    legal_path: Remark = ""


class EducationRecorded(Event, room="roster", zh="学历登记"):
    level: EducationLevel
    degree: Flag = True  # 研究生 without a degree is treated as 本科 (河南).
    school: Remark = ""


class TransferManner(Term):
    """Why somebody comes to another unit or post."""

    ASSIGNED = "assigned", "分配"
    ROTATION = "rotation", "轮岗"
    EXCHANGE = "exchange", "交流"
    TRANSFER = "transfer", "调动"


class UnitAssigned(Event, room="roster", zh="分配单位", one_by=("effective_on",)):
    """Where the person serves from the effective day; a move inside the bureau is one more."""

    unit_id: ShortText
    position: Remark = ""
    over_quota_reason: ShortText | None = None  # Why the quota (员额) was exceeded, if it was.
    manner: TransferManner | None = None


class PostAssigned(Event, room="roster", zh="任职", one_by=("effective_on",)):
    """The officer's post grade from the effective day; one at a time."""

    post_grade: PostGrade
    manner: PostManner = PostManner.APPOINTED
    position: Remark = ""
    order_no: Remark = ""


class PostRemoved(Event, room="roster", zh="免职"):
    """No post from the effective day on."""

    order_no: Remark = ""


class DutyPostAssigned(Event, room="roster", zh="辅警岗位", one_by=("effective_on",)):
    """The auxiliary's kind of post from the effective day."""

    duty_post: DutyPost
    manner: TransferManner | None = None


class FactRevoked(Event, room="roster", zh="撤销记载", recordable=False):
    """Takes an earlier fact back; the envelope says which one and why."""
