import { useAnswer } from "../api/answer";
import { path } from "../api/client";
import type { Schemas } from "../api/schemas";
import { Drawer } from "../parts/drawer";
import { Time } from "../parts/figures";
import { number } from "../parts/format";
import { Payload } from "../parts/payload";
import { ProblemBox } from "../parts/problem";
import { Value } from "../parts/value";
import { Values } from "../parts/values";

type RecordLife = Schemas["RecordLife"] & Record<string, unknown>;
type Row = Record<string, unknown>;

interface LifeProps {
  name: string;
  /** As topic/partition/offset. */
  position: string;
  /** Why it is shown, where that wants a word. */
  note?: string;
  onClose: () => void;
}

/** One record, from Kafka to the stores. */
export function Life({ name, position, note, onClose }: LifeProps) {
  const [, topic = "", partition = "", offset = ""] = /^(.*)\/(\d+)\/(\d+)$/.exec(position) ?? [];
  const { data, problem, reload } = useAnswer<RecordLife>(
    path`/pipelines/${name}/records/${topic}/${partition}/${offset}`,
  );
  return (
    <Drawer title={`Record ${position}`} onClose={onClose}>
      {note !== undefined && <p>{note}</p>}
      <ProblemBox problem={problem} again={reload} />
      {data === undefined ? problem === undefined && <p class="quiet">Looking for it…</p> : <Found life={data} />}
    </Drawer>
  );
}

function Found({ life }: { life: RecordLife }) {
  const stores = (["postgres", "mongo"] as const).flatMap((store) =>
    Array.isArray(life[store]) ? [{ store, rows: life[store] as Row[] }] : [],
  );
  return (
    <div class="life stack">
      {Object.entries(life.unavailable ?? {}).map(([part, why]) => (
        <p key={part} class="warning">
          <b>{part}:</b> {why}
        </p>
      ))}
      <section>
        <h3>In Kafka</h3>
        {life.kafka === undefined ? (
          <p class="quiet">Not known now.</p>
        ) : life.kafka.gone === undefined ? (
          <>
            <p>
              <Time at={life.kafka.timestamp} />
              {life.kafka.key !== undefined && (
                <>
                  , key <Value of={life.kafka.key} />
                </>
              )}
            </p>
            <Payload text={life.kafka.payload} encoding={life.kafka.encoding} label="Value" />
          </>
        ) : (
          <p>{life.kafka.gone}</p>
        )}
        {life.read === false && (
          <p class="warning">The pipeline has not read it yet; it goes on at {number(life.nextOffset)}.</p>
        )}
      </section>
      {life.decoded !== undefined && (
        <section>
          <Values title="Decoded" values={life.decoded} fault={life.field} />
        </section>
      )}
      <section>
        <h3>Under the definition as it is now</h3>
        {life.outcome !== undefined && <p class={`outcome ${life.outcome}`}>{life.outcome}</p>}
        {life.reason !== undefined && (
          <p>
            {life.stage !== undefined && <b>{life.stage}: </b>}
            {life.reason}
          </p>
        )}
        {life.unknown !== undefined && <p>{life.unknown}</p>}
        {life.filteredBy?.map((by) => (
          <p key={by.condition}>
            <code>{by.condition}</code> is {by.value}
          </p>
        ))}
      </section>
      {stores.map(({ store, rows }) => (
        <section key={store}>
          <h3>In {store === "postgres" ? "Postgres" : "Mongo"}</h3>
          {rows.length === 0 && <p class="quiet">No row.</p>}
          {rows.map((row, at) => (
            <Values key={at} title={rows.length === 1 ? "Row" : `Row ${at + 1}`} values={row} />
          ))}
        </section>
      ))}
      <section>
        <h3>Dead letters</h3>
        {life.deadLetters === undefined && <p class="quiet">Not known now.</p>}
        {life.deadLetters?.length === 0 && <p class="quiet">None.</p>}
        {life.deadLetters?.map((letter) => (
          <p key={letter.stage}>
            <b>{letter.stage}:</b> {letter.reason} <Time at={letter.rejectedAt} />
          </p>
        ))}
      </section>
      <section>
        <h3>Replays</h3>
        {life.replays === undefined && <p class="quiet">Not known now.</p>}
        {life.replays?.length === 0 && <p class="quiet">None of the last ones had it.</p>}
        {life.replays?.map(({ id, at, outcome, store }) => (
          <p key={`${id} ${store ?? ""}`}>
            <b>{outcome}</b>
            {store !== undefined && ` in ${store}`} <Time at={at} />
          </p>
        ))}
      </section>
      {life.batch !== undefined && (
        <p class="quiet">
          Carried by micro-batch {number(life.batch.batchId)}, committed <Time at={life.batch.committedAt} />
        </p>
      )}
    </div>
  );
}
