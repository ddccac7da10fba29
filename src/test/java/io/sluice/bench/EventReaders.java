package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * Readers of events in a JVM of their own, all on one thread, which looks at nothing that it reads; some take nothing.
 * {@code open PORT TAKING STALLED} opens so many, {@code close} closes all and answers how many bytes were taken.
 */
public final class EventReaders {

    private static final int STALLED_BUFFER = 4 << 10;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> open = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private volatile long taken;

    private EventReaders() throws IOException {}

    static ChildJvm start(Path home) throws IOException {
        return ChildJvm.start(
                home, ChildJvm.ownClassPath(), List.of("-Xmx64m", "-XX:+UseSerialGC", EventReaders.class.getName()));
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        EventReaders readers = new EventReaders();
        Thread thread = new Thread(readers::take, "readers");
        thread.setDaemon(true);
        thread.start();
        Scanner orders = new Scanner(System.in);
        while (orders.hasNextLine()) {
            String[] order = orders.nextLine().split(" ");
            if (order[0].equals("open")) {
                readers.open(Integer.parseInt(order[1]), Integer.parseInt(order[2]), Integer.parseInt(order[3]));
            } else {
                readers.close();
            }
            System.out.println(ChildJvm.ANSWER + readers.taken);
        }
    }

    private void open(int port, int taking, int stalled) throws IOException {
        taken = 0;
        for (int i = 0; i < taking + stalled; i++) {
            SocketChannel channel = SocketChannel.open();
            open.add(channel);
            if (i >= taking) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_BUFFER);
            }
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(
                    "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            if (i < taking) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
                selector.wakeup();
            }
        }
    }

    private void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }

    private void take() {
        try {
            while (true) {
                selector.select(this::take);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(SelectionKey key) {
        try {
            int read = ((SocketChannel) key.channel()).read(buffer.clear());
            if (read < 0) {
                key.cancel();
            } else {
                taken += read;
            }
        } catch (IOException e) {
            key.cancel(); // it was closed meanwhile
        }
    }
}
