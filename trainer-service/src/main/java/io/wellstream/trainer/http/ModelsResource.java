package io.wellstream.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.proto.v1.PromoteRequest;
import io.wellstream.proto.v1.RollbackRequest;
import io.wellstream.shell.access.Roles;
import io.wellstream.trainer.TrainerShell;
import io.wellstream.trainer.promotion.ServedModels;
import io.wellstream.trainer.run.MessageJson;
import io.wellstream.wire.keys.RunId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Published models over HTTP, and which of them is served. Bodies are the JSON form of {@code wellstream/v1/models.proto}. */
@Path("/v1")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
    private final TrainerShell shell;

    public ModelsResource(TrainerShell shell) {
        this.shell = shell;
    }

    @GET
    @Path("/models")
    public String list() {
        return MessageJson.of(models().list());
    }

    /** Serves a model. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/models/{run}/promote")
    public String promote(@PathParam("run") String run, @Context SecurityContext caller, String body) {
        boolean force = RequestBody.parse(body, PromoteRequest.newBuilder(), "a request to promote a model")
                .getForce();
        return MessageJson.of(models().promote(new RunId(run), force, name(caller))
                .orElseThrow(() -> new NotFoundException("no model of run '" + run + "' is published")));
    }

    /** Serves again what was served before. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/serving/rollback")
    public String rollback(@Context SecurityContext caller, String body) {
        return MessageJson.of(models().rollback(
                        RequestBody.parse(body, RollbackRequest.newBuilder(), "a rollback request")
                                .build(),
                        name(caller)));
    }

    private ServedModels models() {
        return ReadyTrainer.of(shell).models();
    }

    private static String name(SecurityContext caller) {
        @Nullable Principal principal = caller.getUserPrincipal();
        return principal == null || principal.getName().isEmpty() ? "anonymous" : principal.getName();
    }
}
