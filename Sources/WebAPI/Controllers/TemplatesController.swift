import ControlCenter
import Model

/// `/api/templates`: forms to start from.
struct TemplatesController {
    let library: TemplateLibrary
    let responder: BackgroundResponder

    private struct Templates: Encodable {
        let templates: [TemplateView]
    }

    @Sendable func list(_ request: APIRequest, _ caller: Caller) -> Answer {
        responder.answer { [library] in
            .json(encoding: Templates(templates: library.read().templates.map(TemplateView.init)))
        }
    }
}
