/// The environment variable of a key: `DCC_PAGE_ORIGIN` for `page.origin`, `DCC_DISK_FLOOR_GI_B` for `disk.floorGiB`.
enum VariableName {
    static let prefix = "DCC_"

    static func of(_ key: String) -> String {
        var name = ""
        var previous: Character = "."
        for character in key {
            if previous.isLowercase, character.isUppercase { name.append("_") }
            name.append(character.isLetter || character.isNumber ? character.uppercased() : "_")
            previous = character
        }
        return prefix + name
    }
}
