package io.sluice.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a table refuses of one and the same topic: nothing, or one record in about a hundred for one reason. */
enum Refused {
    CLEAN(""),
    KEPT_UNIQUE("ADD UNIQUE (id)"),
    KEPT_DEFERRED_UNIQUE("ADD UNIQUE (id) DEFERRABLE INITIALLY DEFERRED"),
    KEPT_EXCLUSION("ADD EXCLUDE USING btree (id WITH =)"),
    KEPT_FOREIGN_KEY("ADD FOREIGN KEY (direction) REFERENCES public.bench_all_directions"),
    KEPT_TRIGGER(""),
    NOT_NULL("ALTER COLUMN character SET NOT NULL"),
    CHECK("ADD CHECK (direction <> 'Neither')"),
    TOO_LONG("ALTER COLUMN image TYPE varchar(80)"),
    OUT_OF_RANGE(
            "ADD COLUMN small smallint GENERATED ALWAYS AS ((CASE WHEN code < 0 AND id > 0 THEN 40000 ELSE 1 END)::smallint) STORED"),
    NUL(
            "",
            "SELECT id, code, character, image, direction, if(code < 0, concat(quote, chr(0)), quote) AS quote FROM source"),
    UNIQUE("ADD UNIQUE (code)"),
    DEFERRED_UNIQUE("ADD UNIQUE (code) DEFERRABLE INITIALLY DEFERRED"),
    EXCLUSION("ADD EXCLUDE USING btree (code WITH =)"),
    FOREIGN_KEY("ADD FOREIGN KEY (direction) REFERENCES public.bench_directions"),
    TRIGGER(""),
    UPSERT_CLEAN(""),
    UPSERT_CHECK("ADD CHECK (direction <> 'Neither')"),
    UPSERT_UNIQUE("ADD UNIQUE (code)"),
    MONGO_CLEAN(""),
    MONGO_UNIQUE("");

    /** No divisor of the partitions' number, lest they all lie in one. */
    private static final int EVERY = 101;

    private static final String TABLE = """
            CREATE TABLE public.%1$s (
                id int %2$s, code int, quote text, character text, image text, direction text,
                _topic text COLLATE "C", _partition int, _offset bigint, _ordinal int
                %3$s);
            INSERT INTO public.%1$s VALUES (-1, -1, '', '', '', 'Left', 'before', 0, 0, 0);
            """;
    private static final String POSITION_KEY = ", PRIMARY KEY (_partition, _offset, _ordinal, _topic)";
    private static final String RAISE = """
            CREATE OR REPLACE FUNCTION public.bench_raise() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF NEW.code = TG_ARGV[0]::int THEN RAISE EXCEPTION 'not that one'; END IF; RETURN NEW; END$$;
            CREATE TRIGGER t BEFORE INSERT ON public.%s FOR EACH ROW EXECUTE FUNCTION public.bench_raise(%d)""";

    static final String PARENTS = """
            CREATE TABLE public.bench_directions (name text PRIMARY KEY);
            INSERT INTO public.bench_directions VALUES ('Left'), ('Right');
            CREATE TABLE public.bench_all_directions (name text PRIMARY KEY);
            INSERT INTO public.bench_all_directions VALUES ('Left'), ('Right'), ('Neither')""";

    private final String change;
    private final @Nullable String transform;

    Refused(String change) {
        this(change, null);
    }

    Refused(String change, @Nullable String transform) {
        this.change = change;
        this.transform = transform;
    }

    boolean isMongo() {
        return name().startsWith("MONGO");
    }

    boolean isClean() {
        return name().endsWith("CLEAN") || name().startsWith("KEPT");
    }

    /** What its throughput is to be compared with: the same rule, kept by all records, where the rule itself costs. */
    Refused clean() {
        if (isClean()) {
            return this;
        }
        return Arrays.stream(values())
                .filter(other -> other.name().equals("KEPT_" + name()))
                .findFirst()
                .orElse(isMongo() ? MONGO_CLEAN : isUpsert() ? UPSERT_CLEAN : CLEAN);
    }

    private boolean isUpsert() {
        return name().startsWith("UPSERT");
    }

    /** How many of the records are refused. */
    int refused(int records) {
        return isClean() ? 0 : (records + EVERY - 1) / EVERY;
    }

    /** Makes the table; the value that is unique stands in it already. */
    String table(String name) {
        String table = TABLE.formatted(name, isUpsert() ? "PRIMARY KEY" : "", isUpsert() ? "" : POSITION_KEY);
        String changed = change.isEmpty() ? "" : "ALTER TABLE public." + name + " " + change;
        return switch (this) {
            case TRIGGER -> table + RAISE.formatted(name, -1);
            case KEPT_TRIGGER -> table + RAISE.formatted(name, -2);
            default -> table + changed;
        };
    }

    String definition(String name, String topic) {
        String sink = isMongo()
                ? "{\"type\":\"mongo\",\"collection\":\"%s\"}".formatted(name)
                : "{\"type\":\"postgres\",\"table\":\"%s\"%s}"
                        .formatted(name, isUpsert() ? ",\"mode\":\"upsert\",\"key\":[\"id\"]" : "");
        return """
                {"name": "%s", "source": {"topics": ["%s"], "schema":
                   "id INT NOT NULL, code INT NOT NULL, quote STRING, character STRING, image STRING, direction STRING"},
                 "transform": "%s", "sinks": [%s], "trigger": {"mode": "availableNow"}, "autoStart": false}""".formatted(name, topic, transform == null ? "SELECT * FROM source" : transform, sink);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The record of this number: one in so many is what each of the tables refuses. */
    static byte[] json(int i) {
        boolean bad = i % EVERY == 0;
        String character = bad ? "null" : "\"" + QuoteRecords.character(i) + "\"";
        String image = QuoteRecords.image(i) + (bad ? "?".repeat(80) : "");
        String direction = bad ? "Neither" : QuoteRecords.direction(i);
        return """
                {"id":%d,"code":%d,"quote":"%s","character":%s,"image":"%s","direction":"%s"}""".formatted(i + 1, bad ? -1 : i + 1, QuoteRecords.quote(i), character, image, direction)
                .getBytes(StandardCharsets.UTF_8);
    }
}
