import Configuration
import ControlCenter

/// Checks the templates: a bad one is not offered.
enum TemplateCheck {
    static func findings(_ configuration: ServiceConfiguration) -> [Finding] {
        let contents = TemplateLibrary(configuration).read()
        let bad = contents.bad.map { bad in
            Finding.warn(
                "template", String(bad.description.reversed().drop { $0 == "." }.reversed()), fix: "correct the file")
        }
        return bad + [.ok("templates", "\(contents.templates.count) offered")]
    }
}
