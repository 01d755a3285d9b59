import { Doorway } from "../kit/doorway.js";
import { room } from "../kit/rooms.js";

const charts = room("charts", () => import("./usage_charts.js"), ({ UsageCharts }) => UsageCharts);

/** The charts of an app or of the machine, loaded when they are first opened. */
export class Usage {
	#place;
	#doorway;
	#charts = null;
	/** Null for the machine, undefined while closed. */
	#name;

	constructor(place) {
		this.#place = place;
		this.#doorway = new Doorway(place);
	}

	async open(name) {
		if (name === this.#name) return;
		this.#name = name;
		const Charts = await this.#doorway.enter(charts);
		if (!Charts || name !== this.#name) return;
		this.#charts ??= new Charts(this.#place);
		this.#charts.open(name);
	}

	close() {
		this.#name = undefined;
		this.#doorway.leave();
		this.#charts?.close();
	}
}
