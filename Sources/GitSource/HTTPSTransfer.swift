import Model
import CCurl
import Glibc

/// One request with libcurl: over HTTPS alone, without redirects, cookies, proxies or the user's configuration.
struct HTTPSTransfer {
    struct Answer {
        let status: Int
        /// Where a redirect leads.
        let location: String?
    }

    let limits: FetchLimits
    let caBundle: String
    /// Connects to no address that is not public.
    let publicAddressOnly: Bool

    /// - Parameters:
    ///   - body: sent with POST; nil for GET.
    ///   - receive: called with each piece of an answer of status 200; returns false to stop.
    func perform(
        _ address: borrowing HTTPSAddress, headers: [String], body: [UInt8]? = nil,
        receive: @escaping (UnsafeRawBufferPointer) -> Bool
    ) throws(StepFailure) -> Answer {
        guard let handle = curl_easy_init() else { throw GitFailure.unknown("libcurl could not allocate memory") }
        defer { curl_easy_cleanup(handle) }
        let state = TransferState(handle, publicAddressOnly: publicAddressOnly, receive)
        let list = headers.reduce(UnsafeMutablePointer<curl_slist>?.none) { curl_slist_append($0, $1) ?? $0 }
        defer { curl_slist_free_all(list) }
        configure(handle, state)
        _ = dcc_curl_set_url(handle, address.handle)
        _ = dcc_curl_set_headers(handle, list)
        if let body {
            _ = dcc_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            _ = body.withUnsafeBytes { dcc_curl_set_bytes(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        }
        let code = withExtendedLifetime(state) { curl_easy_perform(handle) }
        guard code == CURLE_OK else { throw state.failure(code, host: address.host, limits) }
        var location: UnsafePointer<CChar>?
        _ = dcc_curl_get_string(handle, CURLINFO_REDIRECT_URL, &location)
        return Answer(status: state.status, location: location.map { String(cString: $0) })
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ state: TransferState) {
        let context = Unmanaged.passUnretained(state).toOpaque()
        _ = dcc_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "https")
        _ = dcc_curl_set_string(handle, CURLOPT_PROXY, "")
        _ = dcc_curl_set_string(handle, CURLOPT_CAINFO, caBundle)
        _ = dcc_curl_set_string(handle, CURLOPT_USERAGENT, "git-lfs/3 (dcc)")
        _ = dcc_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = dcc_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, limits.connectSeconds)
        _ = dcc_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, limits.slowBytes)
        _ = dcc_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, limits.slowSeconds)
        _ = dcc_curl_set_writer(
            handle, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA,
            { bytes, size, count, context in
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return transferState(at: context)?.receive(piece) == true ? piece.count : 0
            }, context)
        _ = dcc_curl_set_socket_opener(
            handle,
            { context, _, address in
                guard let address, let state = transferState(at: context) else { return curl_socket_t(-1) }
                return state.open(address)
            }, context)
    }
}

/// What libcurl's callbacks need.
private final class TransferState {
    /// Bytes of an error page that are read, and thrown away, to learn its end.
    private static let maximumPage = 1 << 20

    private let handle: UnsafeMutableRawPointer
    private let publicAddressOnly: Bool
    private let consume: (UnsafeRawBufferPointer) -> Bool
    private var pageBytes = 0
    private var isRefused = false

    init(
        _ handle: UnsafeMutableRawPointer, publicAddressOnly: Bool,
        _ consume: @escaping (UnsafeRawBufferPointer) -> Bool
    ) {
        self.handle = handle
        self.publicAddressOnly = publicAddressOnly
        self.consume = consume
    }

    var status: Int {
        var status = 0
        _ = dcc_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// - Returns: false to stop.
    func receive(_ piece: UnsafeRawBufferPointer) -> Bool {
        if status == 200 { return consume(piece) }
        pageBytes += piece.count
        return pageBytes <= Self.maximumPage
    }

    /// - Returns: a socket for this address, or -1.
    func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        // The address is longer than the member that holds its start.
        let start = UnsafeRawPointer(address) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        isRefused = publicAddressOnly && !PublicAddress.isPublic(start, family: address.pointee.family)
        guard !isRefused else { return -1 }
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    func failure(_ code: CURLcode, host: String, _ limits: FetchLimits) -> StepFailure {
        let words = String(cString: curl_easy_strerror(code))
        return switch code {
        case CURLE_PEER_FAILED_VERIFICATION: ConnectionFailure.certificate(host, words)
        case CURLE_SSL_CONNECT_ERROR: ConnectionFailure.handshake(host, words)
        case CURLE_COULDNT_RESOLVE_HOST: ConnectionFailure.of(.unknownHost, host: host)
        case CURLE_COULDNT_CONNECT where isRefused: ConnectionFailure.of(.privateAddress, host: host)
        case CURLE_COULDNT_CONNECT: ConnectionFailure.of(.unreachable(words), host: host)
        case CURLE_OPERATION_TIMEDOUT: ConnectionFailure.of(.stalled, host: host)
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: ConnectionFailure.lost(host)
        default: GitFailure.unknown("could not download from \(host): \(words)")
        }
    }
}

private func transferState(at context: UnsafeMutableRawPointer?) -> TransferState? {
    context.map { Unmanaged<TransferState>.fromOpaque($0).takeUnretainedValue() }
}
