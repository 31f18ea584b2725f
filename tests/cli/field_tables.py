"""The figures of the brigade in field.md, as `demo show --json` names them."""

FIELD = {
    "category": {"officer": 35, "civil": 6, "auxiliary": 115},
    "age": {"18-25": 23, "26-39": 71, "40+": 21},
    "education": {"senior_high_or_below": 49, "college": 65, "bachelor": 1},
    "service": {"<1": 10, "1-3": 39, "3-10": 47, "10+": 19},
    "post": {
        "window": 24,
        "road": 58,
        "accident": 11,
        "clerical": 15,
        "command": 5,
        "driver": 2,
    },
    "total": 156,
    "auxiliary_percent": 73.7,
    "left_in_three_years": 59,
}
