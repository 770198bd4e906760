package io.wellstream.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.shell.access.Roles;
import io.wellstream.shell.arrival.Arrivals;
import io.wellstream.trainer.TrainerShell;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.MessageJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** ONNX files that runs begin with, over HTTP. Their bodies may be larger than those of other requests (application.properties). */
@Path("/v1/onnx-files")
@Blocking
@RolesAllowed(Roles.OPERATE)
@Produces(MediaType.APPLICATION_JSON)
public class OnnxFilesResource {
    private final TrainerShell shell;
    private final Arrivals arrivals;

    public OnnxFilesResource(TrainerShell shell, Arrivals arrivals) {
        this.shell = shell;
        this.arrivals = arrivals;
    }

    /**
     * Stores a file for the runs of a data set, and returns the reference for {@code startFrom.onnxFile}. Sending it again changes
     * nothing.
     */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public String put(
            @QueryParam("dataset") @Nullable String dataset,
            @HeaderParam(Arrivals.HEADER) @Nullable String arrival,
            InputStream body) {
        if (dataset == null) {
            throw new RefusedRunException("the query parameter 'dataset' is missing; expected a data set's name");
        }
        InputStream file = arrivals.find(arrival)
                .<InputStream>map(of -> new ArrivingFile(body, of))
                .orElse(body);
        return MessageJson.of(ReadyTrainer.of(shell).files().put(new DatasetId(dataset), file));
    }
}
