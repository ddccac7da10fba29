package io.sluice.topic;

import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Cuts a request body into the values of its records, each with the very bytes that were sent. */
final class RecordBody {

    // More than a value may have where it is decoded, so that it becomes a dead letter with its reason; but the parser
    // holds an object for each level.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.APPENDED_DEPTH)
                    .build())
            .build();

    private RecordBody() {}

    /** The elements of a JSON array, as they stand between its commas, without the white space around them. */
    static List<byte[]> ofArray(byte[] body, int limit) {
        byte[] array = withoutMark(body);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw unreadable("It is not a JSON array. Put the records into [ ], or send application/x-ndjson.");
            }
            List<byte[]> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                check(values.size() + 1, limit);
                values.add(element(parser, array));
            }
            if (parser.nextToken() != null) {
                throw unreadable("Something follows the array.");
            }
            return values;
        } catch (JacksonException e) {
            if (e instanceof StreamConstraintsException) {
                throw unreadable("It nests deeper than " + Limits.APPENDED_DEPTH
                        + " levels, or has a number or a name that is too long. To append such records as they are, send"
                        + " application/x-ndjson.");
            }
            TokenStreamLocation at = e.getLocation();
            throw unreadable("It is not JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                    + ". To append records that are not JSON, send application/x-ndjson, where a line is a record"
                    + " whatever is in it.");
        }
    }

    /** The lines of the body; what is in them does not matter. Only a line feed ends one; empty lines are skipped. */
    static List<byte[]> ofLines(byte[] body, int limit) {
        List<byte[]> values = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                check(values.size() + 1, limit);
                values.add(Arrays.copyOfRange(body, start, end));
            }
            start = end + 1;
        }
        return values;
    }

    private static byte[] element(JsonParser parser, byte[] array) {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw unreadable("It is not encoded in UTF-8.");
        }
        return Arrays.copyOfRange(array, (int) from, (int) to);
    }

    private static byte[] withoutMark(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        return end == start || end == start + 1 && body[start] == '\r';
    }

    private static void check(int records, int limit) {
        if (records > limit) {
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE,
                    "A request may append at most " + limit
                            + " records. Send less at a time, or raise sluice.topics.max-records. Nothing was appended.");
        }
    }

    private static ProblemException unreadable(String fault) {
        return new ProblemException(
                ProblemType.UNREADABLE_BODY, "The body cannot be read. " + fault + " Nothing was appended.");
    }
}
