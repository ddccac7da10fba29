package io.sluice.telemetry;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.sluice.stream.text.Legible;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/**
 * Keeps what others bring into the log (names, records, messages of servers) from looking like anything else: what a
 * terminal would obey shows as its number, and only what begins an event begins a line at the margin. In the
 * structured formats JSON itself escapes line ends and control characters.
 */
public final class LegibleLog {

    /** The converter that {@code logging.exception-conversion-word} names. */
    private static final String EXCEPTION = "legibleEx";

    private static final Pattern LINE_END = Pattern.compile("\r?\n");
    private static final Pattern TAB = Pattern.compile("\t");
    private static final String CONTINUED = "\n    ";

    /** A line of a stack trace that is no part of a message. */
    private static final Pattern TRACE =
            Pattern.compile("\t*(?:at |\\.\\.\\. |Caused by: |Suppressed: |Wrapped by: |\\[CIRCULAR REFERENCE).*");

    private LegibleLog() {}

    /** Has every pattern that logging is set up with from now on show messages this way; to be called once. */
    public static void install() {
        for (String word : List.of("m", "msg", "message")) {
            PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put(word, Message::new);
        }
        PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put(EXCEPTION, Trace::new);
    }

    /** A tab does no harm, and begins the lines of a trace. */
    private static String legible(String line) {
        return TAB.splitAsStream(line).map(Legible::of).collect(Collectors.joining("\t"));
    }

    /** {@code %m}: lines but the first are indented. */
    static final class Message extends ClassicConverter {

        @Override
        public String convert(ILoggingEvent event) {
            String message = event.getFormattedMessage();
            return message == null
                    ? ""
                    : LINE_END.splitAsStream(message).map(LegibleLog::legible).collect(Collectors.joining(CONTINUED));
        }
    }

    /** Stack traces as Spring Boot shows them; of a message in many lines, those but the first are indented. */
    static final class Trace extends ExtendedWhitespaceThrowableProxyConverter {

        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            // It begins with the end of the line of the event, and ends with one.
            String trace = super.throwableProxyToString(thrown).strip();
            StringBuilder shown = new StringBuilder(trace.length() + 64);
            LINE_END.splitAsStream(trace)
                    .map(LegibleLog::legible)
                    .forEach(line -> shown.append(
                                    shown.isEmpty() || TRACE.matcher(line).matches() ? "\n" : CONTINUED)
                            .append(line));
            return shown.append('\n').toString();
        }
    }
}
