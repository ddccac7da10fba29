// One clock for the whole page: a timer for each thing that counts would wake the page as often as there are rows.
const SECOND = 1000;

const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (!document.hidden) {
    for (const each of [...watchers]) {
      each();
    }
  }
}

/** Calls it each second while the page is seen, and as soon as it is seen again, until what it returns is called. */
export function eachSecond(watcher: () => void): () => void {
  if (watchers.size === 0) {
    timer = setInterval(tick, SECOND);
    document.addEventListener("visibilitychange", tick);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    }
  };
}
