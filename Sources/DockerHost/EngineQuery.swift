import Model
import FoundationEssentials

/// Request targets of the Engine API, as values.
enum EngineQuery {
    static let version = "/version"
    static let information = "/info"

    static func containers(instance: String, app: AppName? = nil, service: String? = nil) -> String {
        "/containers/json?all=true&filters=\(filters(instance, app, service))"
    }

    /// Containers of a project, from any installation.
    static func containers(project: String) -> String {
        "/containers/json?all=true&filters=\(encode(JSONText.encode(["label": ["\(Label.project)=\(project)"]])))"
    }

    /// Those that help to build an image.
    static func containers(instance: String, image: String) -> String {
        "/containers/json?all=true&filters=\(filters(instance: instance, image: image))"
    }

    /// - Parameter all: with those of single steps.
    static func images(instance: String, image: String, all: Bool) -> String {
        "/images/json?all=\(all)&filters=\(filters(instance: instance, image: image))"
    }

    static func container(_ id: String) -> String { "/containers/\(id)/json" }

    static func containerSize(_ id: String) -> String { "/containers/\(id)/json?size=true" }

    static func volumes(instance: String) -> String { "/volumes?filters=\(filters(instance, nil, nil))" }

    static let volumeSizes = "/system/df?type=volume"

    static func images(instance: String) -> String { "/images/json?filters=\(filters(instance, nil, nil))" }

    /// Also removes the container's anonymous volumes.
    static func removal(ofContainer id: String) -> String { "/containers/\(encode(id))?force=true&v=true" }

    /// - Parameter network: its ID or name.
    static func removal(ofNetwork network: String) -> String { "/networks/\(encode(network))" }

    /// - Parameter image: a name, which goes, or an ID of an image without names.
    static func removal(ofImage image: String) -> String { "/images/\(encode(image))" }

    /// - Returns: nil for resources that Docker does not manage.
    static func removal(of found: ManagedResource) -> String? {
        switch found.kind {
        case .container: removal(ofContainer: found.key)
        case .network: removal(ofNetwork: found.key)
        case .volume: "/volumes/\(encode(found.key))"
        case .image: removal(ofImage: found.key)
        case .stack, .workspace, .packages: nil
        }
    }

    static func networks(instance: String, app: AppName? = nil) -> String {
        "/networks?filters=\(filters(instance, app, nil))"
    }

    static let allNetworks = "/networks"

    /// Networks whose names contain this one, from any installation.
    static func networks(named name: String) -> String {
        "/networks?filters=\(encode(JSONText.encode(["name": [name]])))"
    }

    static func image(_ reference: String) -> String { "/images/\(encode(reference))/json" }

    /// - Parameter since: nil for the last 500 lines.
    static func logs(of id: String, since: Date?) -> String {
        let start = since.map { "since=\($0.timeIntervalSince1970 - 0.001)" } ?? "tail=500"
        return "/containers/\(id)/logs?follow=true&stdout=true&stderr=true&timestamps=true&\(start)"
    }

    static func events(instance: String) -> String {
        let filter = [
            "type": ["container"], "label": ["\(Label.instance)=\(instance)"],
            // Without healthcheck exec events, which arrive many times a minute.
            "event": ["create", "start", "die", "oom", "health_status", "pause", "unpause", "destroy"],
        ]
        return "/events?filters=\(encode(JSONText.encode(filter)))"
    }

    private static func filters(_ instance: String, _ app: AppName?, _ service: String?) -> String {
        var labels = ["\(Label.instance)=\(instance)"]
        if let app { labels.append("\(Label.app)=\(app)") }
        if let service { labels.append("\(Label.service)=\(service)") }
        return encode(JSONText.encode(["label": labels]))
    }

    private static func filters(instance: String, image: String) -> String {
        encode(JSONText.encode(["label": ["\(Label.instance)=\(instance)", "\(Label.image)=\(image)"]]))
    }

    private static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-._~/:@".unicodeScalars.contains(scalar)
            {
                encoded.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return encoded
    }
}
