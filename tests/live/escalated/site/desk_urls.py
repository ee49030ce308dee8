"""Where everything is. The product's token check would shut every page, so it stands before the API alone."""

from django.contrib import admin
from django.urls import include, path
from escalated.api_middleware import AuthenticateApiToken


class TokenOfApi(AuthenticateApiToken):
    """The product's own check, for the API."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.path.startswith("/support/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


urlpatterns = [path("admin/", admin.site.urls), path("support/", include("escalated.urls"))]
