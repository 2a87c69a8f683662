"""The words that questions and books share."""

LINES = ("total", "public", "specialty", "mandatory", "elective")
CATEGORIES = ("public", "specialty", "elective")
TITLE_LEVELS = ("senior", "intermediate", "junior", "none")
INDUSTRIES = ("accounting", "education", "health")
SOURCES = ("person", "employer", "institution", "platform", "feed")
PROCEDURES = ("record", "cycle", "annual_review", "class_plan")
PURPOSES = ("promotion", "appointment")
OWNERSHIPS = ("public", "private")
