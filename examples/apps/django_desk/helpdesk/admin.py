"""The list of tickets, filtered by state, with the reason in each of them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from slaclock import SlaClockError

from .models import Happened, Ticket


class HappenedInline(admin.TabularInline):  # type: ignore[type-arg]  # Django takes none when it runs.
    model = Happened
    extra = 0


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What is due first stands first."""

    list_display = ("subject", "priority", "sla_state", "sla_due", "sla_problem")
    list_filter = ("sla_state", "priority")
    ordering = ("sla_due",)
    readonly_fields = ("sla_state", "sla_due", "sla_problem", "why")
    inlines = (HappenedInline,)

    def why(self, ticket: Ticket) -> SafeString | str:
        """Every metric explained, as of now."""
        try:
            cycles = ticket.sla_evaluation().latest_cycles if ticket.pk else ()
        except SlaClockError as error:
            return str(error)
        return format_html("<pre>{}</pre>", "\n\n".join(each.explain().text() for each in cycles))
