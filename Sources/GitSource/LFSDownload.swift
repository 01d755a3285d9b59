import Model
import Crypto
import FoundationEssentials
import Glibc

/// Downloads the files of Git LFS from the repository's own host, with the limits of the clone. The token goes to that host
/// alone; another host must be allowed too, and every file must have the hash in its pointer.
struct LFSDownload {
    private static let maximumRedirects = 5

    let job: FetchJob
    let events: FetchEvents

    /// Asks where files are.
    /// - Parameter files: pointers, each with a path that has it.
    /// - Throws: ``StepFailure`` `lfs_missing` with the paths of those that the server has not got.
    func locate(_ files: [LFSPointer: String]) throws(StepFailure) -> [(LFSPointer, LFSBatch.Answer.Action)] {
        guard files.keys.reduce(0, { $0 &+ min($1.size, job.limits.bytes) }) <= events.remainingBytes else {
            throw GitFailure.tooLarge
        }
        let pointers = files.keys.sorted { (files[$0] ?? "") < (files[$1] ?? "") }
        var located: [(LFSPointer, LFSBatch.Answer.Action)] = []
        for start in stride(from: 0, to: pointers.count, by: LFSBatch.maximumObjects) {
            let batch = Array(pointers[start..<min(start + LFSBatch.maximumObjects, pointers.count)])
            let actions = try ask(batch, files)
            let missing = batch.filter { actions[$0.oid] == nil }.compactMap { files[$0] }
            guard missing.isEmpty else { throw LFSFailure.missing(missing, job.host, "has not got the content") }
            located += batch.compactMap { pointer in actions[pointer.oid].map { (pointer, $0) } }
        }
        return located
    }

    private func ask(
        _ pointers: [LFSPointer], _ files: [LFSPointer: String]
    ) throws(StepFailure) -> [String: LFSBatch.Answer.Action] {
        let names = pointers.compactMap { files[$0] }
        guard let address = HTTPSAddress(LFSBatch.address(of: job.url)) else {
            throw LFSFailure.missing(names, job.host, "has an address that Git LFS cannot use")
        }
        var body: [UInt8] = []
        let answer = try transfer(publicOnly: job.publicAddressOnly).perform(
            address, headers: LFSBatch.headers + authorization(for: address), body: LFSBatch.request(pointers)
        ) { piece in
            body += piece
            return body.count <= LFSBatch.maximumAnswer
        }
        guard answer.status == 200 else {
            throw LFSFailure.status(answer.status, names, job.host, withToken: job.token != nil)
        }
        guard let batch = try? JSONDecoder().decode(LFSBatch.Answer.self, from: Data(body)),
            batch.transfer ?? "basic" == "basic"
        else {
            throw LFSFailure.missing(names, job.host, "does not answer as Git LFS does")
        }
        return Dictionary(
            batch.objects.compactMap { object in object.actions?.download.map { (object.oid, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Downloads one file.
    /// - Throws: ``StepFailure`` `lfs_damaged` for other content, `lfs_other_host`, or those of a clone.
    func fetch(
        _ pointer: LFSPointer, at path: String, _ action: LFSBatch.Answer.Action, to file: Int32
    ) throws(StepFailure) {
        var link = action.href
        var headers = LFSBatch.lines(action.header)
        for _ in 0...Self.maximumRedirects {
            guard let address = HTTPSAddress(link) else { throw LFSFailure.notHTTPS(path, job.host) }
            let publicOnly = try admit(address, path)
            if !isOwn(address), link != action.href { headers = [] }
            let own =
                headers.contains { $0.lowercased().hasPrefix("authorization:") } ? [] : authorization(for: address)
            let sink = FileSink(file, pointer, events)
            let answer: HTTPSTransfer.Answer
            do {
                answer = try transfer(publicOnly: publicOnly).perform(address, headers: headers + own) { piece in
                    sink.write(piece)
                }
            } catch {
                throw sink.isTooLong ? LFSFailure.damaged(path, address.host) : sink.failure ?? error
            }
            if (300..<400).contains(answer.status), let location = answer.location {
                link = location
                continue
            }
            guard answer.status == 200 else {
                throw LFSFailure.status(answer.status, [path], address.host, withToken: job.token != nil)
            }
            guard sink.isWhole else { throw LFSFailure.damaged(path, address.host) }
            return
        }
        throw LFSFailure.missing([path], job.host, "redirects without end")
    }

    /// - Returns: whether only public addresses may be connected to.
    private func admit(_ address: borrowing HTTPSAddress, _ path: String) throws(StepFailure) -> Bool {
        if isOwn(address) { return job.publicAddressOnly }
        do {
            guard let hosts = job.hosts else { throw LFSFailure.otherHost(path, job.host, address.authority) }
            return try hosts.admit(RepositoryURL("https://\(address.authority)/lfs")) == .publicAddressOnly
        } catch {
            throw LFSFailure.otherHost(path, job.host, address.authority)
        }
    }

    private func isOwn(_ address: borrowing HTTPSAddress) -> Bool {
        address.host == job.host && String(address.port) == job.port
    }

    private func authorization(for address: borrowing HTTPSAddress) -> [String] {
        guard let token = job.token, isOwn(address) else { return [] }
        let user = job.user ?? FetchEvents.anyUser
        return ["Authorization: Basic \(Data("\(user):\(token)".utf8).base64EncodedString())"]
    }

    private func transfer(publicOnly: Bool) -> HTTPSTransfer {
        HTTPSTransfer(limits: job.limits, caBundle: job.caBundle, publicAddressOnly: publicOnly)
    }
}

/// Writes a download to its file and checks its size and hash.
private final class FileSink {
    private let file: Int32
    private let pointer: LFSPointer
    private let events: FetchEvents
    private var hash = SHA256()
    private var count = 0
    private(set) var failure: StepFailure?

    init(_ file: Int32, _ pointer: LFSPointer, _ events: FetchEvents) {
        (self.file, self.pointer, self.events) = (file, pointer, events)
    }

    var isTooLong: Bool { count > pointer.size }
    var isWhole: Bool { count == pointer.size && hash.finalize().hexadecimal == pointer.oid }

    /// - Returns: false to stop.
    func write(_ piece: UnsafeRawBufferPointer) -> Bool {
        count += piece.count
        guard !isTooLong else { return false }
        guard events.receive(piece.count) else {
            failure = GitFailure.tooLarge
            return false
        }
        hash.update(bufferPointer: piece)
        var rest = piece
        while !rest.isEmpty {
            let written = Glibc.write(file, rest.baseAddress, rest.count)
            guard written > 0 else {
                failure = errno == ENOSPC ? GitFailure.diskFull : GitFailure.unknown("could not write a large file")
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        return true
    }
}
