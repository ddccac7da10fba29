package io.sluice.stream.store.file;

import io.sluice.results.query.Columns;
import io.sluice.results.query.Filter.Operator;
import io.sluice.results.query.ResultQuery;
import io.sluice.results.query.Slice;
import io.sluice.results.query.StoreReader;
import io.sluice.stream.column.SourceColumns;
import io.sluice.stream.flow.StoreType;
import io.sluice.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The rows of the files in the order of their positions, page by page. Filters only by what is equal. */
final class FileReader implements StoreReader {

    private final Path directory;

    FileReader(Path directory) {
        this.directory = directory;
    }

    @Override
    public StoreType store() {
        return FileStore.TYPE;
    }

    @Override
    public Description description() {
        return new Description("A file has no other columns.", """
                {"quote": "Mind the gate.", "_topic": "my_quotes", "_partition": 0, "_offset": 0, "_ordinal": 0}""");
    }

    @Override
    public Columns columns(StructType output) {
        return new Columns(output);
    }

    @Override
    public Slice<Map<String, @Nullable Object>> page(Source source, ResultQuery query) {
        List<Map<String, @Nullable Object>> all = rows(source).stream()
                .filter(row -> query.filters().stream().allMatch(filter -> {
                    if (filter.operator() != Operator.EQ) {
                        throw ProblemException.invalidParameter("A file can be filtered by eq only");
                    }
                    return String.valueOf(filter.value())
                            .equals(String.valueOf(row.get(filter.column().name())));
                }))
                .toList();
        int from = Math.min(all.size(), query.paging().skip());
        int to = Math.min(all.size(), from + query.paging().size());
        return new Slice<>(all.subList(from, to), null, (long) all.size(), null, null);
    }

    @Override
    public Optional<Map<String, @Nullable Object>> find(Source source, RowPosition position) {
        return rows(source).stream()
                .filter(row -> position.filters().stream()
                        .allMatch(filter -> String.valueOf(filter.value())
                                .equals(String.valueOf(row.get(filter.column().name())))))
                .findFirst();
    }

    private List<Map<String, @Nullable Object>> rows(Source source) {
        FileTarget target = new FileTarget(directory, source.sink());
        try {
            return !target.exists()
                    ? List.of()
                    : target.rows().stream()
                            .sorted(Comparator.comparing(FileTarget.Line::partition)
                                    .thenComparing(FileTarget.Line::offset)
                                    .thenComparing(FileTarget.Line::ordinal)
                                    .thenComparing(FileTarget.Line::topic))
                            .map(FileReader::row)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> row(FileTarget.Line line) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(line.row());
        row.put(SourceColumns.TOPIC, line.topic());
        row.put(SourceColumns.PARTITION, line.partition());
        row.put(SourceColumns.OFFSET, line.offset());
        row.put(SourceColumns.ORDINAL, line.ordinal());
        return row;
    }
}
