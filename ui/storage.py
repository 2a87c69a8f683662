from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class BundledStaticFilesStorage(ManifestStaticFilesStorage):
    pass
