import { useConnection, usePlatform } from "../live/hooks";
import { Lamp } from "../parts/lamp";
import { Link } from "../route/link";
import type { Place } from "../route/place";
import { useSession } from "../session/session";
import { Visitor } from "../session/visitor";

const SERVICES = [
  ["kafka", "Kafka"],
  ["postgres", "Postgres"],
  ["mongo", "Mongo"],
  ["spark", "Spark"],
] as const;

export function Header({ place, onPalette }: { place: Place; onPalette: () => void }) {
  const session = useSession();
  return (
    <header class="top">
      <Link to="" class="brand" title="All pipelines" label="Sluice">
        <Mark />
        <span>Sluice</span>
      </Link>
      <nav aria-label="Pages">
        <Link to="" current={place.page === "home" || place.page === "pipeline"}>
          Pipelines
        </Link>
        <Link to="topics" current={place.page === "topics"}>
          Topics
        </Link>
        <Link to="platform" current={place.page === "platform"}>
          Platform
        </Link>
        {session?.role === "admin" && (
          <Link to="access" current={place.page === "access"}>
            Access
          </Link>
        )}
      </nav>
      <button type="button" class="find" onClick={onPalette}>
        Go to… <kbd>Ctrl K</kbd>
      </button>
      <Lamps />
      <Visitor />
    </header>
  );
}

function Lamps() {
  const { platform } = usePlatform();
  const lost = useConnection().state === "lost";
  return (
    <Link to="platform" class="lamps" title="Platform">
      {SERVICES.map(([key, name]) => (
        <Lamp
          key={key}
          name={name}
          reachable={lost ? undefined : platform?.[key]?.reachable}
          since={platform?.[key]?.since}
          problem={platform?.[key]?.lastError}
        />
      ))}
    </Link>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M8 6v20M24 6v20" class="posts" />
      <path d="M12 6h8v8h-8z" class="gate" />
      <path d="M8 19c3-2.5 5-2.5 8 0s5 2.5 8 0" class="water" />
    </svg>
  );
}
