// Types for editors and tsc. Browsers do not load this file.

// Answers of the server.

/** What would mend a failure; other fields depend on the kind. */
type FailureAction =
	| { kind: "change_port"; label: string; port: number }
	| { kind: "add_system_packages"; label: string; packages: string[]; start_command: string | null }
	| { kind: "add_requirements"; label: string; requirements: string[] }
	| { kind: "skip_requirements"; label: string; requirements: string[]; instead: string[] }
	| { kind: "use_installer"; label: string; installer: string }
	| { kind: "set_memory"; label: string; memory_gib: number }
	| { kind: "set_variable"; label: string; name: string; value: string }
	| { kind: "add_secret"; label: string; name: string }
	| { kind: "change_start_command"; label: string; start_command: string }
	| { kind: "redeploy"; label: string };
/** Servers of earlier versions send neither lines nor an action. */
type Failure = {
	code: string; message: string; hint: string; step: string | null; lines?: string[]; action?: FailureAction | null;
};
/** Seconds are null while it runs. */
type StepTiming = { step: string; started_at: string; seconds: number | null };
/** How a deployment's container ended. */
type Run = { outcome: "exited" | "out_of_memory" | "stopped" | "released" | "replaced" | "vanished"; exit_code: number | null; ended_at: string };
/** What a commit says of itself. */
type CommitInfo = { subject: string; author: string; date: string };
/** Files moved aside before a checkout; the folder is in the app's workspace, the paths of the first are relative to it. */
type KeptFiles = { folder: string; count: number; paths: string[] };
type Deployment = {
	id: number; reason: string; outcome: string | null; failure: Failure | null; requested_by: string; started_at: string;
	finished_at: string | null; commit: string | null; commit_info: CommitInfo | null; image: string | null; kept_files?: KeptFiles | null; placement: string | null; target: string | null;
	steps: StepTiming[]; run: Run | null;
};
type Progress = { step: string; started_at: string; detail: string; last_output_at: string; usually_seconds: number | null };
/** A place in the queue for a slot. Apps that not everyone may see are named "an app of bob". */
type SlotPlace = { kind: "clone" | "install" | "start"; position: number; ahead: string[]; working: string[]; working_total: number };
/** A stored secret has no value. */
type Variable = { name: string; value: string | null; secret: boolean };
type App = {
	name: string; state: string; owner: string; shared_with: string[]; repository: string; branch: string | null;
	commit: string | null; requirements_file: string | null; start_command: string; port: number | null; gpus: number;
	build: "python" | "dockerfile"; installer: "uv" | "pip"; system_packages: string[]; extra_requirements: string[]; skip_requirements: string[];
	image: string | null; models: string[]; repository_user: string | null;
	memory_gib: number | null; environment: Variable[]; has_repository_token: boolean; link: string | null; failure: Failure | null;
	deployment: Deployment | null; progress: Progress | null; changed_at: string;
	gpu_memory_gib?: number | null; gpu_sharing?: "exclusive" | "shared"; lease_hours?: number | null; idle_minutes?: number | null;
	packages?: { shared_bytes: number; own_bytes: number } | null;
	lease_ends_at?: string | null; release?: { reason: "idle" | "lease_ended" | "finished"; at: string } | null;
	queue?: SlotPlace | null; serving: boolean; memory_kills: { processes: number; at: string } | null;
	line?: { position: number; length: number; waits_for: string } | null; idle?: { quiet_since: string; stops_at: string } | null;
};
/** Who uses a GPU's memory. Without a deployment it is a process of no app. */
type Holder = { deployment: number | null; owner: string | null; process: string; memory_mib: number | null };
/** What is reserved on a GPU; without memory all of it. */
type Promised = { deployment: number; owner: string; memory_mib: number | null; sharing: "exclusive" | "shared" };
/** Measures are null where the GPU does not report them. */
type GPU = {
	uuid: string; index: number; label: string; name: string; mig_profile?: string | null; total_memory_mib: number; used_memory_mib: number; holders?: Holder[]; promised: Promised[];
	utilisation_percent?: number | null; temperature_celsius?: number | null; power_watts?: number | null; compute_capability?: string | null;
	unified_memory?: boolean;
};
type Incident = { id: string; kind: string; since: string; message: string; mend: string; gpus: string[]; deployments: number[] };
/** Parts are null while unknown. */
type Host = {
	docker: string; gpus: GPU[] | null; base_image: string; driver?: string | null;
	gpu_trouble?: { code: string; message: string; hint: string } | null; incidents?: Incident[];
	cpu?: { cores: number; used_percent: number | null } | null;
	memory?: { total_bytes: number; used_bytes: number } | null;
	disk?: { total_bytes: number; free_bytes: number } | null;
};
type Receipt = { containers: number; networks: number; workspace_bytes: number; host_port: number };
/** Without a receipt the app is no longer shared with this person. */
type Departed = { name: string; receipt: Receipt | null };
type Status = { instance: string; revision: number; full: boolean; apps: App[]; removed: Departed[]; host?: Host };
/** A null limit is no limit. */
type Quota = { used: number; limit: number | null };
type Me = {
	user: string; groups: string[]; role: "viewer" | "member" | "operator";
	quota: { apps: Quota; gpus: Quota; memory_gib: Quota; disk_gib: Quota };
};
type Line = { sequence: number; time: string; source: string; text: string; dropped?: number };
/** Of the audit log. */
type Entry = {
	sequence: number; at: string; actor: string; address: string; action: string; app: string | null; outcome: string;
	detail: Record<string, any> | null; request_id: string | null; hash: string;
};
/** How a repository can be run. */
type Inspection = {
	branch: string; branches: string[]; requirements_files: string[];
	start_commands: { command: string; why: string }[]; ports: { port: number; why: string }[]; dependencies?: Dependencies;
};
/** Lines to leave out, and lines to add. */
type Fix = { skip: string[]; extra: string[] };
/** A line that cannot be installed as it is; null for a line number means the whole file. */
type DependencyProblem = { code: string; file: string; line: number | null; text: string; message: string; fix: Fix | null };
/** What a repository needs; of its requirements the first lines. */
type Dependencies = {
	source: string | null; files: string[]; requirements: { count: number; lines: string[] }; problems: DependencyProblem[]; python: string | null;
	system_packages: string[]; notes: string[]; is_python: boolean; dockerfile: boolean;
};
/** A series has a value for each step, null where nothing was recorded. */
type UsageAnswer = {
	from: string; to: string; step_seconds: number; series: Record<string, (number | null)[]>;
	limits: { memory_bytes: number | null; gpu_memory_bytes: number | null };
};
type CapacityReport = {
	from: string; to: string; owners: { owner: string; gpu_hours: number }[]; busiest_hours: number[];
	apps: {
		name: string; owner: string; removed: boolean; gpu_hours: number; gpu_hours_idle: number; peak_memory_bytes: number | null;
		declared_memory_bytes: number | null; peak_gpu_memory_bytes: number | null; declared_gpu_memory_bytes: number | null;
		own_bytes: number | null; shared_bytes: number | null;
	}[];
	could_be_given_back: { name: string; owner: string; what: string }[];
};
/** Has our label and no app. With data in it, it is kept for a grace period. */
type Orphan = {
	id: string; kind: "container" | "network" | "volume" | "image" | "stack" | "workspace" | "packages"; name: string; bytes: number | null;
	since: string; why: string; grace_until: string | null;
};
type CleanupReceipt = {
	removed: { id: string; kind: string; name: string; bytes: number | null }[]; kept: { id: string; why: string }[]; by: string; at: string;
};
/** `orphans` is null before the first search, `progress` unless orphans are being removed, `receipt` before the first cleanup. */
type Cleanup = {
	revision: number; activity: "idle" | "searching" | "removing"; progress: { done: number; total: number; kind: string; name: string } | null;
	orphans: Orphan[] | null; looked_at: string | null; receipt: CleanupReceipt | null; trouble: { code: string; message: string } | null;
};
/** Backups are off without a repository. */
type Backups = {
	repository: string | null; trouble: { code: string; message: string; hint: string } | null;
	last: { at: string; snapshot: string; bytes_added: number; apps: number; left_out?: string[] } | null;
	last_check: { at: string; ok: boolean } | null; last_drill: { at: string; ok: boolean; files: number } | null;
};

