/// Hosts that packages call unless they are told otherwise, for those that do not name them when they fail.
enum UsualHosts {
    /// - Parameter frame: a line of a traceback.
    static func host(of frame: String) -> String? {
        table.lazy.filter { frame.contains("/\($0.path)") }.map(\.host).first
    }

    private static let table: [(path: String, host: String)] = [
        ("huggingface_hub/", "huggingface.co"), ("transformers/utils/hub.py", "huggingface.co"),
        ("gradio/external.py", "huggingface.co"), ("gradio_client/", "huggingface.co"),
        ("openai/_base_client.py", "api.openai.com"), ("anthropic/_base_client.py", "api.anthropic.com"),
        ("whisper/__init__.py", "openaipublic.azureedge.net"), ("easyocr/", "github.com"),
        ("replicate/", "api.replicate.com"),
        ("torch/hub.py", "github.com"), ("nltk/downloader.py", "raw.githubusercontent.com"),
    ]
}
