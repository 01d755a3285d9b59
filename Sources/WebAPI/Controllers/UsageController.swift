import Model
import Operations
import FoundationEssentials
import HTTPTypes

/// `/api/apps/{name}/usage` and `/api/host/usage`: usage over time, as JSON for plots or as CSV.
struct UsageController {
    let usage: UsageRecorder
    let records: BlockingWork

    private struct View: Encodable {
        let from: Date
        let to: Date
        let step: Int
        let series: UsageSeries
        let limits: UsageLimits

        enum CodingKeys: String, CodingKey {
            case from, to, series, limits
            case step = "step_seconds"
        }
    }

    @Sendable func ofApp(_ request: APIRequest, _ caller: Caller, _ app: App) throws -> Answer {
        try answer(request, app.id, named: app.name.rawValue) { [usage] in usage.limits(of: app) }
    }

    @Sendable func ofHost(_ request: APIRequest, _ caller: Caller) throws -> Answer {
        try answer(request, UsageSample.host, named: "host") { [usage] in usage.limits() }
    }

    /// - Parameter name: file name part, already safe.
    private func answer(
        _ request: APIRequest, _ id: Int64, named name: String, _ limits: @escaping @Sendable () -> UsageLimits
    ) throws -> Answer {
        guard let range = UsageRange(rawValue: request.query("range") ?? UsageRange.hour.rawValue) else {
            let names = UsageRange.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidFields([FieldError(field: "range", code: "range_unknown", message: "Choose one of \(names).")])
        }
        switch request.query("format") {
        case nil, "json":
            return .work { [usage, records] in
                let series = try await records.run { try usage.series(of: id, range) }
                let window = series.window
                return .json(
                    encoding: View(
                        from: Date(timeIntervalSince1970: Double(window.start)),
                        to: Date(timeIntervalSince1970: Double(window.end)), step: window.step, series: series,
                        limits: limits()))
            }
        case "csv":
            return .work { [usage, records] in
                let series = try await records.run { try usage.series(of: id, range) }
                return .csv(series.csv, file: "usage-\(name)-\(range.rawValue).csv")
            }
        default:
            throw InvalidFields([
                FieldError(field: "format", code: "format_unknown", message: "Choose json or csv.")
            ])
        }
    }
}