type API = {
	status(known: object, signal?: AbortSignal): Promise<Status>;
	host(signal?: AbortSignal): Promise<Host>;
	me(signal?: AbortSignal): Promise<Me>;
	add(form: object, key: string): Promise<App>;
	inspect(source: object, signal?: AbortSignal): Promise<Inspection>;
	templates(): Promise<{ templates: Template[] }>;
	images(): Promise<{ default: string; allowed: string[]; dockerfile: boolean }>;
	models(): Promise<{ models: { name: string; bytes: number | null }[] }>;
	act(name: string, action: string): Promise<App>;
	app(name: string): Promise<App>;
	usage(name: string | null, range: string, signal?: AbortSignal): Promise<UsageAnswer>;
	usageFile(name: string | null, range: string): string;
	capacity(days: string, signal?: AbortSignal): Promise<CapacityReport>;
	fit(wish: object, signal?: AbortSignal): Promise<{ fits: boolean; why: string; position: number | null }>;
	renew(name: string): Promise<App>;
	moveToFront(name: string): Promise<App>;
	change(name: string, settings: object): Promise<App>;
	remove(name: string): Promise<unknown>;
	logs(name: string, known: object, signal?: AbortSignal):
		Promise<{ instance: string; lines: Line[]; last: number | null; reset: boolean; more: boolean }>;
	olderLogs(name: string, before: number, source: string): Promise<{ lines: Line[]; more: boolean }>;
	logFile(name: string, source: string): string;
	deployments(name: string, signal?: AbortSignal): Promise<{ deployments: Deployment[] }>;
	deployment(name: string, id: number): Promise<Deployment & { lines: Line[]; run_lines: Line[] }>;
	keptFile(name: string, id: number, path: string): string;
	rollBack(name: string, deployment: number): Promise<App>;
	orphans(after: number | null, signal?: AbortSignal): Promise<Cleanup>;
	searchOrphans(signal?: AbortSignal): Promise<Cleanup>;
	cleanUp(ids: string[]): Promise<Cleanup>;
	backups(signal?: AbortSignal): Promise<Backups>;
	audit(filters: object, before: number | null, signal?: AbortSignal): Promise<{ entries: Entry[]; next: number | null }>;
	auditFile(filters: object, format: string): string;
};

