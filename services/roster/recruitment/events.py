"""Recruitment (招录) as published: batches with places, and what becomes of applicants. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.kernel.event import Event
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.term import Term
from services.kernel.values import Day, Flag, PersonId, PersonName, Remark, ShortText
from services.roster.contact.events import Phone
from services.roster.identity.id_number import IdNumber, said_by
from services.roster.person.events import Category, DutyPost, EducationLevel, Sex

POSTS_MAX, CANDIDATES_MAX, RELATIVES_MAX = 50, 5_000, 20
RESULT_HUNDREDTHS_MAX = 10_000
STATEMENT_CHARS_MAX = 1000


class Channel(Term):
    """How an applicant came."""

    RECOMMENDED = "recommended", "单位推荐"
    OPEN_CALL = "open_call", "公开招聘"


class ReliefGround(Term):
    """For whom a place may relax age or education; the policy lists which."""

    VETERAN = "veteran", "退役军人"
    MARTYR_FAMILY = "martyr_family", "烈士和因公牺牲人员家属"
    SPECIAL_SKILL = "special_skill", "特殊专业技能"


class RecruitmentBar(Term):
    """What keeps somebody from being recruited; which of them do, the policy says."""

    CRIMINAL_PUNISHMENT = "criminal_punishment", "受过刑事处罚"
    DISCHARGED_FROM_OFFICE = "discharged_from_office", "被开除公职"
    EXPELLED_FROM_PARTY = "expelled_from_party", "被开除中国共产党党籍"
    JOINT_PUNISHMENT = "joint_punishment", "被依法列为失信联合惩戒对象"
    DETENTION = "detention", "受过行政拘留或司法拘留"
    VICE_PENALTY = "vice_penalty", "因吸毒、嫖娼、赌博受过处罚"
    DISMISSED = "dismissed", "曾被辞退"
    CONTRACT_FAULT = "contract_fault", "曾因违纪违法被解除劳动合同"
    BAD_CREDIT = "bad_credit", "有严重不良信用记录"


class ExamPart(Term):
    WRITTEN = "written", "笔试"
    INTERVIEW = "interview", "面试"


class FitnessItem(Term):
    """公安机关录用人民警察体能测评."""

    SHUTTLE_RUN = "shuttle_run", "10米×4往返跑"
    DISTANCE_RUN = "distance_run", "1000米跑或800米跑"
    VERTICAL_JUMP = "vertical_jump", "纵跳摸高"


class _Part(BaseModel):
    """A part of a payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")


PostNo = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,10}$")]
Places = Annotated[int, Field(strict=True, ge=1, le=500)]
Hundredths = Annotated[int, Field(strict=True, ge=0, le=RESULT_HUNDREDTHS_MAX)]
Count = Annotated[int, Field(strict=True, ge=0, le=CANDIDATES_MAX)]


class RecruitmentPost(_Part):
    """A kind of place in one unit, and how many of them."""

    post_no: PostNo
    unit_id: ShortText
    category: Category
    places: Places
    duty_post: DutyPost | None = None  # Of auxiliaries.
    position: Remark = ""


class RecruitmentBatchOpened(
    Event, room="roster", about="recruitment", zh="招录批次开始报名", recordable=False
):
    """Sign-up runs from the effective day to `last_day`, both counted."""

    title: ShortText
    last_day: Day
    posts: Annotated[tuple[RecruitmentPost, ...], Field(min_length=1, max_length=POSTS_MAX)]


class RecruitmentBatchClosed(
    Event, room="roster", about="recruitment", zh="招录批次报名截止", recordable=False
):
    """No more applicants."""


class RecruitmentBatchCancelled(
    Event, room="roster", about="recruitment", zh="招录批次取消", recordable=False
):
    """Nobody was hired from it; its places are free again. The reason is the envelope's."""


class RecruitmentBatchConcluded(
    Event, room="roster", about="recruitment", zh="招录批次结束", recordable=False
):
    """Places nobody was hired for are free again."""


class RankedApplicant(_Part):
    """One applicant as ranked, with everything the place follows from."""

    person: PersonId
    post_no: PostNo
    rank: Annotated[int, Field(strict=True, ge=1, le=CANDIDATES_MAX)]
    total: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]  # Hundredths times per cent.
    keys: tuple[Annotated[int, Field(strict=True)], ...]  # By the policy's tie-breakers, in order.
    results: tuple[UUID, ...]  # The events of the scores.
    candidate: Flag


class ApplicantsRanked(
    Event, room="roster", about="recruitment", zh="招录成绩排名", recordable=False
):
    """The whole ranking with its inputs; a later one stands in its place."""

    policy: ShortText
    policy_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    standings: Annotated[tuple[RankedApplicant, ...], Field(max_length=CANDIDATES_MAX)]


