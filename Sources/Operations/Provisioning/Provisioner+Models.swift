import Model
import Ports

extension Provisioner {
    /// The model folders that an app asks for.
    /// - Throws: `model_unknown` when the operator offers one of them no longer.
    func models(of app: App) throws(StepFailure) -> [ModelMount] {
        do {
            try settings.models.admit(app.settings.models)
        } catch {
            throw StepFailure(
                code: error.code, message: error.message, hint: "Change the model folders in the app's settings.")
        }
        return app.settings.models.compactMap { name in
            settings.models.paths[name].map { ModelMount(name: name, path: $0) }
        }
    }
}
