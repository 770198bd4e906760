package io.wellstream.trainer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.smallrye.common.annotation.Blocking;
import io.wellstream.proto.v1.RunList;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.shell.access.Roles;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.RunDesk;
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
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;

/** Training runs over HTTP; bodies are the JSON form of the messages in {@code wellstream/v1/runs.proto}. */
@Path("/v1/runs")
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {
    private final TrainerShell shell;

    public RunsResource(TrainerShell shell) {
        this.shell = shell;
    }

    /** Asks for a run; asking again for the same one returns it as it stands. */
    @POST
    @RolesAllowed(Roles.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    public String request(String body) {
        RunRecord.Builder asked = RunRecord.newBuilder();
        try {
            JsonFormat.parser().merge(body, asked);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedRunException("the body is not a run request: " + e.getMessage());
        }
        if (asked.getRun().isEmpty() || !asked.hasSpecification()) {
            throw new RefusedRunException("a run needs a name in 'run' and a 'specification'");
        }
        return json(desk().request(new RunId(asked.getRun()), asked.getSpecification()));
    }

    @GET
    public String list() {
        return json(RunList.newBuilder().addAllRuns(desk().list()));
    }

    @GET
    @Path("/{run}")
    public String find(@PathParam("run") String run) {
        return json(desk().find(new RunId(run)).orElseThrow(() -> new NotFoundException("no run '" + run + "'")));
    }

    /** Cancels a run. */
    @DELETE
    @RolesAllowed(Roles.OPERATE)
    @Path("/{run}")
    public String cancel(@PathParam("run") String run) {
        return json(desk().cancel(new RunId(run)).orElseThrow(() -> new NotFoundException("no run '" + run + "'")));
    }

    private RunDesk desk() {
        if (!shell.waitingFor().isEmpty()) {
            throw new ServiceUnavailableException("the trainer is starting; ask again in a moment");
        }
        return shell.desk().orElseThrow(() -> new ServiceUnavailableException("the trainer is stopping"));
    }

    private static String json(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a run holds nothing that JSON cannot say", e);
        }
    }
}