// State of the page.

/** Why this person has no access. */
type Refusal = { title: string; text: string };
type Connection = "connecting" | "live" | "reconnecting";
type State = {
	instance: string | null; revision: number | null; apps: Map<string, App>; host: Host | null; me: Me | null;
	refusal: Refusal | null; connection: Connection;
};
type Message =
	| { type: "status"; status: Status }
	| { type: "host"; host: Host }
	| { type: "me"; me: Me }
	| { type: "refused"; refusal: Refusal }
	| { type: "connection"; connection: Connection };

// Views.

/** A step of a deployment's bar. */
type Step = { word: string; at: "done" | "now" | "failed" | "next"; took: string };
/** How the rows change for new lines, and for older ones. */
type Appended = { append: Line[]; removeFirst: number };
type Prepended = { prepend: Line[]; removeLast: number };

// Forms.

/** Returns the error, empty when valid. */
type Rule = (value: string) => string;
/** As typed. */
type Values = {
	start_command: string; port: string; branch: string; requirements_file: string; no_requirements: boolean; gpus: string;
	gpu_memory_gib: string; gpu_sharing: string; lease_hours: string; idle_minutes: string; memory_gib: string;
	build: string; installer: string; system_packages: string; extra_requirements: string; skip_requirements: string; image: string; models: string[];
	repository_user: string; shared_with: string; environment: Variable[]; repository?: string; name?: string; repository_token?: string; remove_token?: boolean;
};
/** A variable of a template. */
type Spec = {
	name: string; label: string | null; help: string | null; type: "text" | "number" | "choice" | "secret" | "boolean"; required: boolean;
	default: string | null; min?: number | null; max?: number | null; max_length?: number | null; choices?: string[];
};
/** Settings are those of an app, only what the template gives. */
type Template = { id: string; title: string; description: string; name: string | null; settings: Partial<App>; environment: Spec[] };
