/// The service's folders and its socket.
package struct PathsKeys: Sendable {
    package let workspaces = Key(
        "paths.workspaces", .path, .value("/opt/dockerstore"), "one folder per app, mounted at `/app`")
    package let templates = Key(
        "paths.templates", .list(of: "absolute paths", .path),
        .value(["/usr/share/dcc/templates", "/etc/dcc/templates"]),
        "folders of [templates](#templates); one in a later folder replaces one of the same name")
    package let state = Key(
        "paths.state", .path, .value("/var/lib/dcc"),
        "database, secrets key (`secrets.key`: keep a copy elsewhere), generated Compose files")
    package let socket = Key("paths.socket", .path, .value("/run/dcc/dcc.sock"), "FastCGI socket, mode 0660")
    package let socketGroup = Key(
        "paths.socketGroup", .text("the name of a group"), .value("www-data"), "group of nginx")
}
