// Where in a text a fault is: the API says "line 2, column 9: …" of a transform, counted from 1.

export interface Place {
  line: number;
  column: number;
  text: string;
}

const PLACE = /^line (\d+), column (\d+): ([\s\S]*)$/;

/** The place that a message names at its beginning; undefined if it names none. */
export function placeOf(message: string): Place | undefined {
  const found = PLACE.exec(message);
  return found ? { line: Number(found[1]), column: Number(found[2]), text: found[3] ?? "" } : undefined;
}

/** The half-open range of the word at a place; of one character at least, where there is one. */
export function rangeOf(text: string, place: Pick<Place, "line" | "column">): { from: number; to: number } {
  const lines = text.split("\n");
  const line = lines[place.line - 1];
  if (line === undefined) {
    return { from: text.length, to: text.length };
  }
  const start = lines.slice(0, place.line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const from = start + Math.min(place.column - 1, line.length);
  const word = /^(`[^`]*`|'[^']*'|[\p{L}\p{N}_$]+|\S)/u.exec(text.slice(from, start + line.length));
  return { from, to: from + (word?.[0].length ?? 0) };
}
