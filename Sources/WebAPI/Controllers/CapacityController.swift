import ControlCenter
import Model

/// `/api/capacity`: usage per app over some days, for operators.
struct CapacityController {
    private static let days = 1...90

    let plan: CapacityPlan
    let records: BlockingWork

    @Sendable func show(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        let days = try request.number("days", in: Self.days, code: "days_range") ?? 7
        return .work { [plan, records] in
            .json(encoding: try await records.run { try plan.report(days: days) })
        }
    }
}
