/// Why a model, a dataset or a hosted service was not given to the app.
enum HubCauses {
    static let rules: [Rule] = [
        Rule(
            "hub_gated", "Cannot access gated repo for url {url}", "Access to model {model} is restricted",
            "Access to dataset {model} is restricted", "You are trying to access a gated repo", "GatedRepoError",
            message: "The model[ {model}] is gated: its hub gives it only to people who accepted its terms.",
            hint: "Accept the terms on the model's page, and add your token as HF_TOKEN.", remedy: .secret("HF_TOKEN")),
        Rule(
            "hub_sign_in", "Repository Not Found for url: {url}", "RepositoryNotFoundError",
            "401 Client Error: Unauthorized for url: https://huggingface.co/{path}",
            message: "The model hub has no such repository, or it is private[: {url}].",
            hint: "Check its name; for a private one add your token as HF_TOKEN.", remedy: .secret("HF_TOKEN")),
        Rule(
            "hub_model_unknown", "{model} is not a local folder and is not a valid model identifier",
            message: "{model} is neither a folder in the repository nor a model on the hub.",
            hint: "Check its name; for a private one add your token as HF_TOKEN.", remedy: .secret("HF_TOKEN")),
        Rule(
            "hub_token_missing", "LocalTokenNotFoundError", "Token is required", "Invalid user token",
            "User Access Token \"{token*}\" is expired",
            message: "The model hub asks for a token.", hint: "Add your token as HF_TOKEN.", remedy: .secret("HF_TOKEN")
        ),
        Rule(
            "hub_forbidden", "403 Forbidden: {reason*}",
            "403 Client Error: Forbidden for url: https://huggingface.co/{path}",
            message: "The token in HF_TOKEN may not read this repository of the model hub.",
            hint: "Give the token the right to read it, and set HF_TOKEN again.", remedy: .secret("HF_TOKEN")),
        Rule(
            "hub_file_missing", "{model} does not appear to have a file named {file}",
            message: "The model {model} has no file {file}.", hint: "Check the model's name and revision."),
        Rule(
            "hub_file_missing", "Entry Not Found for url: {url}", "EntryNotFoundError: 404",
            message: "The model hub has no such file[: {url}].", hint: "Check the model's name, file and revision."),
        Rule(
            "hub_rate_limited", "429 Client Error: Too Many Requests for url: https://huggingface.co/{path}",
            "We had to rate limit",
            message: "The model hub answers no more requests for now (429).",
            hint: "Wait a few minutes; with a token in HF_TOKEN it takes more.", remedy: .secret("HF_TOKEN")),
        Rule(
            "hub_unreachable", "couldn't connect to '{url}' to load", "connect to '{url}' to load the files",
            message: "The app could not reach the model hub at {host}.",
            hint: "Ask the operator whether apps may reach {host}, or put the model into a model folder."),
        Rule(
            "hub_unreachable", "LocalEntryNotFoundError", "trying to locate the file on the Hub",
            "trying to locate the files on the Hub", "Cannot find the requested files in the disk cache",
            "cannot find the requested files in the local cache", "OfflineModeIsEnabled",
            "Cannot find an appropriate cached snapshot folder", "is not fully cached locally",
            message: "The app could not reach the model hub at huggingface.co.",
            hint: "Ask the operator whether apps may reach huggingface.co, or put the model into a model folder."),
        Rule(
            "hub_unreachable",
            "It looks like there is no internet connection and the repo could not be found in the cache",
            message: "The app could not reach github.com, where torch.hub finds its models[ ({place})].",
            hint: "Ask the operator whether apps may reach github.com, or put the model into a model folder."),
        Rule(
            "hub_unreachable", ">>> nltk.download('{resource}')", "Resource {resource} not found",
            alongside: [["[nltk_data] Error loading {name}: <urlopen error"]],
            message: "NLTK could not fetch its data {resource} from raw.githubusercontent.com.",
            hint: "Ask the operator whether apps may reach it, or put the data into a model folder and set NLTK_DATA."),
        Rule(
            "hub_unreachable", "HTTPSConnectionPool(host='huggingface.co', port=443): Max retries exceeded",
            "https://huggingface.co/{path} [Errno",
            message: "The app could not reach the model hub at huggingface.co.",
            hint: "Ask the operator whether apps may reach huggingface.co, or put the model into a model folder."),
        Rule(
            "api_key_missing", "set the `{variable!}`", "set the {variable!} environment variable",
            "Did not find {argument}, please add an environment variable `{variable!}`",
            "Please set {variable!}", "environment variable {variable!} is not set",
            "{variable!} environment variable not set",
            "{variable!} environment variable is not set", "{variable!} is not set",
            message: "The app needs {variable}[ ({place})].", hint: "Add {variable} as a secret environment variable.",
            remedy: .secret("{variable}")),
        Rule(
            "api_key_refused", "Incorrect API key provided", "invalid_api_key", "AuthenticationError: Error code: 401",
            "API key not valid", "invalid x-api-key",
            message: "The service refuses the app's API key[ ({place})].",
            hint: "Set the key in the app's environment again."),
        Rule(
            "api_quota_used_up", "insufficient_quota", "exceeded your current quota",
            message: "The API key's quota is used up.", hint: "Use another key, or raise its limit with the provider."),
        Rule(
            "api_key_missing", "api_key not configured (no-tty)", "UsageError: No API key configured",
            message: "Weights & Biases asks for a sign-in.",
            hint: "Add your key as WANDB_API_KEY, or set WANDB_MODE=offline.", remedy: .secret("WANDB_API_KEY")),
    ]
}
