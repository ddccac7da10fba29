import { useState } from "preact/hooks";
import { API_ADDRESS } from "../api/client";
import { Copy } from "./copy";
import { curl, json, yaml } from "./shown";

const FORMS = ["JSON", "YAML", "curl"] as const;

/** What a page sends, in the forms in which one can send it without the page; without a body, as curl alone. */
export function ShownForms({
  method,
  path,
  body,
  open = false,
}: {
  method: string;
  path: string;
  body?: unknown;
  open?: boolean;
}) {
  const [chosen, setForm] = useState<(typeof FORMS)[number]>("JSON");
  const form = body === undefined ? "curl" : chosen;
  const text = form === "JSON" ? json(body) : form === "YAML" ? yaml(body) : curl(method, API_ADDRESS + path, body);
  return (
    <details class="shown" open={open}>
      <summary>{body === undefined ? "As curl" : "As JSON, YAML and curl"}</summary>
      <p class="row">
        {(body === undefined ? [] : FORMS).map((each) => (
          <button key={each} type="button" class="small" aria-pressed={form === each} onClick={() => setForm(each)}>
            {each}
          </button>
        ))}
        <Copy text={text} label={`Copy ${form}`} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </details>
  );
}
