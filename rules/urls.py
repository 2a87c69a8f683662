from typing import Any

app_name = "rules"

urlpatterns: list[Any] = []
