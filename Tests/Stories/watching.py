"""Records changes of a card in the page itself, so that no intermediate state is missed and a reload would be noticed."""

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
        """All recorded values so far: state, label and step bar."""
        seen = self._page.evaluate("window.story")
        assert seen is not None, "the page was reloaded"
        return seen

    def unreadable(self) -> list[str]:
        """Texts on the card that contain control characters."""
        return self._page.evaluate("window.unreadable")

    def until(self, state: str, after: str | None = None, seconds: float = 60) -> list[dict]:
        """Values recorded since the last call up to `state`, once `after` has been recorded too."""

        def chapter():
            states = [entry["state"] for entry in self.seen()[self._told:]]
            start = states.index(after) if after in states else None if after else 0
            return start is not None and state in states[start:] and self.seen()[self._told:]

        news = until(f"the card shows {state}", chapter, seconds)
        self._told += len(news)
        return news
