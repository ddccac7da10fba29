// The editor itself. Loaded when SQL is about to be edited; whoever shows it has a plain textarea until then.
import { autocompletion, type Completion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { SQLDialect, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { quoted, type SourceColumn } from "./columns";
import { type Place, rangeOf } from "./place";

export interface FunctionHint {
  name: string;
  signatures: string[];
  description: string;
}

export interface Hints {
  columns: SourceColumn[];
  functions: FunctionHint[];
}

export interface Mounted {
  /** Shows another text; without effect if it is the one that is shown. */
  setText: (text: string) => void;
  setFaults: (faults: Place[]) => void;
  goTo: (place: Place) => void;
  destroy: () => void;
}

const KEYWORDS =
  "select from where as and or not in is null like rlike between case when then else end cast try_cast distinct true " +
  "false lateral view explode with on array map struct interval date timestamp asc desc exists values using";
const TYPES =
  "string int integer bigint smallint tinyint float double decimal boolean date timestamp timestamp_ntz binary";

const SPARK = SQLDialect.define({
  keywords: KEYWORDS,
  types: TYPES,
  identifierQuotes: "`",
  doubleQuotedStrings: true,
  backslashEscapes: true,
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: tags.typeName, color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--dim)", fontStyle: "italic" },
]);

// Without the pictures of CodeMirror's own theme: the page loads none that are written into a style sheet.
const LOOK = EditorView.theme({
  "&": { color: "inherit", backgroundColor: "transparent", fontSize: "inherit" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.5",
    minHeight: "8rem",
    maxHeight: "26rem",
    overflow: "auto",
  },
  ".cm-content": { caretColor: "currentColor" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--dim)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--sunken)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--trouble)",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
  ".cm-completionInfo": { maxWidth: "24rem", padding: "0.25rem 0.5rem", fontFamily: "var(--font)" },
});

/**
 * Puts an editor into an element. It stands in a shadow tree, where its styles need no style element, which the page's
 * policy would refuse.
 */
export function mount(
  host: HTMLElement,
  label: string,
  text: string,
  hints: () => Hints,
  onChange: (text: string) => void,
): Mounted {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  let isSetting = false;
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        bracketMatching(),
        highlightActiveLine(),
        sql({ dialect: SPARK }),
        syntaxHighlighting(COLOURS),
        autocompletion({ override: [(context) => completions(context, hints())], icons: false }),
        // Tab moves on, as everywhere in the page.
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isSetting) {
            onChange(update.state.doc.toString());
          }
        }),
        LOOK,
      ],
    }),
  });
  return {
    setText(next) {
      if (next !== view.state.doc.toString()) {
        isSetting = true;
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
        isSetting = false;
      }
    },
    setFaults(faults) {
      const now = view.state.doc.toString();
      const marks = faults.map((fault) => ({
        ...rangeOf(now, fault),
        severity: "error" as const,
        message: fault.text,
      }));
      view.dispatch(setDiagnostics(view.state, marks));
    },
    goTo(place) {
      const { from } = rangeOf(view.state.doc.toString(), place);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function completions(context: CompletionContext, hints: Hints) {
  const word = context.matchBefore(/[\w$]+/);
  if (word === null && !context.explicit) {
    return null;
  }
  return { from: word?.from ?? context.pos, options: optionsOf(hints), validFor: /^[\w$]*$/ };
}

function optionsOf(hints: Hints): Completion[] {
  return [
    ...hints.columns.map((column) => ({
      label: quoted(column.name),
      type: "property",
      detail: column.type,
      boost: column.name.startsWith("_") ? 1 : 2,
    })),
    ...hints.functions.map((each) => ({
      label: each.name,
      type: "function",
      detail: each.signatures[0]?.slice(each.name.length) ?? "",
      info: each.description,
    })),
    ...KEYWORDS.split(" ").map((keyword) => ({ label: keyword.toUpperCase(), type: "keyword", boost: -1 })),
    { label: "source", type: "class", detail: "the records" },
  ];
}
