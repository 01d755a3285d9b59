/// Whom the app could not reach.
enum NetworkCauses {
    static let rules: [Rule] = [
        Rule(
            "proxy_sign_in", "407 Proxy Authentication Required", "Proxy Authentication Required",
            message: "The proxy asks for a sign-in (407).",
            hint: "Set HTTPS_PROXY to an address with a name and password, or ask the operator about the proxy."),
        Rule(
            "proxy_unreachable", "Unable to connect to proxy", "Cannot connect to proxy",
            message: "The proxy that HTTPS_PROXY names cannot be reached.",
            hint: "Correct or remove HTTPS_PROXY and HTTP_PROXY in the app's environment."),
        Rule(
            "certificate_untrusted", "CERTIFICATE_VERIFY_FAILED", "unable to get local issuer certificate",
            "self signed certificate in certificate chain", "SELF_SIGNED_CERT_IN_CHAIN", "UnknownIssuer",
            message: "The app does not trust the certificate of [{site}|{host}|a server that it calls].",
            hint: "Ask the operator to add your company's certificate authority as containers.caBundle."),
        Rule(
            "host_unknown", "Failed to resolve '{host}'", "could not translate host name \"{host}\" to address",
            "Cannot connect to host {host}:{number#} ssl:{state} [Name or service not known]",
            "Cannot connect to host {host}:{number#} ssl:{state} [Temporary failure in name resolution]",
            "getaddrinfo ENOTFOUND {host}", "getaddrinfo EAI_AGAIN {host}", "Could not resolve host: {host}",
            "unable to resolve host address ‘{host}’", "lookup {host}: no such host",
            "NameResolutionError(\"HTTPSConnection(host='{host}'",
            message: "The app could not find the host {host} on the network.",
            hint: "Correct the address, or ask the operator whether apps may reach {host}."),
        Rule(
            "host_unknown", "Name or service not known", "Temporary failure in name resolution",
            "No address associated with hostname", "nodename nor servname provided",
            message: "The app could not find the host [{host}|of an address that it calls] on the network.",
            hint: "Correct the address, or ask the operator whether apps may reach [{host}|it]."),
        Rule(
            "connection_refused", "Error 111 connecting to {host}:{number#}.",
            "Cannot connect to host {host}:{number#}",
            "connection to server at \"{host}\" ({address}), port {number#} failed: Connection refused",
            "connect ECONNREFUSED {host}:{number#}", "{host}:{number#}: [Errno 111] Connection refused",
            "host='{host}', port={number#}): Failed to establish a new connection: [Errno 111]",
            "Failed to connect to {host} port {number#}",
            message: "Nothing answers at {host}:{number}.",
            hint: "An app runs alone in its container: what is on localhost elsewhere needs its own address here."),
        Rule(
            "connection_refused", "Failed to connect to Ollama",
            message: "The app calls Ollama, which does not run in its container[ ({place})].",
            hint: "Set OLLAMA_HOST in the app's environment to where Ollama runs."),
        Rule(
            "connection_refused", "Connection refused", "ECONNREFUSED", "All connection attempts failed",
            message: "[{host}|A server that the app calls] refuses connections.",
            hint: "An app runs alone in its container: what is on localhost elsewhere needs its own address here."),
        Rule(
            "network_unreachable", "Could not connect to the endpoint URL: \"{url}",
            message: "The app could not reach {host}.",
            hint: "Correct the address, or ask the operator whether apps may reach {host}."),
        Rule(
            "network_unreachable", "Network is unreachable", "No route to host", "ENETUNREACH", "EHOSTUNREACH",
            message: "The app cannot reach [{site}|{host}|a network that it calls].",
            hint: "Ask the operator whether apps may reach it."),
        Rule(
            "network_timeout", "Connection timed out", "ConnectTimeout", "Read timed out", "ReadTimeout", "ETIMEDOUT",
            "TimeoutError: timed out", "<urlopen error timed out>",
            message: "[{site}|{host}|A server that the app calls] did not answer in time.",
            hint: "Try again; ask the operator whether apps may reach it.", remedy: .redeploy),
        Rule(
            "service_sign_in", "401 Client Error: {words*} for url: {url}",
            "Client error '401 Unauthorized' for url '{url}'",
            message: "{host} refuses the app's credentials (401).",
            hint: "Add the service's key or token as a secret environment variable."),
        Rule(
            "service_forbidden", "403 Client Error: {words*} for url: {url}",
            "Client error '403 Forbidden' for url '{url}'",
            message: "{host} refuses access (403).", hint: "Check the rights of the key or token that the app uses."),
        Rule(
            "service_not_found", "404 Client Error: {words*} for url: {url}",
            "Client error '404 Not Found' for url '{url}'",
            message: "There is nothing at {url} (404).", hint: "Correct the address in the app or its settings."),
        Rule(
            "service_rate_limited", "429 Client Error: {words*} for url: {url}", "HTTP Error 429: {words*}",
            "Client error '429 Too Many Requests' for url '{url}'",
            message: "[{host}|A server] answers no more requests for now (429).",
            hint: "Wait a few minutes, then redeploy.",
            remedy: .redeploy),
        Rule(
            "service_unavailable", "{status#} Server Error: {words*} for url: {url}",
            message: "{host} failed ({status} {words}).", hint: "Wait a few minutes, then redeploy.", remedy: .redeploy),
        Rule(
            "service_refused", "urllib.error.HTTPError: HTTP Error {status#}: {words*}",
            message: "[{host}|A server that the app calls] answered {status} {words}.",
            hint: "Correct the address, or add the key or token that it asks for."),
        Rule(
            "connection_lost", "Connection reset by peer", "RemoteDisconnected", "IncompleteRead(",
            "Connection aborted",
            "Server disconnected", "ECONNRESET",
            message: "The connection to [{site}|{host}|a server] was cut off.", hint: "Redeploy.", remedy: .redeploy),
    ]
}
