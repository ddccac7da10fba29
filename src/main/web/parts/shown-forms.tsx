import { useState } from "preact/hooks";
import { API_ADDRESS } from "../api/client";
import { Copy } from "./copy";
import { curl, json, yaml } from "./shown";

const FORMS = ["JSON", "YAML", "curl"] as const;

/** What a page sends, in the forms in which one can send it without the page. */
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
  const [form, setForm] = useState<(typeof FORMS)[number]>("JSON");
  const text = form === "JSON" ? json(body) : form === "YAML" ? yaml(body) : curl(method, API_ADDRESS + path, body);
  return (
    <details class="shown" open={open}>
      <summary>As JSON, YAML and curl</summary>
      <p class="row">
        {FORMS.map((each) => (
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
