package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.Limits;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/**
 * What a caller asks of stored rows; all conditions must hold.
 *
 * @param byKey whether the rows are to come in the order of the store's own key, and not in that of {@code sorts}
 * @param filterTexts the filters as they were written, sorted
 */
public record ResultQuery(
        Paging paging, boolean byKey, List<Sort> sorts, List<Filter> filters, List<String> filterTexts) {

    /**
     * Reads all parameters of a list.
     *
     * @throws io.sluice.web.ProblemException INVALID_PARAMETER
     */
    public static ResultQuery parse(MultiValueMap<String, String> parameters, Columns columns) {
        List<String> filterTexts = several("filter", parameters, Limits.FILTERS);
        List<Filter> filters =
                filterTexts.stream().map(text -> Filters.parse(text, columns)).toList();
        List<String> sortTexts = several("sort", parameters, Limits.SORTS);
        List<Sort> sorts = Sort.parse(sortTexts, columns);
        Paging paging = Paging.parse(parameters);
        return new ResultQuery(
                paging,
                byKey(paging, sortTexts.isEmpty()),
                sorts,
                filters,
                filterTexts.stream().sorted().toList());
    }

    private static List<String> several(String name, MultiValueMap<String, String> parameters, int most) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > most) {
            throw invalidParameter("The parameter " + name + " is there " + values.size() + " times; at most " + most
                    + " times are possible");
        }
        return values;
    }

    private static boolean byKey(Paging paging, boolean unsorted) {
        Cursor cursor = paging.cursor();
        if (cursor == null) {
            return paging.walks() && unsorted;
        }
        if (cursor.byKey() && !unsorted) {
            throw Cursor.foreign();
        }
        return cursor.byKey();
    }

    /** What a cursor's list is known by, beside its order. */
    public List<String> identity(String target) {
        return Stream.concat(Stream.of(target), filterTexts.stream()).toList();
    }
}
