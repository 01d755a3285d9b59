import LiveState
import Model
import Operations
import HTTPTypes

/// `/metrics`: apps, their usage and the GPUs for Prometheus. Uses cAdvisor's metric names where they exist.
struct MetricsController {
    let registry: AppRegistry
    let usage: UsageRecorder
    let gpus: GPUWatch
    let hostWatch: HostWatch

    @Sendable func show(_ request: APIRequest) -> Answer {
        var text = MetricsText()
        addApps(to: &text)
        addContainers(to: &text)
        addGPUs(to: &text)
        text.add(
            "dcc_docker_reachable", .gauge, "Whether the Docker Engine is reachable.",
            [([], hostWatch.isDockerReachable ? 1 : 0)])
        text.add(
            "dcc_usage_cpu_seconds_total", .counter, "CPU time spent on measuring and recording usage.",
            [([], seconds(usage.reading.cost))])
        var response = APIResponse.json(.ok, Array(text.text.utf8))
        response.head.headerFields[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        return .now(response)
    }

    private func addApps(to text: inout MetricsText) {
        let counts = Dictionary(registry.apps.map { ($0.state, 1.0) }, uniquingKeysWith: +)
        text.add(
            "dcc_apps", .gauge, "Apps by state.",
            AppState.allCases.map { ([("state", $0.rawValue)], counts[$0] ?? 0) })
    }

    private func addContainers(to text: inout MetricsText) {
        let reading = usage.reading
        let apps = registry.apps.filter { reading.counters[$0.id] != nil }.sorted { $0.id < $1.id }
        func add(
            _ name: String, _ type: MetricsText.Kind, _ help: String, _ value: (App, UsageCounters) -> Double?
        ) {
            text.add(
                name, type, help,
                apps.compactMap { app in
                    reading.counters[app.id].flatMap { value(app, $0) }.map { (Self.labels(app), $0) }
                })
        }
        add("container_cpu_usage_seconds_total", .counter, "CPU time of an app's container.") {
            $1.cpu.map { Double($0) / 1e9 }
        }
        add("container_memory_working_set_bytes", .gauge, "Memory usage without inactive file cache.") {
            $1.memory.map(Double.init)
        }
        add("container_spec_memory_limit_bytes", .gauge, "Memory limit of an app.") { app, _ in
            usage.limits(of: app).memoryBytes.map(Double.init)
        }
        add("container_network_receive_bytes_total", .counter, "Bytes received by an app's container.") {
            $1.received.map(Double.init)
        }
        add("container_network_transmit_bytes_total", .counter, "Bytes sent by an app's container.") {
            $1.sent.map(Double.init)
        }
        add("dcc_app_workspace_bytes", .gauge, "Last measured size of an app's workspace.") { app, _ in
            Double(app.workspaceBytes)
        }
        add("dcc_app_gpus", .gauge, "GPUs assigned to an app.") { app, _ in
            Double(registry.newestDeployment(of: app.name)?.gpus.count ?? 0)
        }
        add("dcc_app_gpu_memory_bytes", .gauge, "GPU memory used by an app's processes.") { app, _ in
            reading.samples[app.id]?.gpuMemory.map { Double($0 << 20) }
        }
    }

    private func addGPUs(to text: inout MetricsText) {
        let cards = gpus.latest()?.gpus ?? []
        func add(_ name: String, _ help: String, _ value: (GPU) -> Double?) {
            text.add(
                name, .gauge, help,
                cards.compactMap { card in
                    value(card).map { ([("uuid", card.uuid), ("gpu", card.label), ("name", card.name)], $0) }
                })
        }
        add("dcc_gpu_memory_total_bytes", "Total memory of a GPU.") { Double($0.totalMemory << 20) }
        add("dcc_gpu_memory_used_bytes", "Used memory of a GPU.") { Double($0.usedMemory << 20) }
        add("dcc_gpu_utilization_ratio", "Utilization of a GPU, 0 to 1.") { $0.utilisation.map { Double($0) / 100 } }
        add("dcc_gpu_temperature_celsius", "Temperature of a GPU.") { $0.temperature.map(Double.init) }
        add("dcc_gpu_power_watts", "Power draw of a GPU.") { $0.power }
    }

    private static func labels(_ app: App) -> [(String, String)] {
        [("name", app.name.rawValue), ("owner", app.owner)]
    }

    private func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
