package io.wellstream.local.cli.client;

import com.google.protobuf.Message;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.Patience;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.local.cli.link.SystemLink;
import io.wellstream.local.cli.link.SystemSource;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.LauncherProcess;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.Topic;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.StoreConfig;
import io.wellstream.wire.store.StoreUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** A client of a system: calls to its services, broker and object store, at the addresses that these have at that moment. */
public final class SystemClient {
    private static final Duration TABLE_LIMIT = Duration.ofMinutes(5);
    private static final Duration TABLE_POLL = Duration.ofSeconds(1);
    private static final Duration STORE_LIMIT = Duration.ofSeconds(10);

    private final SystemLink link;

    public SystemClient(SystemLink link) {
        this.link = link;
    }

    /** A system whose addresses do not change. */
    public static SystemClient at(SystemAddress address) {
        return new SystemClient(SystemLink.to(new SystemSource.AtFixedAddress(address), address));
    }

    /** A system that this process runs. */
    public static SystemClient of(Endpoints endpoints) {
        return at(SystemAddress.of(endpoints));
    }

    /** The system of the data folder; if none runs there and the folder is only the default, the one that the environment names. */
    public static SystemClient find(Path folder, boolean folderIsGiven) {
        Optional<Endpoints> local = Endpoints.find(folder);
        if (local.isPresent()) {
            return new SystemClient(
                    SystemLink.to(new SystemSource.OnThisMachine(folder), SystemAddress.of(local.get())));
        }
        Map<String, String> environment = System.getenv();
        if (!folderIsGiven && environment.containsKey("WELLSTREAM_INGEST_URL")) {
            return at(SystemAddress.ofEnvironment(environment));
        }
        Optional<LauncherProcess> changing = LauncherProcess.holding(folder);
        if (changing.isPresent()) {
            throw new UserError("the system on " + folder + " is starting or stopping (process "
                    + changing.get().pid() + "); repeat the command in a moment");
        }
        throw new UserError("no system runs on " + folder + "; start one with: ./wellstream up"
                + (folderIsGiven ? " --data " + folder : "")
                + ", or set WELLSTREAM_INGEST_URL and the other addresses of a remote system (see README.md)");
    }

    public SystemLink link() {
        return link;
    }

    public KafkaConfig kafka() {
        return link.address().kafka();
    }

    public StoreConfig store() {
        return link.address().store();
    }

    public ScorerClient scorer() {
        return new ScorerClient(link, Patience.CALL);
    }

    /** The scorer, for work that is followed to its end. */
    ScorerClient patientScorer() {
        return new ScorerClient(link, Patience.FOLLOW);
    }

    /** One of several scorers; the caller repeats calls that fail. */
    public ScorerClient scorerAt(URI scorer) {
        SystemAddress address = link.address().withScorer(scorer);
        return new ScorerClient(SystemLink.to(new SystemSource.AtFixedAddress(address), address), Patience.NONE);
    }

    public HttpApi ingestApi() {
        return new HttpApi(link, Part.INGEST, Patience.CALL);
    }

    /** The ingest service, for a job that is followed to its end. */
    HttpApi patientIngestApi() {
        return new HttpApi(link, Part.INGEST, Patience.FOLLOW);
    }

    public HttpApi scorerApi() {
        return new HttpApi(link, Part.SCORER, Patience.CALL);
    }

    public RunApi runs() {
        return new RunApi(trainerApi());
    }

    /** The runs, for one that is followed to its end. */
    RunApi patientRuns() {
        return new RunApi(new HttpApi(link, Part.TRAINER, Patience.FOLLOW));
    }

    /** The runs, for what is asked again soon: a trainer that is away is an {@link AwayException} at once. */
    public RunApi runsNow() {
        return new RunApi(new HttpApi(link, Part.TRAINER, Patience.NONE));
    }

    public HttpApi trainerApi() {
        return new HttpApi(link, Part.TRAINER, Patience.CALL);
    }

    /** The object's bytes, with size and digest checked. */
    public byte[] object(ObjectRef ref) {
        return withStore(objects -> objects.get(ref));
    }

    /** Reads from the object store; the work is repeated if the store goes away. */
    public <T> T withStore(Function<ObjectStore, T> work) {
        return link.call(Part.STORE, Patience.CALL, at -> {
            try (ObjectStore objects = ObjectStore.connect(at.store().withDeadline(STORE_LIMIT))) {
                return work.apply(objects);
            } catch (StoreUnavailableException e) {
                throw new AwayException("the object store at " + at.of(Part.STORE) + " did not answer", e);
            }
        });
    }

    /** The current entries of a table. */
    public <M extends Message> Map<String, M> table(Topic<M> topic, Predicate<String> keys) {
        return link.call(Part.KAFKA, Patience.CALL, at -> table(at, topic, keys));
    }

    private <M extends Message> Map<String, M> table(SystemAddress at, Topic<M> topic, Predicate<String> keys) {
        long deadline = System.nanoTime() + TABLE_LIMIT.toNanos();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        try (LatestByKey<M> table = new LatestByKey<>(at.kafka(), topic, keys, failed::completeExceptionally)) {
            table.start();
            while (!table.awaitCaughtUp(TABLE_POLL)) {
                if (link.isAway(Part.KAFKA) || link.hasMoved(at)) {
                    throw new AwayException("Kafka at " + at.of(Part.KAFKA) + " does not answer", null);
                }
                if (failed.isCompletedExceptionally() || System.nanoTime() > deadline) {
                    throw new UserError(
                            "topic " + topic.name() + " of Kafka at " + at.kafka() + " could not be read within "
                                    + TABLE_LIMIT.toSeconds() + " s",
                            failed.isCompletedExceptionally() ? failed.exceptionNow() : null);
                }
            }
            return table.under("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while reading topic " + topic.name(), e);
        }
    }
}
