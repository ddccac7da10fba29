package io.sluice.inference;

import io.sluice.inference.Finding.Part;
import io.sluice.inference.SchemaProposal.FieldView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the places of a finding, each before what is in it. */
final class Report {

    static final int MOST = 2_000;

    private final List<FieldView> fields = new ArrayList<>();

    private Report() {}

    /** Returns at most {@link #MOST}. */
    static List<FieldView> of(Finding records) {
        Report report = new Report();
        report.parts("", "", records);
        return report.fields;
    }

    /** @param json the place as a path in the record's JSON; null where there is none, as in an array */
    private void parts(String path, @Nullable String json, Finding finding) {
        for (Part part : finding.parts()) {
            if (fields.size() >= MOST) {
                return;
            }
            String its = path + part.suffix();
            String step = part.step() == null ? "" : Storable.path(part.step());
            String itsJson = json == null || step.isEmpty() ? null : json + step;
            fields.add(view(its, itsJson, part));
            parts(its, itsJson, part.finding());
        }
    }

    private static FieldView view(String path, @Nullable String json, Part part) {
        Finding finding = part.finding();
        Place place = finding.place();
        List<String> hints = new ArrayList<>(finding.remarks().hints());
        if (finding.isConflict() && json != null) {
            hints.add("as text in the transform: " + Storable.ofValue(json));
        }
        return new FieldView(
                path,
                finding.type().map(Ddl::brief).orElse(null),
                part.required() && finding.type().isPresent(),
                share(place.count(), part.of()),
                share(place.nulls(), place.count()),
                place.types(),
                place.examples(),
                finding.remarks().narrower(),
                finding.remarks().conflicts(),
                hints);
    }

    /** Returns a share with four decimals, which is neither 0 nor 1 unless it is so exactly. */
    static double share(long part, long all) {
        if (part == 0 || all == 0) {
            return 0;
        }
        double share = Math.round(10_000.0 * part / all) / 10_000.0;
        return part == all ? 1 : Math.min(0.9999, Math.max(0.0001, share));
    }
}
