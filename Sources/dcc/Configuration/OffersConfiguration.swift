import Configuration
import FoundationEssentials
import Model

/// What apps may ask for: images, model folders and builds.
struct OffersConfiguration: Sendable {
    let images: AllowedImages
    let models: ModelFolders
    let builders: DockerfileBuilders

    /// - Parameter file: the configuration file; a reader cannot list the names in `models`.
    init(_ reader: ConfigReader, file: String, baseImage: String) throws {
        images = AllowedImages(
            standard: baseImage, patterns: reader.stringArray(forKey: "images.allowed", default: []))
        models = ModelFolders(try Self.models(file))
        let builds = reader.text("builds.dockerfile", DockerfileBuilders.off.rawValue)
        guard let builders = DockerfileBuilders(rawValue: builds) else {
            let names = DockerfileBuilders.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError(key: "builds.dockerfile", rule: "it must be one of \(names)")
        }
        self.builders = builders
    }

    private struct File: Decodable {
        let models: [String: String]?
    }

    private static func models(_ file: String) throws -> [ModelFolderName: String] {
        guard let text = FileManager.default.contents(atPath: file) else { return [:] }
        let folders: [String: String]
        do {
            folders = try JSONDecoder().decode(File.self, from: text).models ?? [:]
        } catch {
            throw ConfigurationError(
                key: "models", rule: "it must name folders, such as { \"checkpoints\": \"/srv/models/sd\" }")
        }
        var paths: [ModelFolderName: String] = [:]
        for (text, path) in folders {
            do {
                paths[try ModelFolderName(text, field: "")] = path
            } catch {
                throw ConfigurationError(key: "models", rule: "“\(text)”: \(error.message)")
            }
            let isPlain = !path.unicodeScalars.contains { $0.properties.generalCategory == .control }
            guard path.hasPrefix("/"), path != "/", isPlain else {
                throw ConfigurationError(key: "models.\(text)", rule: "it must be the absolute path of a folder")
            }
        }
        return paths
    }
}
