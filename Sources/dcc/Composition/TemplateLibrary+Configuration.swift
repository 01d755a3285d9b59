import Configuration
import ControlCenter
import WebAPI

extension TemplateLibrary {
    convenience init(
        _ configuration: ServiceConfiguration, complain: @escaping @Sendable (BadTemplate) -> Void = { _ in }
    ) {
        self.init(
            folders: configuration.paths.templates, allowed: configuration.allowedSettings,
            reader: TemplateForm.template, complain: complain)
    }
}
