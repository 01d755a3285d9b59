import CCurl

/// An HTTPS URL as libcurl reads it, so that the host that is checked is the host that is connected to.
struct HTTPSAddress: ~Copyable {
    let handle: OpaquePointer
    /// In lowercase.
    let host: String
    let port: UInt16

    /// - Returns: nil unless it is a URL for HTTPS without a user name.
    init?(_ text: String) {
        guard let handle = curl_url() else { return nil }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else {
                return nil
            }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK,
            part(CURLUPART_SCHEME) == "https", let host = part(CURLUPART_HOST),
            let port = part(CURLUPART_PORT).flatMap({ UInt16($0) })
        else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
        self.host = host.lowercased()
        self.port = port
    }

    deinit { curl_url_cleanup(handle) }

    /// The host, with its port unless that is 443.
    var authority: String { port == 443 ? host : "\(host):\(port)" }
}
