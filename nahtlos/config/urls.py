"""Both URL lists joined, as one process serves them; which of them a process answers says
NAHTLOS_FACE.
"""

from nahtlos.config import urls_public, urls_staff

handler400 = "nahtlos.foundation.shell.views.bad_request"
handler403 = "nahtlos.foundation.shell.views.forbidden"
handler404 = "nahtlos.foundation.shell.views.not_found"
handler500 = "nahtlos.foundation.shell.views.broken"

urlpatterns = [*urls_staff.urlpatterns, *urls_public.urlpatterns]
