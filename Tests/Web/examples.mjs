// Apps as the server sends them, for tests to vary.

/** A running app. @param {object} [differences] */
export const anApp = (differences = {}) => ({
    name: "diffusion",
    state: "running",
    owner: "alice",
    shared_with: [],
    repository: "https://github.com/owner/diffusion",
    branch: null,
    commit: "3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345",
    build: "python",
    requirements_file: null,
    extra_requirements: [],
    skip_requirements: [],
    installer: "uv",
    system_packages: [],
    image: null,
    models: [],
    repository_user: null,
    start_command: "python app.py",
    port: 7860,
    gpus: 1,
    gpu_memory_gib: null,
    gpu_sharing: "exclusive",
    lease_hours: null,
    lease_ends_at: null,
    idle_minutes: null,
    idle: null,
    memory_kills: null,
    serving: false,
    line: null,
    queue: null,
    release: null,
    memory_gib: null,
    environment: [],
    has_repository_token: false,
    link: "https://diffusion.apps.example.com/",
    failure: null,
    deployment: aDeployment(),
    progress: null,
    changed_at: "2026-03-04T12:00:00Z",
    ...differences,
});

/** A deployment that ended well. @param {object} [differences] */
export const aDeployment = (differences = {}) => ({
    id: 7,
    reason: "onboard",
    outcome: "succeeded",
    failure: null,
    requested_by: "alice",
    started_at: "2026-03-04T11:59:00Z",
    finished_at: "2026-03-04T12:00:00Z",
    commit: "3f2a9c1b7d4e5f60718293a4b5c6d7e8f9012345",
    commit_info: { subject: "Show the seed below each picture", author: "Alice", date: "2026-03-03T17:20:00Z" },
    image: "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
    placement: "GPU 1: 23 GiB free, no other apps",
    target: null,
    steps: [],
    run: null,
    ...differences,
});

/** A moment so many seconds after `changed_at` above. @param {number} seconds */
export const after = (seconds) => Date.parse("2026-03-04T12:00:00Z") + seconds * 1000;

/** A member with a quota of apps. @param {object} [differences] */
export const aMember = (differences = {}) => ({
    user: "alice",
    groups: ["ml"],
    role: "member",
    quota: {
        apps: { used: 2, limit: 10 },
        gpus: { used: 1, limit: null },
        memory_gib: { used: 8, limit: null },
        disk_gib: { used: 3.24, limit: null },
    },
    ...differences,
});
