package io.sluice.web.exchange;

import io.sluice.web.Door;
import io.sluice.web.ProblemException;
import io.sluice.web.Witness;
import io.sluice.web.exchange.Operations.Operation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Gives a request a thread only while it is handled: not while its body is on the way, not while it waits for its turn,
 * and not while its answer is read. Needs {@link Connection.Valve}. To be registered for first and for asynchronous dispatches, before every filter that
 * reads or answers.
 */
final class ExchangeFilter implements Filter {

    private static final int LONGEST_QUEUE = 1_000;

    /** The part of the heap for bodies, one in so many; answers have as much. */
    private static final int SHARE = 8;

    private final Lanes lanes;
    private final Budget bodies = new Budget(Runtime.getRuntime().maxMemory() / SHARE);
    private final Budget answers = new Budget(Runtime.getRuntime().maxMemory() / SHARE);
    private final Supplier<HandlerMapping> mapping;
    private final Supplier<@Nullable Door> door;
    private final Supplier<@Nullable Witness> witness;
    private final RequestRate rate;
    private final HandlerExceptionResolver problems;
    private final long maxBodySize;
    private final Duration transferTimeout;
    private volatile @Nullable Operations operations;
    // Written before operations, and read after it.
    private @Nullable Door itsDoor;
    private @Nullable Witness itsWitness;

    /**
     * @param mapping asked first when the first request comes
     * @param door gives null where nobody has to log in
     * @param witness gives null where nobody wants to know
     * @param rate of the requests of each caller
     * @param transferTimeout how long a body may take to come, and an answer to be taken
     * @param threads of Tomcat; half of them are left for what is quick, such as health
     */
    ExchangeFilter(
            Supplier<HandlerMapping> mapping,
            Supplier<@Nullable Door> door,
            Supplier<@Nullable Witness> witness,
            RequestRate rate,
            HandlerExceptionResolver problems,
            long maxBodySize,
            Duration transferTimeout,
            int threads) {
        this.lanes = new Lanes(Math.max(1, threads / 2), LONGEST_QUEUE);
        this.mapping = mapping;
        this.door = door;
        this.witness = witness;
        this.rate = rate;
        this.problems = problems;
        this.maxBodySize = maxBodySize;
        this.transferTimeout = transferTimeout;
    }

    /** Returns how many bytes of bodies and answers are held now; small answers do not count. */
    long held() {
        return bodies.claimed() + answers.claimed();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        filter((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }

    private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!Connection.isKnown(request)) {
            chain.doFilter(request, response);
        } else if (request.getDispatcherType() != DispatcherType.ASYNC) {
            Operation operation = operations().of(request);
            Exchange exchange = new Exchange(lanes, operation, bodies, transferTimeout);
            request.setAttribute(Exchange.class.getName(), exchange);
            // What is always handled at once tells whether Sluice is alive, and does so to whoever asks.
            ProblemException tooOften = operation.lane() == null ? null : rate.take(caller(request));
            if (exchange.begin(request, response, itsDoor, tooOften)) {
                handle(exchange, request, response, chain);
            }
        } else if (request.getAttribute(Exchange.class.getName()) instanceof Exchange exchange
                && exchange.isToBeHandled()) {
            handle(exchange, request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A user or a token, and else an address. */
    private String caller(HttpServletRequest request) {
        String visitor = itsDoor == null ? null : itsDoor.visitor(request);
        return visitor == null ? "address " + request.getRemoteAddr() : visitor;
    }

    private void handle(Exchange exchange, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HeldAnswer answer = new HeldAnswer(response, answers);
        boolean isWritten = false;
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        try {
            ProblemException refusal = exchange.refusal();
            if (refusal != null) {
                problems.resolveException(request, answer, null, refusal);
            } else {
                chain.doFilter(exchange.hasBody() ? new BodyRequest(request, exchange.body()) : request, answer);
            }
            status = answer.getStatus();
            isWritten = write(exchange, request, response, answer);
        } finally {
            try {
                if (itsWitness != null) {
                    itsWitness.saw(request, status);
                }
            } finally {
                exchange.handled();
                if (!isWritten) {
                    answer.bytes().clear();
                }
            }
        }
    }

    /** @return whether the answer is being written, and its memory given back then */
    private boolean write(
            Exchange exchange, HttpServletRequest request, HttpServletResponse response, HeldAnswer answer)
            throws IOException {
        if (request.isAsyncStarted()) {
            answer.pass();
            return false;
        }
        HeldBytes bytes = answer.bytes();
        if (answer.isPassing() || bytes.size() == 0) {
            return false;
        }
        if (request.getMethod().equals("HEAD")) {
            response.setContentLengthLong(bytes.size());
            return false;
        }
        AnswerWriter.write(request, response, bytes, exchange.isBroken(), transferTimeout);
        return true;
    }

    private Operations operations() {
        Operations known = operations;
        if (known == null) {
            itsDoor = door.get();
            itsWitness = witness.get();
            known = new Operations(mapping.get(), maxBodySize);
            operations = known;
        }
        return known;
    }
}
