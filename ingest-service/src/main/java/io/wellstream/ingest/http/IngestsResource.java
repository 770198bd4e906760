package io.wellstream.ingest.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.ConfiguredSources;
import io.wellstream.ingest.IngestConfig;
import io.wellstream.ingest.IngestShell;
import io.wellstream.ingest.files.ScreenPlace;
import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.job.JobStatus;
import io.wellstream.ingest.source.Sources;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ingest jobs over HTTP. */
@Path("/v1/ingests")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
@Produces(MediaType.APPLICATION_JSON)
public class IngestsResource {
    private final IngestShell shell;
    private final Sources sources;

    public IngestsResource(IngestShell shell, IngestConfig config, StoreSettings store) {
        this.shell = shell;
        this.sources = ConfiguredSources.of(config, store.config());
    }

    /**
     * A request for a job; a field that is left out has its default.
     *
     * @param dataset by default the name of the source's folder, archive or prefix
     * @param shard from 0
     */
    public record Request(
            @Nullable String id,
            @Nullable String dataset,
            @Nullable String source,
            @Nullable Integer shards,
            @Nullable Integer shard,
            @Nullable Boolean verify,
            @Nullable Boolean keepGone) {
        IngestJob job(Sources sources) {
            if (id == null || source == null) {
                throw new IllegalArgumentException("the request needs " + (id == null ? "an id" : "a source"));
            }
            ScreenPlace screen = sources.place(source);
            DatasetId named = dataset == null ? DatasetId.fromFile(screen.name()) : new DatasetId(dataset);
            IngestJob.Shard part = new IngestJob.Shard(
                    Optional.ofNullable(shard).orElse(0),
                    Optional.ofNullable(shards).orElse(1));
            return new IngestJob(id, named, screen, part, Boolean.TRUE.equals(verify), Boolean.TRUE.equals(keepGone));
        }
    }

    /** Requests a job; requesting it again returns its status. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submit(@Nullable Request request) {
        if (request == null) {
            throw new IllegalArgumentException("the request needs a body with id and source");
        }
        JobStatus status = shell.process().jobs().submit(request.job(sources));
        Response.Status code = status.state().isEnd() ? Response.Status.OK : Response.Status.ACCEPTED;
        return Response.status(code).entity(status).build();
    }

    @GET
    public List<JobStatus> list() {
        return shell.process().jobs().list();
    }

    @GET
    @Path("/{id}")
    public JobStatus find(@PathParam("id") String id, @QueryParam("shard") @DefaultValue("0") int shard) {
        return shell.process()
                .jobs()
                .find(id, shard)
                .orElseThrow(() -> new NotFoundException("no ingest " + id + " with shard " + shard));
    }
}
