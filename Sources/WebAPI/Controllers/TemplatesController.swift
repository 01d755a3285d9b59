import ControlCenter
import Model

/// `/api/templates`: forms to start from.
struct TemplatesController {
    let library: TemplateLibrary
    let records: BlockingWork

    private struct Templates: Encodable {
        let templates: [TemplateView]
    }

    @Sendable func list(_ request: APIRequest, _ caller: Caller) -> Answer {
        .work { [library, records] in
            let templates = try await records.run { library.read().templates }
            return .json(encoding: Templates(templates: templates.map(TemplateView.init)))
        }
    }
}
