package import HTTPTypes

/// An HTTP request as received from nginx.
package struct FastCGIRequest: Sendable {
    /// Method, host, path with query, and the header fields in nginx's allow list.
    package let head: HTTPRequest
    /// `REMOTE_USER`, set only by nginx after sign-in; nil if not signed in.
    package let user: String?
    /// `DCC_GROUPS`, set only by nginx: the user's groups, comma-separated.
    package let groups: String
    /// `REQUEST_ID`: nginx's request ID, as in its access log.
    package let id: String
    /// `REMOTE_ADDR`: the client's IP address as seen by nginx.
    package let address: String
    /// nil if the body exceeds the server's limit.
    package let body: [UInt8]?
}
