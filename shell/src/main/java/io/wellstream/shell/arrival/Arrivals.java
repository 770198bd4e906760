package io.wellstream.shell.arrival;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that are arriving, over HTTP and gRPC. One that takes too long is refused and cut off, however steadily its bytes come. When
 * all of them together hold too many bytes, the one that has been arriving for the longest is refused, until the others have room. Over
 * HTTP/2, a request whose client takes too long to accept the complete answer is cut off, too, and the answer is dropped.
 */
@ApplicationScoped
public class Arrivals {
    /** The header that names the arrival of a request to the code behind the router; a client's own is replaced. */
    public static final String HEADER = "wellstream-arrival";

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final int BEFORE_ALL_OTHERS = 1_000;
    private static final long CHECK_MILLIS = 250;

    private final Vertx vertx;
    private final long patienceNanos;
    private final long mostBytes;
    private final Map<String, Arrival> all = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    public Arrivals(ClientLimits limits, Vertx vertx) {
        this.vertx = vertx;
        this.patienceNanos = limits.patience().toNanos();
        this.mostBytes = limits.arrivingBytes().orElse(Runtime.getRuntime().maxMemory() / 8);
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_ALL_OTHERS);
        long unused = vertx.setPeriodic(CHECK_MILLIS, timer -> check(System.nanoTime()));
    }

    /** The arrival of the request with this header; empty if it has ended. */
    public Optional<Arrival> find(@Nullable String header) {
        return header == null ? Optional.empty() : Optional.ofNullable(all.get(header));
    }

    private void begin(RoutingContext call) {
        String number = Long.toString(numbers.incrementAndGet());
        call.request().headers().set(HEADER, number);
        all.put(number, new Arrival(call.request(), vertx.getOrCreateContext(), System.nanoTime()));
        call.next();
    }

    private void check(long now) {
        long bytes = 0;
        Arrival oldest = null;
        long longest = -1;
        for (Map.Entry<String, Arrival> each : List.copyOf(all.entrySet())) {
            Arrival arrival = each.getValue();
            long nanos = arrival.nanos(now);
            long untakenNanos = arrival.untakenNanos(now);
            if (arrival.isOver()) {
                forget(each.getKey(), arrival);
            } else if (arrival.isRefused()) {
                forget(each.getKey(), arrival);
                arrival.cut();
            } else if (untakenNanos > patienceNanos) {
                LOG.warn(
                        "cut off path={} reason=\"the client has not taken the answer within {} ms\"",
                        arrival.path(),
                        patienceNanos / 1_000_000);
                forget(each.getKey(), arrival);
                arrival.cut();
            } else if (nanos > patienceNanos) {
                refuse(
                        arrival,
                        new Refusal(
                                true,
                                "the request has not arrived within " + patienceNanos / 1_000_000
                                        + " ms; send it faster, or in smaller parts"));
            } else {
                bytes += arrival.bytes();
                if (arrival.bytes() > 0 && nanos > longest) {
                    longest = nanos;
                    oldest = arrival;
                }
            }
        }
        if (bytes > mostBytes && oldest != null) {
            refuse(
                    oldest,
                    new Refusal(
                            false,
                            "this service holds " + bytes
                                    + " bytes of requests that have not arrived completely; its limit is "
                                    + mostBytes + ". This one has been arriving for the longest, " + longest / 1_000_000
                                    + " ms; send it again in a second, and faster"));
        }
    }

    private void forget(String number, Arrival arrival) {
        all.remove(number);
        arrival.end();
    }

    private static void refuse(Arrival arrival, Refusal refusal) {
        LOG.warn("refused path={} reason=\"{}\"", arrival.path(), refusal.reason());
        arrival.refuse(refusal);
    }
}
