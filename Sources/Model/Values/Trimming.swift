extension StringProtocol where SubSequence == Substring {
    /// Removes matching characters from both ends.
    package func trimming(_ isEdge: (Character) -> Bool) -> Substring {
        var rest = drop(while: isEdge)
        while let last = rest.last, isEdge(last) { rest.removeLast() }
        return rest
    }
}
