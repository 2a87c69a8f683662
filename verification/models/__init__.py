"""A year that was verified, and the year-end batch that verifies everybody."""

from verification.models.batch import BatchItem as BatchItem
from verification.models.batch import BatchRun as BatchRun
from verification.models.batch import BatchRunQuerySet as BatchRunQuerySet
from verification.models.batch import Hold as Hold
from verification.models.dashboard import DoneTally as DoneTally
from verification.models.dashboard import TalliedArea as TalliedArea
from verification.models.dashboard import YearTally as YearTally
from verification.models.reviews import ANNUAL_REVIEW as ANNUAL_REVIEW
from verification.models.reviews import Appointment as Appointment
from verification.models.reviews import AppointmentQuerySet as AppointmentQuerySet
from verification.models.reviews import FilingWay as FilingWay
from verification.models.reviews import RealTimeWish as RealTimeWish
from verification.models.reviews import ReviewCase as ReviewCase
from verification.models.reviews import ReviewCaseQuerySet as ReviewCaseQuerySet
from verification.models.spotchecks import Anomaly as Anomaly
from verification.models.spotchecks import AnomalyQuerySet as AnomalyQuerySet
from verification.models.spotchecks import EligibilityCancellation as EligibilityCancellation
from verification.models.spotchecks import SpotCheck as SpotCheck
from verification.models.spotchecks import SpotCheckCase as SpotCheckCase
from verification.models.spotchecks import SpotCheckFinding as SpotCheckFinding
from verification.models.verifications import LINES as LINES
from verification.models.verifications import Verification as Verification
from verification.models.verifications import VerificationQuerySet as VerificationQuerySet
from verification.models.verifications import VerificationVoid as VerificationVoid
