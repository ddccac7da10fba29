/** The place that a decoder's reason names: `field "items[2].price": …`; undefined where it names none. */
export function fieldOf(reason: string): string | undefined {
  return /^field "(.*?)": /s.exec(reason)?.[1];
}

/** From where up to where, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the value at a place in a JSON text, such as `items[2].price`; undefined where the text is no JSON, is cut, or
 * has no such place. The text is walked once, and nothing is made of it.
 */
export function locate(json: string, place: string): Span | undefined {
  const walker = new Walker(json);
  try {
    return walker.find(steps(place));
  } catch (e) {
    if (e instanceof NotJson) {
      return undefined;
    }
    throw e;
  }
}

function steps(place: string): string[] {
  return [...place.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map((step) => step[1] ?? step[0]);
}

class NotJson extends Error {}

/** Walks over a JSON text. */
class Walker {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The value behind the steps, from the one that begins here. */
  find(way: readonly string[]): Span | undefined {
    this.#space();
    const [step, ...rest] = way;
    if (step === undefined) {
      const from = this.#at;
      this.#value();
      return { from, to: this.#at };
    }
    const open = this.#text[this.#at];
    if (open !== "{" && open !== "[") {
      return undefined;
    }
    return this.#members(open, (name) => (name === step ? (this.find(rest) ?? null) : undefined)) ?? undefined;
  }

  /**
   * Goes over the members of an object, or the elements of an array, which have their numbers for names.
   *
   * @param enter takes a member that it knows, and says what there is; undefined passes over it
   */
  #members(open: string, enter: (name: string) => Span | null | undefined): Span | null | undefined {
    const close = open === "{" ? "}" : "]";
    this.#at++;
    for (let index = 0; ; index++) {
      this.#space();
      if (this.#text[this.#at] === close) {
        this.#at++;
        return undefined;
      }
      if (index > 0) {
        this.#expect(",");
        this.#space();
      }
      const name = open === "{" ? this.#name() : String(index);
      const found = enter(name);
      if (found !== undefined) {
        return found;
      }
      this.#value();
    }
  }

  #name(): string {
    const from = this.#at;
    this.#string();
    const written = this.#text.slice(from, this.#at);
    this.#space();
    this.#expect(":");
    this.#space();
    return written.includes("\\") ? String(JSON.parse(written)) : written.slice(1, -1);
  }

  #value(): void {
    this.#space();
    const first = this.#text[this.#at];
    if (first === '"') {
      this.#string();
    } else if (first === "{" || first === "[") {
      if (++this.#depth > 500) {
        throw new NotJson();
      }
      this.#members(first, () => undefined);
      this.#depth--;
    } else {
      const from = this.#at;
      while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text[this.#at] ?? "")) {
        this.#at++;
      }
      if (this.#at === from) {
        throw new NotJson();
      }
    }
  }

  #string(): void {
    this.#expect('"');
    while (this.#text[this.#at] !== '"') {
      if (this.#at >= this.#text.length) {
        throw new NotJson();
      }
      this.#at += this.#text[this.#at] === "\\" ? 2 : 1;
    }
    this.#at++;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) {
      this.#at++;
    }
  }

  #expect(sign: string): void {
    if (this.#text[this.#at] !== sign) {
      throw new NotJson();
    }
    this.#at++;
  }
}
