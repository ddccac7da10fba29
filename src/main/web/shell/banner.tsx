import { useEffect } from "preact/hooks";
import { useConnection, usePlatform } from "../live/hooks";
import { Age, Time } from "../parts/figures";
import { loginAddress, useEnded } from "../session/session";

/** What concerns the whole page: nobody is logged in any more, the connection is lost, a service is away, another instance runs the pipelines. */
export function Banner() {
  const connection = useConnection();
  const { platform, owner } = usePlatform();
  const ended = useEnded();
  const lost = connection.state === "lost" || ended !== undefined;
  const away = SERVICES.filter((each) => platform?.[each]?.reachable === false);
  // Postgres has the counters, the dead letters and the definitions: without it there is nothing newer to show.
  const stale = lost || away.includes("postgres");
  useEffect(() => {
    document.documentElement.classList.toggle("stale", stale);
  }, [stale]);
  if (ended !== undefined) {
    return (
      <section class="banner trouble" aria-label="Session">
        <span role="alert">
          <strong>Your session has ended.</strong> What you see is as of <Time at={ended} />.
        </span>{" "}
        What you wrote here stays while you{" "}
        <a href={loginAddress()} target="_blank" rel="noreferrer">
          log in, in another tab
        </a>
        .
      </section>
    );
  }
  if (lost) {
    return (
      <section class="banner trouble" aria-label="Connection">
        <span role="alert">
          <strong>Connection lost.</strong> What you see is as of <Time at={connection.since} />.
        </span>{" "}
        That is <Age at={connection.since} />. It is tried again by itself.
      </section>
    );
  }
  return (
    <>
      {away.length > 0 && (
        <div class="banner trouble" role="alert">
          {away.map((each) => (
            <p key={each}>
              <strong>{NAMES[each]} cannot be reached</strong> since <Time at={platform?.[each]?.since} />:{" "}
              {platform?.[each]?.lastError ?? "it does not answer"}.{" "}
              {each === "postgres" && "What you see is as of then. "}
              Pipelines go on by themselves when it is back.
            </p>
          ))}
        </div>
      )}
      {owner !== undefined && owner.state !== "OWNER" && (
        <div class="banner waiting" role="status">
          <strong>{owner.state === "STANDBY" ? "Standby." : "The pipelines are not known yet."}</strong>{" "}
          {owner.detail ?? "Another instance runs the pipelines; this one takes over when that one is gone."}
        </div>
      )}
      {connection.state === "polling" && (
        <div class="banner quiet" role="status">
          Events do not come through; the page asks every two seconds instead.
        </div>
      )}
    </>
  );
}

const SERVICES = ["kafka", "postgres", "mongo", "spark"] as const;
const NAMES = { kafka: "Kafka", postgres: "Postgres", mongo: "Mongo", spark: "Spark" };
