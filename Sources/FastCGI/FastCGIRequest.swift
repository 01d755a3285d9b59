package import HTTPTypes

/// An HTTP request as nginx handed it over.
package struct FastCGIRequest: Sendable {
    /// Method, host, path with query, and the header fields that nginx's allow-list lets through.
    package let head: HTTPRequest
    /// `REMOTE_USER`, set by nginx after sign-in and by nothing else; nil when nobody is signed in.
    package let user: String?
    /// `DCC_GROUPS`, set by nginx the same way: the person's groups, with commas between them.
    package let groups: String
    /// `REQUEST_ID`: nginx's own name for the request, the one in its access log.
    package let id: String
    /// `REMOTE_ADDR`: the client's address as nginx saw it.
    package let address: String
    /// nil when it is longer than the server's limit.
    package let body: [UInt8]?
}
