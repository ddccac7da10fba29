package io.sluice.inference;

import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that every store can have of a proposed schema: under another name, taken apart, or as JSON text, where a
 * store would refuse them as they are; and what no type decodes, as text.
 */
final class Storable {

    private static final int LONGEST_NAME = 60;

    private final Stores stores;
    private final Set<String> taken = new HashSet<>();
    private final List<String> expressions = new ArrayList<>();
    private final List<StructField> columns = new ArrayList<>();
    private boolean changed;

    private Storable(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the columns.
     *
     * @param undecoded the outermost fields that the schema leaves out although they have values
     */
    static Storable of(StructType schema, List<String> undecoded, Stores stores) {
        Storable storable = new Storable(stores);
        storable.taken.addAll(List.of(schema.fieldNames()));
        for (StructField field : schema.fields()) {
            if (storable.objects(field)) {
                storable.change(Ddl.quoted(field.name()), field.name(), field);
            } else {
                storable.add(Ddl.quoted(field.name()), field);
            }
        }
        undecoded.forEach(storable::text);
        return storable;
    }

    /** The transform that makes them; empty if there is nothing to do. */
    Optional<String> transform() {
        return changed ? Optional.of("SELECT " + String.join(", ", expressions) + " FROM source") : Optional.empty();
    }

    /** What the stores get. */
    StructType columns() {
        return DataTypes.createStructType(columns);
    }

    private boolean objects(StructField field) {
        return stores.all().stream().map(store -> store.objection(field)).anyMatch(Optional::isPresent);
    }

    private void add(String expression, StructField column) {
        expressions.add(expression);
        columns.add(column);
    }

    private void change(String expression, String path, StructField field) {
        changed = true;
        StructField renamed = field(free(path), field.dataType(), field.nullable());
        if (!objects(renamed)) {
            add(expression + " AS " + Ddl.name(renamed.name()), renamed);
        } else if (field.dataType() instanceof StructType struct) {
            taken.remove(renamed.name());
            for (StructField part : struct.fields()) {
                change(
                        expression + "." + Ddl.quoted(part.name()),
                        path + "_" + part.name(),
                        field(part.name(), part.dataType(), field.nullable() || part.nullable()));
            }
        } else {
            add(
                    "to_json(" + expression + ") AS " + Ddl.name(renamed.name()),
                    field(renamed.name(), DataTypes.StringType, true));
        }
    }

    private void text(String name) {
        String path = path(name);
        if (!path.isEmpty()) {
            changed = true;
            StructField column = field(name, DataTypes.StringType, true);
            if (taken.contains(name) || objects(column)) {
                column = field(free(name), DataTypes.StringType, true);
            }
            taken.add(column.name());
            add(ofValue(path) + " AS " + Ddl.name(column.name()), column);
        }
    }

    /** An expression for a part of the record itself. */
    static String ofValue(String path) {
        return "get_json_object(CAST(_value AS STRING), '$" + path + "')";
    }

    /** How Spark's paths in JSON name a field; empty for a name that they cannot have. */
    static String path(String name) {
        boolean possible = name.chars().noneMatch(c -> c == '\'' || c == '\\' || c == '?' || c == ']')
                && !name.isBlank()
                && name.chars().noneMatch(Character::isISOControl);
        return !possible ? "" : name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "." + name : "[\\'" + name + "\\']";
    }

    private String free(String path) {
        String plain = path.replaceAll("[^\\p{Alnum}]+", "_").replaceAll("^_+|_+$", "");
        String base = plain.isEmpty() ? "column" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String name = base;
        for (int i = 2; taken.contains(name) || objects(field(name, DataTypes.StringType, true)); i++) {
            String suffix = "_" + i;
            name = base.substring(0, Math.min(base.length(), LONGEST_NAME - suffix.length())) + suffix;
        }
        taken.add(name);
        return name;
    }

    /** The name that the topic's table gets in a store. */
    static String target(String topic, Store store) {
        String name = topic.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String legal = Character.isDigit(name.charAt(0)) ? "t_" + name : name;
        String cut = legal.substring(0, Math.min(LONGEST_NAME, legal.length()));
        return store.naming().allows(cut) ? cut : "records";
    }

    private static StructField field(String name, DataType type, boolean nullable) {
        return DataTypes.createStructField(name, type, nullable);
    }
}
