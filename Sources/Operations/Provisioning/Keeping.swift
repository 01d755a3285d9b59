import FoundationEssentials
import Model
import Ports

extension FetchOrder.Keeping {
    /// One folder for all checkouts of a deployment, also those after an interruption.
    init(of deployment: Deployment, at now: Date) {
        let oldest = now.addingTimeInterval(Double(-KeptFiles.days) * 86_400)
        self.init(name: "\(Self.text(deployment.startedAt))-\(deployment.id)", expired: Self.text(oldest))
    }

    /// For example `20261130T140512Z`, so that names sort by time.
    private static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted))
    }
}
