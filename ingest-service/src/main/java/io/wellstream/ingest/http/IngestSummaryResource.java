package io.wellstream.ingest.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.ingest.IngestShell;
import io.wellstream.shell.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What finished jobs found, over HTTP. */
@Path("/v1/ingests/{id}/summary")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
@Produces(MediaType.APPLICATION_JSON)
public class IngestSummaryResource {
    private final IngestShell shell;

    public IngestSummaryResource(IngestShell shell) {
        this.shell = shell;
    }

    @GET
    public IngestSummary summary(@PathParam("id") String id, @QueryParam("shard") @DefaultValue("0") int shard) {
        return shell.process().ingests().under("").values().stream()
                .filter(end -> end.getJob().equals(id) && end.getShard() == shard)
                .findAny()
                .map(IngestSummary::of)
                .orElseThrow(() -> new NotFoundException("no ingest " + id + " with shard " + shard + " has finished"));
    }
}
