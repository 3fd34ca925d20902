"""All slips, in the stages in which they happen to a record."""

from __future__ import annotations

from .address import ADDRESS_SLIPS, STREET_SLIPS
from .company import COMPANY_SLIPS, LEGAL_SLIPS
from .engine import Errors, Mask, Slip
from .form import CASE_SLIPS, FORM_SLIPS
from .name import NAME_SLIPS, ORDER_SLIPS
from .reach import DIGIT_SLIPS, REACH_SLIPS

__all__ = ["COMPANY_SLIPS", "LEGAL_SLIPS", "PARTS", "STREET_SLIPS", "WHOLE", "Errors", "Mask", "Slip"]

# In the parts of names, companies and numbers, before they are put together.
PARTS = (*NAME_SLIPS, *LEGAL_SLIPS, *DIGIT_SLIPS, *ADDRESS_SLIPS)
# In the finished fields.
WHOLE = (*COMPANY_SLIPS, *ORDER_SLIPS, *REACH_SLIPS, *CASE_SLIPS, *FORM_SLIPS)
