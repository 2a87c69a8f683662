"""What somebody sends as a proof: taken for what its content says it is, kept under a random name outside of every
folder that a web server serves. Rooms that take proofs call `examine_proof`."""

from people.proofs.checking import LARGEST, ExaminedProof, ProofFault, examine_proof
from people.proofs.keeping import CONTENT_TYPES, INLINE, removed_on_failure, served

__all__ = [
    "CONTENT_TYPES",
    "INLINE",
    "LARGEST",
    "ExaminedProof",
    "ProofFault",
    "examine_proof",
    "removed_on_failure",
    "served",
]
