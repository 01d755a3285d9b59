import HTTPTypes

/// `/healthz`: responds while the service is running.
struct HealthController {
    private struct Health: Encodable {
        let status = "ok"
    }

    @Sendable func show(_ request: APIRequest) -> Answer { .now(.json(encoding: Health())) }
}
