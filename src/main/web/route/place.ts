import { useEffect, useMemo, useState } from "preact/hooks";
import { ROOT } from "../api/client";
import { isUnsent, leaving } from "./leave";

export const TABS = ["overview", "live", "letters", "results", "positions", "definition", "proof"] as const;
export type Tab = (typeof TABS)[number];

/** What a tab is called where it is shown. */
export const TAB_NAMES: Record<Tab, string> = {
  overview: "Overview",
  live: "Live",
  letters: "Dead letters",
  results: "Results",
  positions: "Positions",
  definition: "Definition",
  proof: "Proof",
};

/** What an address shows. */
export type Place =
  | { page: "home" }
  | { page: "pipeline"; name: string; tab: Tab; rest: string[] }
  | { page: "new" }
  | { page: "topics"; topic: string | undefined }
  | { page: "platform" }
  | { page: "access" }
  | { page: "nowhere" };

/** @param path below the server's root, as `location.pathname` has it */
export function placeOf(path: string): Place {
  const [first, second, third, ...rest] = path
    .replace(/^\/+|\/+$/g, "")
    .split("/")
    .map(decoded);
  switch (first) {
    case "":
      return { page: "home" };
    case "pipelines":
      return second === undefined || second === ""
        ? { page: "home" }
        : { page: "pipeline", name: second, tab: TABS.find((tab) => tab === third) ?? "overview", rest };
    case "new":
      return { page: "new" };
    case "topics":
      return { page: "topics", topic: second };
    case "platform":
    case "access":
      return { page: first };
    default:
      return { page: "nowhere" };
  }
}

/** The path of a place, below the server's root, without a slash in front. */
export function pathOf(place: Place): string {
  switch (place.page) {
    case "pipeline": {
      const tail = place.tab === "overview" && place.rest.length === 0 ? [] : [place.tab, ...place.rest];
      return ["pipelines", place.name, ...tail].map(encodeURIComponent).join("/");
    }
    case "topics":
      return place.topic === undefined ? "topics" : `topics/${encodeURIComponent(place.topic)}`;
    case "new":
    case "platform":
    case "access":
      return place.page;
    default:
      return "";
  }
}

/** The address of a tab of a pipeline, with the filters that it is to have. */
export function tabOf(name: string, tab: Tab, query: Record<string, string> = {}, ...rest: string[]): string {
  const parameters = new URLSearchParams(query).toString();
  return pathOf({ page: "pipeline", name, tab, rest }) + (parameters === "" ? "" : `?${parameters}`);
}

export const href = (path: string): string => ROOT + path;

const MOVED = "sluice:moved";

/** Entries of the history are numbered, so that it is known which way somebody goes in it. */
let at = typeof history.state === "number" ? history.state : 0;
history.replaceState(at, "");
/** Where somebody goes by the way back or forward, and has said that what is written may be lost. */
let agreed: number | undefined;

/**
 * Goes to a path below the root, with its query. Filters replace the entry of the history; places add one, and what
 * would be lost with the place before is asked about first.
 */
export function go(path: string, how: "add" | "replace" = "add"): void {
  if (how === "replace" || href(path) === location.pathname + location.search) {
    history.replaceState(history.state, "", href(path));
    dispatchEvent(new Event(MOVED));
    return;
  }
  leaving(() => {
    history.pushState(++at, "", href(path));
    dispatchEvent(new Event(MOVED));
    scrollTo(0, 0);
  });
}

/** Back and forward are heard of when they are done: where something would be lost they are undone until that is said. */
addEventListener("popstate", (event) => {
  if (typeof event.state !== "number") {
    // A place within the page, as the one that "Skip to the content" leads to.
    history.replaceState(at, "");
  } else if (isUnsent() && event.state !== at && event.state !== agreed) {
    event.stopImmediatePropagation();
    const by = event.state - at;
    history.go(-by);
    leaving(() => {
      agreed = at + by;
      history.go(by);
    });
  } else {
    at = event.state;
    agreed = undefined;
  }
});

function useAddress(): string {
  const [now, setNow] = useState(location.pathname + location.search);
  useEffect(() => {
    const look = () => setNow(location.pathname + location.search);
    addEventListener("popstate", look);
    addEventListener(MOVED, look);
    look();
    return () => {
      removeEventListener("popstate", look);
      removeEventListener(MOVED, look);
    };
  }, []);
  return now;
}

function below(address: string): { path: string; search: string } {
  const cut = address.indexOf("?");
  const path = cut < 0 ? address : address.slice(0, cut);
  return { path: path.startsWith(ROOT) ? path.slice(ROOT.length) : "", search: cut < 0 ? "" : address.slice(cut) };
}

export function usePlace(): Place {
  const { path } = below(useAddress());
  return useMemo(() => placeOf(path), [path]);
}

/** All that the address has behind its question mark; the same object until it changes. */
export function useParameters(): URLSearchParams {
  const { search } = below(useAddress());
  return useMemo(() => new URLSearchParams(search), [search]);
}

/** A filter that is in the address, so that it survives reload and can be sent on; an empty one is not in it. */
export function useQuery(name: string, otherwise = ""): [string, (value: string) => void] {
  const value = new URLSearchParams(below(useAddress()).search).get(name) ?? otherwise;
  const set = (next: string) => {
    const now = below(location.pathname + location.search);
    const parameters = new URLSearchParams(now.search);
    if (next === otherwise) {
      parameters.delete(name);
    } else {
      parameters.set(name, next);
    }
    const text = parameters.toString();
    go(now.path + (text === "" ? "" : `?${text}`), "replace");
  };
  return [value, set];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
