"""A card as a person sees it change: written down in the page itself, so that nothing in between is missed and a
reload would lose it."""

from playwright.sync_api import Page

from waiting import until

RECORDER = """
(name) => {
    window.story = [];
    window.unreadable = [];
    const look = () => {
        const card = document.querySelector(`[data-app="${name}"]`);
        if (!card) return;
        const bar = card.querySelector(".steps");
        const steps = bar.hidden ? [] : [...bar.children].map((step) => `${step.textContent}: ${step.dataset.step}`);
        const seen = { state: card.dataset.state, word: card.querySelector(".card-state").textContent, steps };
        const sentence = card.querySelector(".card-now").textContent;
        if (/\\p{Cc}/u.test(sentence)) window.unreadable.push(sentence);
        if (JSON.stringify(seen) !== JSON.stringify(window.story.at(-1))) window.story.push(seen);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
}
"""


class CardWatch:
    def __init__(self, page: Page, name: str):
        self._page = page
        self._told = 0
        page.evaluate(RECORDER, name)

    def seen(self) -> list[dict]:
        """Everything seen so far: the state, its word, and the step bar."""
        seen = self._page.evaluate("window.story")
        assert seen is not None, "the page was loaded anew"
        return seen

    def unreadable(self) -> list[str]:
        """Sentences on the card that held control characters."""
        return self._page.evaluate("window.unreadable")

    def until(self, state: str, after: str | None = None, seconds: float = 60) -> list[dict]:
        """What was seen since the last call up to `state`, once `after` has been seen too."""

        def chapter():
            states = [entry["state"] for entry in self.seen()[self._told:]]
            start = states.index(after) if after in states else None if after else 0
            return start is not None and state in states[start:] and self.seen()[self._told:]

        news = until(f"the card shows {state}", chapter, seconds)
        self._told += len(news)
        return news
