package io.sluice.results.query;

import static io.sluice.web.ProblemException.invalidParameter;

import io.sluice.web.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The row after which a page begins. As text it is opaque, and safe in an address. It is no secret and not signed:
 * whoever makes one up only names another place in the same list, by values that reach a store as parameters.
 *
 * @param byKey whether the list is in the order of the store's own key
 * @param list which list it belongs to: a fingerprint of store, target, order and filters
 * @param seen how many rows come before
 * @param marks of the row, one for each column of the order, as {@link Marks} writes them; null for null
 */
public record Cursor(boolean byKey, String list, long seen, List<@Nullable String> marks) {

    private static final int VERSION = 1;
    private static final int HEAD = 4;
    private static final int FINGERPRINT_BYTES = 9;
    private static final JsonMapper JSON = JsonMapper.shared();

    public static String fingerprint(List<String> parts) {
        return Marks.digest(String.join("\0", parts), FINGERPRINT_BYTES);
    }

    public String encode() {
        ArrayNode json = JSON.createArrayNode();
        json.add(VERSION).add(byKey).add(list).add(seen);
        marks.forEach(json::add);
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + body.length)
                .putInt(crc(body))
                .put(body);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    /**
     * Reads a cursor.
     *
     * @throws ProblemException INVALID_PARAMETER if it is nothing that {@link #encode} has made
     */
    public static Cursor decode(String text) {
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            int crc = all.remaining() < Integer.BYTES ? 0 : all.getInt();
            byte[] body = new byte[all.remaining()];
            all.get(body);
            JsonNode json = JSON.readTree(body);
            if (crc != crc(body) || json.size() < HEAD || json.path(0).asInt(0) != VERSION) {
                throw damaged();
            }
            return read(json);
        } catch (IllegalArgumentException | JacksonException e) {
            throw damaged();
        }
    }

    private static Cursor read(JsonNode json) {
        List<@Nullable String> marks = new ArrayList<>();
        for (JsonNode mark : json.values().stream().skip(HEAD).toList()) {
            marks.add(mark.isNull() ? null : mark.stringValue());
        }
        Cursor cursor = new Cursor(
                json.path(1).booleanValue(),
                json.path(2).stringValue(),
                json.path(3).longValue(),
                marks);
        if (cursor.seen() < 0 || !marks.stream().allMatch(Marks::isMark)) {
            throw damaged();
        }
        return cursor;
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }

    private static ProblemException damaged() {
        return invalidParameter("The cursor in the parameter after is damaged, or of another version of Sluice; take it"
                + " unchanged from `next` of the page before, or begin anew with after=begin");
    }

    public static ProblemException foreign() {
        return invalidParameter("The cursor in the parameter after belongs to another list; use it with the same"
                + " pipeline, store, sort, filters and stage as the page that it comes from, or begin anew with"
                + " after=begin");
    }
}
