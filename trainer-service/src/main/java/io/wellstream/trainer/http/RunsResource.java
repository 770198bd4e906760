package io.wellstream.trainer.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.smallrye.common.annotation.Blocking;
import io.wellstream.proto.v1.RunList;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.shell.access.Roles;
import io.wellstream.trainer.TrainerShell;
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

    /** Requests a run; repeating the request returns the run's current state. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    public String request(String body) {
        RunRecord.Builder requested = RunRecord.newBuilder();
        try {
            JsonFormat.parser().merge(body, requested);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedRunException("the body is not a run request: " + e.getMessage());
        }
        if (requested.getRun().isEmpty() || !requested.hasSpecification()) {
            throw new RefusedRunException("a run needs a name in 'run' and a 'specification'");
        }
        return MessageJson.of(runs().request(new RunId(requested.getRun()), requested.getSpecification()));
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

    /** Cancels a run. */
    @DELETE
    @RolesAllowed(Roles.OPERATE)
    @Path("/{run}")
    public String cancel(@PathParam("run") String run) {
        return MessageJson.of(runs().cancel(new RunId(run)).orElseThrow(() -> notFound(run)));
    }

    private RunRegistry runs() {
        return ReadyTrainer.of(shell).runs();
    }

    private static NotFoundException notFound(String run) {
        return new NotFoundException("run '" + run + "' does not exist");
    }
}
