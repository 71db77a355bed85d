"""Two lists: the account's ways, and the pair's."""

from goldseam.people import urls_account, urls_pair

urlpatterns = [*urls_account.urlpatterns, *urls_pair.urlpatterns]
