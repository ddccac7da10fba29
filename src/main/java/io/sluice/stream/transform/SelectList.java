package io.sluice.stream.transform;

import io.sluice.stream.transform.fault.Scala;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Where the columns stand in the SELECT list as it was written; the analysis loses that. */
final class SelectList {

    private final Map<String, Origin> named = new HashMap<>();
    private Origin others;

    SelectList(Project written) {
        this.others = written.origin();
        for (var item : Scala.list(written.projectList())) {
            add((Expression) item);
        }
    }

    private void add(Expression item) {
        if (item instanceof Alias alias) {
            named.put(alias.name(), alias.child().origin());
        } else if (item instanceof MultiAlias alias) {
            Scala.list(alias.names())
                    .forEach(name -> named.put(name, alias.child().origin()));
        } else if (item instanceof UnresolvedAttribute column) {
            List<String> parts = Scala.list(column.nameParts());
            named.put(parts.get(parts.size() - 1), column.origin());
        } else if (item instanceof Star) {
            others = item.origin();
        }
    }

    /** The last column that was written with this name, else the star that it must come from. */
    Origin originOf(String name) {
        return named.getOrDefault(name, others);
    }
}
