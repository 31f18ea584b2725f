"""The Chinese word of each field of training's facts, as sheets and forms show it. Pure."""

WORDS = {
    "certificate_no": "证书编号",
    "course": "培训种类",
    "days": "天数",
    "pass_mark": "及格分",
    "score": "得分",
    "title": "名称",
    "year": "年度",
}