class Proposed(_Part):
    """Somebody to be hired, in the order of the ranking."""

    person: PersonId
    post_no: PostNo
    rank: Annotated[int, Field(strict=True, ge=1, le=CANDIDATES_MAX)]


class CandidatesPublished(
    Event, room="roster", about="recruitment", zh="拟录用人员公示", recordable=False
):
    """Open to objection from the effective day to `last_day`, both counted."""

    ranking: UUID
    last_day: Day
    proposed: Annotated[tuple[Proposed, ...], Field(min_length=1, max_length=CANDIDATES_MAX)]


class PlaceFilled(Event, room="roster", about="recruitment", zh="招录名额已录用", recordable=False):
    """One place of a post is taken; never more than there are."""

    post_no: PostNo
    person: PersonId


class ApplicationTold(Told):
    """Who applies for which post; the number and the telephone are sealed."""

    CLEAR = (
        "batch",
        "post_no",
        "channel",
        "name",
        "education",
        "degree",
        "school",
        "grounds",
        "bars",
        "relatives",
        "recommending_unit",
        "recommended_by",
    )

    batch: UUID
    post_no: PostNo
    channel: Channel
    name: PersonName
    id_number: IdNumber
    phone: Phone
    education: EducationLevel
    degree: Flag = True
    school: Remark = ""
    grounds: tuple[ReliefGround, ...] = ()
    bars: tuple[RecruitmentBar, ...] = ()  # As declared or found when signing up.
    relatives: Annotated[tuple[PersonId, ...], Field(max_length=RELATIVES_MAX)] = ()
    recommending_unit: ShortText | None = None
    recommended_by: PersonId | None = None

    def derived(self) -> dict[str, object]:
        said = said_by(self.id_number)
        return {"birth_on": said.birth_on, "sex": said.sex}


class ApplicationFiled(Event, room="roster", zh="报名应聘", recordable=False, told=ApplicationTold):
    """Of somebody who may or may not come to serve; who does keeps the person id."""

    batch: UUID
    post_no: PostNo
    channel: Channel
    name: PersonName
    birth_on: Day
    sex: Sex
    education: EducationLevel
    degree: Flag = True
    school: Remark = ""
    grounds: tuple[ReliefGround, ...] = ()
    bars: tuple[RecruitmentBar, ...] = ()
    relatives: tuple[PersonId, ...] = ()  # Who serve here, and have no say in it (回避).
    recommending_unit: ShortText | None = None
    recommended_by: PersonId | None = None
    sealed: SealedSection


class ApplicationWithdrawn(Event, room="roster", zh="放弃应聘", recordable=False):
    batch: UUID


class ExamScored(Event, room="roster", zh="招录考试成绩", recordable=False):
    """In hundredths of a point, of 100 points; the basis names who examined."""

    batch: UUID
    part: ExamPart
    score: Hundredths
    recorder: PersonId | None = None  # Who the actor is in the roster.


class FitnessItemTested(_Part):
    item: FitnessItem
    passed: Flag


class FitnessTested(Event, room="roster", zh="招录体能测评", recordable=False):
    """All items must be passed; the basis names who tested."""

    batch: UUID
    items: Annotated[tuple[FitnessItemTested, ...], Field(min_length=1, max_length=10)]
    recorder: PersonId | None = None


class MedicalExamined(Event, room="roster", zh="招录体检结论", recordable=False):
    """The conclusion, never the findings."""

    batch: UUID
    passed: Flag
    recorder: PersonId | None = None


class ApplicantVetted(Event, room="roster", zh="招录政审结论", recordable=False):
    """The conclusion, and the bars that were found."""

    batch: UUID
    passed: Flag
    bars: tuple[RecruitmentBar, ...] = ()
    recorder: PersonId | None = None


class CandidateObjectedTold(Told):
    """What somebody says against hiring a candidate."""

    CLEAR = ("batch",)

    batch: UUID
    statement: Annotated[str, Field(min_length=1, max_length=STATEMENT_CHARS_MAX)]


class CandidateObjected(
    Event, room="roster", zh="对拟录用人员的异议", recordable=False, told=CandidateObjectedTold
):
    """While candidates are published; no hire before its answer."""

    batch: UUID
    sealed: SealedSection


class CandidateObjectionAnswered(Event, room="roster", zh="拟录用异议答复", recordable=False):
    """Upheld, the candidate is not hired; the reason is the envelope's."""

    objection: UUID
    upheld: Flag
    recorder: PersonId | None = None


class ApplicantHired(Event, room="roster", zh="录用", recordable=False):
    """From the effective day, on probation; no duty before the training demanded is passed."""

    batch: UUID
    post_no: PostNo
    category: Category
    probation_months: Annotated[int, Field(strict=True, ge=0, le=24)]
    training_demanded: ShortText  # The course, as the policy calls it.
    training_days_min: Annotated[int, Field(strict=True, ge=0, le=400)]
    published: UUID  # The event that published the candidate.
    policy: ShortText
    policy_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
