import Model
import Platform

extension SurveyedFile {
    /// Those found in a checked-out workspace; symbolic links are not followed.
    static func found(in workspace: String) -> [String] {
        var found: [String] = []
        for folder in folders {
            let path = folder.isEmpty ? workspace : "\(workspace)/\(folder)"
            let names = FolderListing.names(at: path) ?? []
            found += names.sorted().map { folder.isEmpty ? $0 : "\(folder)/\($0)" }.filter(isWanted)
        }
        return Array(found.prefix(maximumCount))
    }
}
