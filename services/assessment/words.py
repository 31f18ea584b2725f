"""The Chinese word of each field of assessment's facts, as sheets and forms show it. Pure."""

WORDS = {
    "decided_by": "评定机构",
    "grade": "等次",
    "month": "月份",
    "percent": "系数百分数",
    "period": "考核期",
    "score_hundredths": "得分 (百分之一分)",
    "year": "年度",
}
