package io.wellstream.ingest.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.IngestShell;
import io.wellstream.ingest.flow.KnownWells;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.shell.access.Roles;
import io.wellstream.wire.keys.MessageKeys;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;

/** The statistics of a data set's images over HTTP. */
@Path("/v1/datasets/{dataset}/stats")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
public class StatisticsResource {
    private final IngestShell shell;

    public StatisticsResource(IngestShell shell) {
        this.shell = shell;
    }

    @GET
    @Produces("text/csv")
    public StreamingOutput statistics(@PathParam("dataset") String name) {
        DatasetId dataset = new DatasetId(name);
        KnownWells wells = new KnownWells(shell.process().wells(), dataset);
        AtomicBoolean any = new AtomicBoolean();
        wells.byExperiment(records -> any.set(true));
        if (!any.get()) {
            throw new NotFoundException("data set " + dataset + " does not exist or has no wells");
        }
        ScreenDescription screen = shell.process().ingests().under(MessageKeys.dataset(dataset)).values().stream()
                .max(Comparator.comparingLong(IngestFinished::getFinishedAtMs))
                .map(IngestFinished::getScreen)
                .orElse(ScreenDescription.getDefaultInstance());
        return out -> {
            ImageStatistics.write(wells, screen, new OutputStreamWriter(out, StandardCharsets.UTF_8));
        };
    }
}
