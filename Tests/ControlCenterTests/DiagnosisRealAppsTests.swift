import Testing

@testable import Model

/// Apps of others, deployed as they are: their last lines, shortened, and what a person is told.
struct DiagnosisRealAppsTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "Fooocus, which says what it downloads before the traceback", command: "python launch.py --listen",
            log: #"""
                Fooocus version: 2.5.5
                Downloading: "https://huggingface.co/lllyasviel/misc/resolve/main/xlvaeapp.pth" to /app/models/vae_approx/xlvaeapp.pth

                Traceback (most recent call last):
                  File "/usr/lib/python3.11/urllib/request.py", line 1348, in do_open
                    h.request(req.get_method(), req.selector, req.data, headers,
                  File "/usr/lib/python3.11/socket.py", line 962, in getaddrinfo
                    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                socket.gaierror: [Errno -2] Name or service not known

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/launch.py", line 145, in <module>
                    config.default_base_model_name, config.checkpoint_downloads = download_models(
                                                                                  ^^^^^^^^^^^^^^^^
                  File "/app/modules/model_loader.py", line 27, in load_file_from_url
                    download_url_to_file(url, cached_file, progress=progress)
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>
                """#,
            is: "host_unknown", "The app could not find the host huggingface.co on the network."),
        DiagnosisTail(
            "a host that is not named, after an address of the app's own",
            log: #"""
                Uvicorn running on http://127.0.0.1:8000
                Traceback (most recent call last):
                  File "/app/app.py", line 3, in <module>
                    fetch(url)
                urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>
                """#,
            is: "host_unknown", "The app could not find the host of an address that it calls on the network."),
        DiagnosisTail(
            "a part of a package that is started as a file", command: "python src/app.py --debug",
            log: #"""
                Traceback (most recent call last):
                  File "/app/src/app.py", line 1, in <module>
                    from .core import run
                ImportError: attempted relative import with no known parent package
                """#,
            is: "relative_import",
            "src/app.py, line 1 imports from its own package, which Python does not know when it is given a file.",
            button: "Start with python -m src.app --debug and redeploy"),
        DiagnosisTail(
            "Stable Diffusion WebUI Forge without a GPU", command: "python launch.py",
            log: #"""
                Traceback (most recent call last):
                  File "/app/launch.py", line 54, in <module>
                    main()
                  File "/app/modules/launch_utils.py", line 371, in prepare_environment
                    raise RuntimeError("PyTorch is not able to access CUDA")
                RuntimeError: PyTorch is not able to access CUDA
                """#,
            is: "gpu_missing", "The app wants a GPU and has none (modules/launch_utils.py, line 371)."),
        DiagnosisTail(
            "a Space of gradio 4 with today's starlette",
            log: #"""
                  File "/opt/dcc/packages/lib/python3.11/site-packages/starlette/templating.py", line 115, in get_template
                    return self.env.get_template(name)
                TypeError: unhashable type: 'dict'
                Traceback (most recent call last):
                  File "/app/app.py", line 5, in <module>
                    gr.Interface(f, 'text', 'text').launch()
                  File "/opt/dcc/packages/lib/python3.11/site-packages/gradio/blocks.py", line 2465, in launch
                    raise ValueError(
                ValueError: When localhost is not accessible, a shareable link must be created. Please set share=True or check your proxy settings to allow access to localhost.
                """#,
            is: "version_mismatch", "The installed starlette is too new for the app's gradio.",
            button: "Add starlette<1 and redeploy"),
        DiagnosisTail(
            "whisper, which never names its host",
            log: #"""
                Traceback (most recent call last):
                  File "/usr/lib/python3.11/socket.py", line 962, in getaddrinfo
                    for res in _socket.getaddrinfo(host, port, family, type, proto, flags):
                socket.gaierror: [Errno -2] Name or service not known

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/app/app.py", line 28, in <module>
                    case "whisper": import whisper; whisper.load_model("tiny")
                  File "/opt/dcc/packages/lib/python3.11/site-packages/whisper/__init__.py", line 137, in load_model
                    checkpoint_file = _download(_MODELS[name], download_root, in_memory)
                  File "/usr/lib/python3.11/urllib/request.py", line 1351, in do_open
                    raise URLError(err)
                urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>
                """#,
            is: "host_unknown", "The app could not find the host openaipublic.azureedge.net on the network."),
        DiagnosisTail(
            "openai's client",
            log: #"""
                Traceback (most recent call last):
                  File "/opt/dcc/packages/lib/python3.11/site-packages/openai/_base_client.py", line 1183, in request
                    response = self._client.send(
                  File "/opt/dcc/packages/lib/python3.11/site-packages/httpx/_transports/default.py", line 118, in map_httpcore_exceptions
                    raise mapped_exc(message) from exc
                httpx.ConnectError: [Errno -2] Name or service not known

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/app/app.py", line 23, in <module>
                    case "openai": import openai; openai.OpenAI(api_key="x").models.list()
                  File "/opt/dcc/packages/lib/python3.11/site-packages/openai/_base_client.py", line 1218, in request
                    raise APIConnectionError(request=request) from err
                openai.APIConnectionError: Connection error.
                """#,
            is: "host_unknown", "The app could not find the host api.openai.com on the network."),
        DiagnosisTail(
            "diffusers",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 8, in <module>
                    StableDiffusionPipeline.from_pretrained("runwayml/stable-diffusion-v1-5")
                  File "/opt/dcc/packages/lib/python3.11/site-packages/diffusers/pipelines/pipeline_utils.py", line 1831, in download
                    raise EnvironmentError(
                OSError: Cannot load model runwayml/stable-diffusion-v1-5: the model is not fully cached locally (Cannot find an appropriate cached snapshot folder for the specified revision on the local disk and outgoing traffic has been disabled.
                """#,
            is: "hub_unreachable", "The app could not reach the model hub at huggingface.co."),
        DiagnosisTail(
            "torch.hub",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 10, in <module>
                    case "torchhub": import torch; torch.hub.load("pytorch/vision", "resnet18", weights="DEFAULT")
                  File "/opt/dcc/packages/lib/python3.11/site-packages/torch/hub.py", line 222, in _parse_repo_info
                    raise RuntimeError(
                RuntimeError: It looks like there is no internet connection and the repo could not be found in the cache (/app/.dcc/cache/torch/hub)
                """#,
            is: "hub_unreachable",
            "The app could not reach github.com, where torch.hub finds its models (app.py, line 10)."),
        DiagnosisTail(
            "NLTK",
            log: #"""
                [nltk_data] Error loading punkt: <urlopen error [Errno -2] Name or
                [nltk_data]     service not known>
                Traceback (most recent call last):
                  File "/app/app.py", line 19, in <module>
                    nltk.word_tokenize("a b")
                LookupError:
                **********************************************************************
                  Resource punkt_tab not found.
                  Please use the NLTK Downloader to obtain the resource:

                  >>> import nltk
                  >>> nltk.download('punkt_tab')
                **********************************************************************
                """#,
            is: "hub_unreachable", "NLTK could not fetch its data punkt_tab from raw.githubusercontent.com."),
        DiagnosisTail(
            "Open WebUI, which writes into its own package", command: "open-webui serve",
            log: #"""
                │ ❱  258 │   │   │   │   with open(dst, 'wb') as fdst:                         │
                ╰─────────────────────────────────────────────────────────
                OSError: [Errno 30] Read-only file system:
                '/opt/dcc/packages/lib/python3.11/site-packages/open_webui/data/readme.txt'
                """#,
            is: "package_read_only",
            "The package open_webui writes into its own folder, which apps share and cannot change.",
            button: "Install with pip and redeploy"),
        DiagnosisTail(
            "S3",
            log: #"""
                botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://s3.amazonaws.com/"
                """#,
            is: "network_unreachable", "The app could not reach s3.amazonaws.com."),
        DiagnosisTail(
            "Ollama",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 48, in <module>
                    ollama.chat(model="llama3")
                ConnectionError: Failed to connect to Ollama. Please check that Ollama is downloaded, running and accessible. https://ollama.com/download
                """#,
            is: "connection_refused", "The app calls Ollama, which does not run in its container (app.py, line 48)."),
    ]
}
