package io.wellstream.ingest.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.IngestShell;
import io.wellstream.ingest.flow.KnownWells;
import io.wellstream.ingest.qc.PlateReport;
import io.wellstream.ingest.qc.QualityControl;
import io.wellstream.ingest.qc.ScreenShape;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.shell.access.Roles;
import io.wellstream.wire.FinishedIngests;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateCorrections;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Quality control of a data set's plates over HTTP, from the wells that it has now. */
@Path("/v1/datasets/{dataset}/qc")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
public class QualityResource {
    private final IngestShell shell;

    public QualityResource(IngestShell shell) {
        this.shell = shell;
    }

    /** The reports of all plates. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<PlateReport> reports(@PathParam("dataset") String name) {
        return control(new DatasetId(name)).reports();
    }

    /** The flagged plates as a page, with the illumination functions that have been computed. */
    @GET
    @Path("/page")
    @Produces(MediaType.TEXT_HTML)
    public String page(@PathParam("dataset") String name) {
        DatasetId dataset = new DatasetId(name);
        PlateCorrections corrections = PlateCorrections.in(shell.process().store());
        return control(dataset).page(name, (plate, wells) -> corrections
                .find(PlateSites.of(dataset, plate, wells))
                .map(PlateCorrection::illumination));
    }

    private QualityControl control(DatasetId dataset) {
        String prefix = MessageKeys.dataset(dataset);
        KnownWells wells = new KnownWells(shell.process().wells(), dataset);
        List<WellId> ids = new ArrayList<>();
        wells.byExperiment(records -> records.forEach(well -> ids.add(WellKeys.wellOf(well.getWell()))));
        List<IngestFinished> ends =
                FinishedIngests.counting(shell.process().ingests().under(prefix).values());
        if (ids.isEmpty() || ends.isEmpty()) {
            throw new NotFoundException("data set " + dataset + " does not exist, or none of its ingests has finished");
        }
        return new QualityControl(ScreenShape.of(ends.getLast().getScreen()), ids, wells);
    }
}
