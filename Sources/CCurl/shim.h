// libcurl for Swift. `curl_easy_setopt` and `curl_easy_getinfo` are variadic, which Swift cannot call: one function per
// argument type.
#pragma once
#include <curl/curl.h>

typedef size_t (*dcc_curl_write)(char *data, size_t size, size_t count, void *context);

static inline CURLcode dcc_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode dcc_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// `function` and `data` are a matching pair of options, such as CURLOPT_WRITEFUNCTION and CURLOPT_WRITEDATA.
static inline CURLcode dcc_curl_set_writer(
    CURL *handle, CURLoption function, CURLoption data, dcc_curl_write writer, void *context) {
    CURLcode code = curl_easy_setopt(handle, function, writer);
    return code == CURLE_OK ? curl_easy_setopt(handle, data, context) : code;
}

/// `buffer` receives the error message and must hold CURL_ERROR_SIZE bytes.
static inline CURLcode dcc_curl_set_error_buffer(CURL *handle, char *buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

static inline CURLcode dcc_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode dcc_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// The list must outlive the transfer.
static inline CURLcode dcc_curl_set_headers(CURL *handle, struct curl_slist *headers) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/// The parsed URL must outlive the transfer.
static inline CURLcode dcc_curl_set_url(CURL *handle, CURLU *url) {
    return curl_easy_setopt(handle, CURLOPT_CURLU, url);
}

/// `open` makes the socket for each address that libcurl is about to connect to, or refuses it.
static inline CURLcode dcc_curl_set_socket_opener(CURL *handle, curl_opensocket_callback open, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context) : code;
}

/// `value` is valid until the next transfer.
static inline CURLcode dcc_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}

/// `value` is copied, as CURLOPT_COPYPOSTFIELDS does with as many bytes as CURLOPT_POSTFIELDSIZE_LARGE says.
static inline CURLcode dcc_curl_set_bytes(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
