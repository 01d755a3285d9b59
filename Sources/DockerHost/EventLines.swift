import Model
import FoundationEssentials

/// Parses the Engine's event stream, one JSON object per line. Only the app name is used.
struct EventLines {
    private var line: [UInt8] = []

    mutating func receive(_ bytes: UnsafeRawBufferPointer, onChange: (AppName?) -> Void) {
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            if let event = try? JSONDecoder().decode(EngineModels.Event.self, from: Data(line)),
                let app = Label.app(in: event.actor.attributes)
            {
                onChange(app)
            }
            line.removeAll(keepingCapacity: true)
        }
    }
}
