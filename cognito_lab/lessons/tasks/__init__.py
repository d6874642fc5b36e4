"""The four kinds of exercise, one file each."""

from cognito_lab.lessons.tasks.choice import Choice
from cognito_lab.lessons.tasks.function import Case, Function
from cognito_lab.lessons.tasks.order import Order
from cognito_lab.lessons.tasks.state import Rule, Seen, State

__all__ = ["Case", "Choice", "Function", "Order", "Rule", "Seen", "State"]
