"""The SDK's way out to Amazon's APIs, for a skill whose first answer waits for no network code."""

from functools import cached_property

from ask_sdk_model.services.api_client import ApiClient
from ask_sdk_model.services.api_client_request import ApiClientRequest
from ask_sdk_model.services.api_client_response import ApiClientResponse


class LateApiClient(ApiClient):
    """An `HttpApiClient` from its first call on; few talks ever make one."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        return self._client.invoke(request)

    @cached_property
    def _client(self) -> ApiClient:
        from skill.alexa.api_client import HttpApiClient  # noqa: PLC0415 - TLS and HTTP take 25 ms

        return HttpApiClient()
