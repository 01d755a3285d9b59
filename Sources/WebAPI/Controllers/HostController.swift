import LiveState
import Model
import Operations
import HTTPTypes

/// `/api/host` and `/api/gpus`: last known state of the host and its GPUs.
struct HostController {
    let board: StatusBoard
    let gpus: GPUWatch

    @Sendable func show(_ request: APIRequest, _ caller: Caller) -> Answer {
        .now(.json(.ok, Array(board.hostView.utf8)))
    }

    @Sendable func showGPUs(_ request: APIRequest, _ caller: Caller) -> Answer {
        .now(.json(encoding: gpus.view))
    }
}
