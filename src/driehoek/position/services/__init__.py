"""Every write of the information position: one transaction, one line on the ledger."""

from driehoek.position.services.agreements import (
    NewAgreement,
    change_agreement,
    end_agreement,
    make_agreement,
    pause_agreement,
    plan_deliveries,
    resume_agreement,
)
from driehoek.position.services.deliveries import (
    NewItem,
    PersonalDataError,
    add_items,
    begin,
    deliver,
    drop_delivery,
    expire_items,
    judge_personal_data,
    provide,
    receive,
)
from driehoek.position.services.must_know import tell_in_person
from driehoek.position.services.needs import (
    NewNeed,
    bar_need,
    change_need,
    end_need,
    reopen_need,
    state_need,
)
from driehoek.position.services.questions import (
    NewQuestion,
    answer,
    ask,
    see_answer,
    withdraw_question,
)
from driehoek.position.services.readings import acknowledge, open_item, rate, withdraw_rating
from driehoek.position.services.regime import apply_regime

__all__ = [
    "NewAgreement",
    "NewItem",
    "NewNeed",
    "NewQuestion",
    "PersonalDataError",
    "acknowledge",
    "add_items",
    "answer",
    "apply_regime",
    "ask",
    "bar_need",
    "begin",
    "change_agreement",
    "change_need",
    "deliver",
    "drop_delivery",
    "end_agreement",
    "end_need",
    "expire_items",
    "judge_personal_data",
    "make_agreement",
    "open_item",
    "pause_agreement",
    "plan_deliveries",
    "provide",
    "rate",
    "receive",
    "reopen_need",
    "resume_agreement",
    "see_answer",
    "state_need",
    "tell_in_person",
    "withdraw_question",
    "withdraw_rating",
]
