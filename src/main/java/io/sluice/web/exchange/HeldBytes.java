package io.sluice.web.exchange;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes of one body or answer, in chunks, and what they claim of a budget. Not thread-safe. */
final class HeldBytes {

    private static final int FIRST_CHUNK = 4 << 10;
    private static final int LARGEST_CHUNK = 64 << 10;

    private final Budget budget;
    private final long free;
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] last = {};
    private int inLast;
    private long size;
    private long allocated;
    private long claimed;

    /** @param free how many bytes claim nothing */
    HeldBytes(Budget budget, long free) {
        this.budget = budget;
        this.free = free;
    }

    /** @return false if the budget is used up; what was held until then still is */
    boolean add(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (inLast == last.length && !grow()) {
                return false;
            }
            int part = Math.min(length - done, last.length - inLast);
            System.arraycopy(bytes, offset + done, last, inLast, part);
            inLast += part;
            size += part;
            done += part;
        }
        return true;
    }

    private boolean grow() {
        int next = Math.min(LARGEST_CHUNK, Math.max(FIRST_CHUNK, 2 * last.length));
        long more = Math.max(0, allocated + next - free) - claimed;
        if (more > 0 && !budget.claim(more)) {
            return false;
        }
        claimed += Math.max(0, more);
        allocated += next;
        last = new byte[next];
        inLast = 0;
        chunks.add(last);
        return true;
    }

    long size() {
        return size;
    }

    /** Forgets the bytes and gives back what they claimed. */
    void clear() {
        budget.release(claimed);
        chunks.clear();
        last = new byte[0];
        inLast = 0;
        size = 0;
        allocated = 0;
        claimed = 0;
    }

    /** Reads what is held at the time of the call. */
    InputStream read() {
        return new Chunks(List.copyOf(chunks), size);
    }

    private static final class Chunks extends InputStream {

        private final List<byte[]> chunks;
        private long left;
        private int chunk;
        private int at;

        Chunks(List<byte[]> chunks, long size) {
            this.chunks = chunks;
            this.left = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            byte[] from = chunks.get(chunk);
            int part = (int) Math.min(left, Math.min(length, from.length - at));
            System.arraycopy(from, at, buffer, offset, part);
            left -= part;
            at += part;
            if (at == from.length) {
                chunk++;
                at = 0;
            }
            return part;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, left);
        }

        @Override
        public byte[] readAllBytes() {
            byte[] all = new byte[Math.toIntExact(left)];
            int done = 0;
            while (done < all.length) {
                done += read(all, done, all.length - done);
            }
            return all;
        }
    }
}
