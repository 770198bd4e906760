package io.wellstream.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.proto.v1.PublishRequest;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunList;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.shell.access.Roles;
import io.wellstream.trainer.TrainerShell;
import io.wellstream.trainer.plan.EffectiveSpecification;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.MessageJson;
import io.wellstream.trainer.run.RunRegistry;
import io.wellstream.wire.keys.RunId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Training runs over HTTP. Bodies are the JSON form of the messages in {@code wellstream/v1/runs.proto}. */
@Path("/v1/runs")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {
    private final TrainerShell shell;

    public RunsResource(TrainerShell shell) {
        this.shell = shell;
    }

    /**
     * Requests a run; repeating the request returns the run's current state.
     *
     * @param unlessUnderWay returns a run with the same specification that is under way, if there is one, and requests none
     */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    public String request(@QueryParam("unlessUnderWay") boolean unlessUnderWay, String body) {
        RunRecord.Builder requested = RequestBody.parse(body, RunRecord.newBuilder(), "a run request");
        if (requested.getRun().isEmpty() || !requested.hasSpecification()) {
            throw new RefusedRunException("a run needs a name in 'run' and a 'specification'");
        }
        return MessageJson.of(
                runs().request(new RunId(requested.getRun()), requested.getSpecification(), unlessUnderWay));
    }

    /** Completes a specification as a request for a run does, and requests none. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/specification")
    public String specification(String body) {
        RunSpecification requested = RequestBody.parse(body, RunSpecification.newBuilder(), "a specification")
                .build();
        return MessageJson.of(EffectiveSpecification.writtenOut(EffectiveSpecification.of(requested)));
    }

    @GET
    public String list() {
        return MessageJson.of(RunList.newBuilder().addAllRuns(runs().list()));
    }

    @GET
    @Path("/{run}")
    public String find(@PathParam("run") String run) {
        return MessageJson.of(runs().find(new RunId(run)).orElseThrow(() -> notFound(run)));
    }

    /** Cancels a run, or the publication of its checkpoint. */
    @DELETE
    @RolesAllowed(Roles.OPERATE)
    @Path("/{run}")
    public String cancel(@PathParam("run") String run) {
        return MessageJson.of(runs().cancel(new RunId(run)).orElseThrow(() -> notFound(run)));
    }

    /** Requests a run that has ended again, with the changes in the body. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{run}/resume")
    public String resume(@PathParam("run") String run, String body) {
        ResumeRequest changes = RequestBody.parse(body, ResumeRequest.newBuilder(), "a resume request")
                .build();
        return MessageJson.of(runs().resume(new RunId(run), changes).orElseThrow(() -> notFound(run)));
    }

    /** Publishes a checkpoint of a run that has ended. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{run}/publish")
    public String publish(@PathParam("run") String run, String body) {
        long step = RequestBody.parse(body, PublishRequest.newBuilder(), "a publish request")
                .getStep();
        return MessageJson.of(runs().publish(new RunId(run), step).orElseThrow(() -> notFound(run)));
    }

    private RunRegistry runs() {
        return ReadyTrainer.of(shell).runs();
    }

    private static NotFoundException notFound(String run) {
        return new NotFoundException("run '" + run + "' does not exist");
    }
}
