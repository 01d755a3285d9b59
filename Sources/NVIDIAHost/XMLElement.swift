/// An element of `nvidia-smi -q -x`, which prints each tag, or each element with text only, on a line of its own.
struct XMLElement {
    let name: Substring
    private(set) var text = ""
    private(set) var children: [XMLElement] = []

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The number that a child's text begins with, without its unit.
    func number(_ name: String) -> Int? { first(name).flatMap { Int($0.text.prefix { $0.isNumber }) } }

    /// Leaves out lines that are no tags.
    /// - Returns: an element without name that holds the outermost ones.
    static func read(_ text: String) -> XMLElement {
        var open = [XMLElement(name: "")]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop(while: \.isWhitespace)
            guard line.first == "<", let end = line.firstIndex(of: ">") else { continue }
            let tag = line[line.index(after: line.startIndex)..<end]
            let name = tag.prefix { !$0.isWhitespace }
            switch tag.first {
            case "?", "!": continue
            case "/": if open.count > 1, open[open.count - 1].name == name.dropFirst() { close(&open) }
            default:
                open.append(XMLElement(name: name))
                let content = line[line.index(after: end)...]
                guard let rest = content.firstRange(of: "</\(name)>") else { continue }
                open[open.count - 1].text = String(content[..<rest.lowerBound])
                close(&open)
            }
        }
        while open.count > 1 { close(&open) }
        return open[0]
    }

    private static func close(_ open: inout [XMLElement]) {
        let element = open.removeLast()
        open[open.count - 1].children.append(element)
    }
}
