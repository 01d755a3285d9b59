import Testing

@testable import Model

/// hosts, hubs and services: real last lines, shortened, and what a person is told.
struct DiagnosisNetworkFurtherTests {
    @Test(arguments: tails) func namesTheCause(_ tail: DiagnosisTail) throws { try tail.expectToBeTold() }

    static let tails: [DiagnosisTail] = [
        DiagnosisTail(
            "gated",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                huggingface_hub.errors.GatedRepoError: 401 Client Error. (Request ID: Root=1-66)

                Cannot access gated repo for url https://huggingface.co/meta-llama/Llama-3.1-8B/resolve/main/config.json.
                Access to model meta-llama/Llama-3.1-8B is restricted. You must have access to it and be authenticated to access it. Please log in.
                """#,
            is: "hub_gated",
            "The model meta-llama/Llama-3.1-8B is gated: its hub gives it only to people who accepted its terms.",
            button: "Add HF_TOKEN"),
        DiagnosisTail(
            "hub404",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                huggingface_hub.errors.RepositoryNotFoundError: 401 Client Error. (Request ID: Root=1-66)

                Repository Not Found for url: https://huggingface.co/api/models/nobody/nothing.
                Please make sure you specified the correct `repo_id` and `repo_type`.
                If you are trying to access a private or gated repo, make sure you are authenticated.
                Invalid username or password.
                """#,
            is: "hub_sign_in",
            "The model hub has no such repository, or it is private: https://huggingface.co/api/models/nobody/nothing.",
            button: "Add HF_TOKEN"),
        DiagnosisTail(
            "hubconn",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in the cached files.
                Check your internet connection or see how to run the library in offline mode at 'https://huggingface.co/docs/transformers/installation#offline-mode'.
                """#,
            is: "hub_unreachable", "The app could not reach the model hub at huggingface.co."),
        DiagnosisTail(
            "hubmodel",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                OSError: nobody/nothing is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'
                If this is a private repository, make sure to pass a token having permission to this repo
                """#,
            is: "hub_model_unknown", "nobody/nothing is neither a folder in the repository nor a model on the hub.",
            button: "Add HF_TOKEN"),
        DiagnosisTail(
            "hub429",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                huggingface_hub.errors.HfHubHTTPError: 429 Client Error: Too Many Requests for url: https://huggingface.co/gpt2/resolve/main/config.json
                """#,
            is: "hub_rate_limited", "The model hub answers no more requests for now (429).", button: "Add HF_TOKEN"),
        DiagnosisTail(
            "wandb",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                wandb.errors.UsageError: api_key not configured (no-tty). call wandb.login(key=[your_api_key])
                """#,
            is: "api_key_missing", "Weights & Biases asks for a sign-in.", button: "Add WANDB_API_KEY"),
        DiagnosisTail(
            "apikey",
            log: #"""
                Traceback (most recent call last):
                  File "/app/app.py", line 12, in <module>
                    main()
                openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk- …  at https://platform.openai.com/account/api-keys.', 'type': 'invalid_request_error'}}
                """#,
            is: "api_key_refused", "The service refuses the app's API key (app.py, line 12)."),
        DiagnosisTail(
            "uvicorn settings", exit: 3,
            log: #"""
                INFO: start
                ERROR:    Traceback (most recent call last):
                  File "/app/.dcc/venv/lib/python3.11/site-packages/starlette/routing.py", line 692, in lifespan
                    async with x:
                  File "/app/main.py", line 20, in startup
                    connect()
                redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.

                ERROR:    Application startup failed. Exiting.
                """#,
            is: "connection_refused", "Nothing answers at localhost:6379."),
    ]
}
