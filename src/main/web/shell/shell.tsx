import { useEffect, useState } from "preact/hooks";
import { Home } from "../home/home";
import { Boundary } from "../parts/boundary";
import { lazy } from "../parts/lazy";
import { Toasts } from "../parts/toast";
import { Link } from "../route/link";
import { type Place, TAB_NAMES, usePlace } from "../route/place";
import { Banner } from "./banner";
import { Header } from "./header";
import { Keys } from "./keys";
import { Leaving } from "./leaving";

const Frame = lazy(async () => (await import("../pipeline/frame")).Frame);
const Create = lazy(async () => (await import("../create/create")).Create);
const Topics = lazy(async () => (await import("../topics/topics")).Topics);
const Access = lazy(async () => (await import("../access/access")).Access);
const PlatformPage = lazy(async () => (await import("../platform/platform")).PlatformPage);

/** What is around every page, and the page that the address names. */
export function Shell() {
  const place = usePlace();
  const [asked, setAsked] = useState<"palette" | "keys">();
  useEffect(() => {
    document.title = titleOf(place);
    // What had the focus is gone with the page before: the keyboard goes on where the new one begins.
    if (document.activeElement === document.body) {
      document.getElementById("main")?.focus({ preventScroll: true });
    }
  }, [place]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header place={place} onPalette={() => setAsked("palette")} />
      <Banner />
      <main id="main" tabIndex={-1}>
        <Boundary key={thingOf(place)}>
          <Shown place={place} />
        </Boundary>
      </main>
      <Keys asked={asked} onAsk={setAsked} />
      <Leaving />
      <Toasts />
    </>
  );
}

function Shown({ place }: { place: Place }) {
  switch (place.page) {
    case "home":
      return <Home />;
    case "pipeline":
      return <Frame key={place.name} name={place.name} tab={place.tab} rest={place.rest} />;
    case "new":
      return <Create />;
    case "topics":
      return <Topics topic={place.topic} />;
    case "platform":
      return <PlatformPage />;
    case "access":
      return <Access />;
    default:
      return (
        <div class="empty">
          <h1>There is nothing at this address</h1>
          <Link to="" class="button">
            All pipelines
          </Link>
        </div>
      );
  }
}

/** What a place is of: where another thing begins, what failed before says nothing of it. */
function thingOf(place: Place): string {
  const name = place.page === "pipeline" ? place.name : place.page === "topics" ? place.topic : undefined;
  return `${place.page} ${name ?? ""}`;
}

function titleOf(place: Place): string {
  switch (place.page) {
    case "pipeline":
      return `${place.name} · ${TAB_NAMES[place.tab]} · Sluice`;
    case "new":
      return "New pipeline · Sluice";
    case "topics":
      return `${place.topic ?? "Topics"} · Sluice`;
    case "platform":
      return "Platform · Sluice";
    case "access":
      return "Access · Sluice";
    default:
      return "Sluice";
  }
}
