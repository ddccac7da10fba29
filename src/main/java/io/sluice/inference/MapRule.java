package io.sluice.inference;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells objects that are maps from those that are structs, by their names alone; that one type holds all values is for
 * others to see.
 */
final class MapRule {

    private static final int MANY = 20;
    private static final int RARE = 4;
    private static final int TOO_MANY = 200;
    private static final int FEW = 3;
    private static final Pattern NO_NAME =
            Pattern.compile("\\d+|\\d{4}-\\d{2}(-\\d{2})?([T ].*)?|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private MapRule() {}

    static boolean mayBeMap(Place place) {
        return hasTooMany(place) || areRare(place) || areNoNames(place);
    }

    static String reason(Place place) {
        if (areNoNames(place)) {
            return "a map, because its names are numbers, dates or UUIDs";
        }
        return "a map, because it has " + (place.hasMoreNames() ? "more than " : "")
                + place.fields().size() + " different names"
                + (areRare(place) ? ", most of them in few objects" : "");
    }

    private static boolean hasTooMany(Place place) {
        return place.fields().size() > TOO_MANY || place.hasMoreNames();
    }

    /** Whether an object has, on average, less than a quarter of all names. */
    private static boolean areRare(Place place) {
        Map<String, Place> fields = place.fields();
        long occurrences = fields.values().stream().mapToLong(Place::count).sum();
        return fields.size() >= MANY && occurrences * RARE < place.objects() * fields.size();
    }

    private static boolean areNoNames(Place place) {
        return place.fields().size() >= FEW
                && place.fields().keySet().stream()
                        .allMatch(name -> NO_NAME.matcher(name).matches());
    }
}
