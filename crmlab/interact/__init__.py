"""Chapter 2.4: talk with customers, as they permit, and remember what they said."""
from .alerts import alert_results, alerts
from .campaign import campaign_lift, difference_interval, lift, sample_size, wilson
from .channels import channel_summary, cost_per_contact, cost_saving, interaction_effect, single_view
from .feedback import complaints, first_contact_resolution, recovery, service_desk
from .memory import explicit_bargain, memory_gain, memory_kept, profile_growth, remembered
from .permission import answer_chance, fatigue, may_contact
from .planning import contact_plan
from .questions import answer_chances, entropy, information_gain, interviews, learn, next_questions

__all__ = [
    "alert_results", "alerts", "answer_chance", "answer_chances", "campaign_lift", "channel_summary", "complaints", "contact_plan", "cost_per_contact",
    "cost_saving", "difference_interval", "entropy", "explicit_bargain", "fatigue", "first_contact_resolution", "information_gain", "interaction_effect",
    "interviews", "learn", "lift", "may_contact", "memory_gain", "memory_kept", "next_questions", "profile_growth", "recovery", "remembered",
    "sample_size", "service_desk", "single_view", "wilson",
]
