import { useState } from "preact/hooks";
import { toast } from "./toast";

export function Copy({ text, label = "Copy" }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      // A page that came without TLS from another host has no clipboard.
      await navigator.clipboard.writeText(text);
    } catch {
      toast("The browser does not let the page copy: select the text and copy it.", "trouble");
      return;
    }
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="small" onClick={copy}>
      <span aria-live="polite">{done ? "Copied" : label}</span>
    </button>
  );
}
