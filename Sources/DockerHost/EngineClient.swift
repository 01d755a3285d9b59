import Model
import Ports
import CCurl
import FoundationEssentials

/// Blocking client for the Docker Engine's socket. Each call takes at most 10 seconds on the caller's thread.
struct EngineClient {
    let socket: String

    struct Answer {
        let status: Int
        let body: Data
    }

    /// - Parameter target: path and query, percent-encoded.
    func get(_ target: String) throws(ContainerHostUnreachable) -> Answer { try ask("GET", target) }

    /// - Returns: nil once the resource is removed or missing; otherwise the Engine's error message.
    func delete(_ target: String) throws(ContainerHostUnreachable) -> String? {
        let answer = try ask("DELETE", target)
        guard ![200, 204, 404].contains(answer.status) else { return nil }
        let said = try? JSONDecoder().decode(EngineModels.Message.self, from: answer.body)
        return "Docker answered \(answer.status): \(LogText.sentence(said?.message ?? ""))"
    }

    private func ask(_ method: String, _ target: String) throws(ContainerHostUnreachable) -> Answer {
        let body = EngineBody()
        guard let handle = EngineHandle.make(socket: socket, target: target, sink: body) else {
            throw ContainerHostUnreachable(reason: "libcurl could not allocate memory")
        }
        defer { curl_easy_cleanup(handle) }
        _ = dcc_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, method)
        _ = dcc_curl_set_long(handle, CURLOPT_TIMEOUT, 10)
        let (code, said) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { buffer in
            buffer.initialize(repeating: 0)
            _ = dcc_curl_set_error_buffer(handle, buffer.baseAddress)
            return (curl_easy_perform(handle), String(cString: buffer.baseAddress!))
        }
        guard code == CURLE_OK else { throw ContainerHostUnreachable(reason: reason(of: code, said)) }
        return Answer(status: EngineHandle.status(handle), body: body.data)
    }

    /// - Parameter said: libcurl's own words, which name a host that does not exist; for rare errors only.
    private func reason(of code: CURLcode, _ said: String) -> String {
        switch code {
        case CURLE_COULDNT_CONNECT: "nothing answers at \(socket)"
        case CURLE_OPERATION_TIMEDOUT: "no answer in time"
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            "the connection ended before the answer"
        default: said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        }
    }

    /// - Returns: nil for status 404.
    func get<Value: Decodable>(_ type: Value.Type, _ target: String) throws -> Value? {
        let answer = try get(target)
        if answer.status == 404 { return nil }
        guard answer.status == 200 else {
            throw ContainerHostUnreachable(reason: "the Docker Engine returned status \(answer.status) for \(target)")
        }
        do {
            return try JSONDecoder().decode(type, from: answer.body)
        } catch {
            throw ContainerHostUnreachable(reason: "the Docker Engine's response to \(target) is invalid: \(error)")
        }
    }
}

/// Receives a response while it arrives.
protocol EngineSink: AnyObject {
    func began()
    func receive(_ bytes: UnsafeRawBufferPointer)
}

private final class EngineBody: EngineSink {
    var data = Data()
    func began() {}
    func receive(_ bytes: UnsafeRawBufferPointer) { data.append(contentsOf: bytes) }
}

/// Configures libcurl transfers from the Engine.
enum EngineHandle {
    /// Initialized without TLS, which a Unix socket does not need and which costs megabytes of memory.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_NOTHING)) == CURLE_OK

    /// - Parameter sink: must outlive the handle; called on the thread that performs the transfer.
    static func make(socket: String, target: String, sink: some EngineSink) -> UnsafeMutableRawPointer? {
        guard isLibraryReady, let handle = curl_easy_init() else { return nil }
        let context = Unmanaged.passUnretained(sink as AnyObject).toOpaque()
        _ = dcc_curl_set_string(handle, CURLOPT_UNIX_SOCKET_PATH, socket)
        _ = dcc_curl_set_string(handle, CURLOPT_URL, "http://docker\(target)")
        _ = dcc_curl_set_string(handle, CURLOPT_PROXY, "")
        _ = dcc_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 2)
        _ = dcc_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = dcc_curl_set_writer(
            handle, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA,
            { bytes, size, count, context in
                engineSink(at: context)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
                return size * count
            }, context)
        _ = dcc_curl_set_writer(
            handle, CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA,
            { bytes, size, count, context in
                // An empty line ends the header.
                if size * count == 2 { engineSink(at: context)?.began() }
                return size * count
            }, context)
        return handle
    }

    static func status(_ handle: UnsafeMutableRawPointer) -> Int {
        var status = 0
        _ = dcc_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }
}

private func engineSink(at context: UnsafeMutableRawPointer?) -> (any EngineSink)? {
    context.flatMap { Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue() as? any EngineSink }
}
