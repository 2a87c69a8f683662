from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from audit import actions, objects
        from jobs import housekeeping, rehearsal  # noqa: F401 - they register their kinds
        from jobs.waiting import waiting_jobs
        from ui import navigation, tasks_waiting

        actions.name_actions(
            {
                "job.started": _("started the job"),
                "job.completed": _("completed the job"),
                "job.failed": _("ended without success the job"),
                "job.cancelled": _("stopped the job"),
                "job.retried": _("took up again the job"),
            }
        )
        objects.name_objects({"jobs.job": _("job")})
        tasks_waiting.register(waiting_jobs)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Jobs"),
                url_name="jobs:list",
                is_aside=True,
                order=60,
                shown_to=lambda actor: actor.user_id is not None,
                summary=_("Exports, checks and uploads that you started: how far they are, and what came out."),
            )
        )
