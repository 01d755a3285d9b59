import ControlCenter
import HTTPTypes

/// `/api/host`: the machine and its GPUs, as the board last saw them.
struct HostController {
    let board: StatusBoard

    @Sendable func show(_ request: APIRequest, _ caller: Caller) -> Answer {
        .now(.json(.ok, Array(board.hostView.utf8)))
    }
}
