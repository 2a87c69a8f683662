from certificates.models.certificates import (
    LAST_SEQUENCE,
    Certificate,
    CertificateEnd,
    CertificateQuerySet,
    Confirmation,
    Receipt,
    Series,
)
from certificates.models.checking import CheckProgram, ShareLink
from certificates.models.log import LogEntry, LogNode, LogRoot, Restoration
from certificates.models.recovery import Recovery
from certificates.models.runs import IssueRun, IssueRunQuerySet
from certificates.models.sheets import Seal, SheetFile

__all__ = [
    "LAST_SEQUENCE",
    "Certificate",
    "CertificateEnd",
    "CertificateQuerySet",
    "CheckProgram",
    "Confirmation",
    "IssueRun",
    "IssueRunQuerySet",
    "LogEntry",
    "LogNode",
    "LogRoot",
    "Receipt",
    "Recovery",
    "Restoration",
    "Seal",
    "Series",
    "ShareLink",
    "SheetFile",
]
