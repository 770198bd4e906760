package io.wellstream.local.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PublishRequest;
import io.wellstream.proto.v1.ResumeRequest;
import io.wellstream.proto.v1.RunList;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import java.util.List;
import java.util.Optional;

/** The trainer's HTTP API for training runs. */
public final class RunApi {
    private static final String RUNS = "/v1/runs";

    private final HttpApi trainer;
    private final OnnxUpload files;

    RunApi(HttpApi trainer) {
        this.trainer = trainer;
        this.files = new OnnxUpload(trainer);
    }

    /** Requests a run; repeating the request changes nothing. A file that it begins with is sent first. */
    public RunView request(String run, RunSpecification specification) {
        return request(RUNS, run, specification);
    }

    /** Requests a run, unless one with the same specification is under way; then that one is returned. */
    public RunView requestUnlessUnderWay(String run, RunSpecification specification) {
        return request(RUNS + "?unlessUnderWay=true", run, specification);
    }

    private RunView request(String path, String run, RunSpecification specification) {
        RunRecord request = RunRecord.newBuilder()
                .setRun(run)
                .setSpecification(files.sent(specification))
                .build();
        return view(trainer.post(path, json(request)).toString());
    }

    /** The specification with every blank filled as the trainer would; requests no run. */
    public RunSpecification complete(RunSpecification specification) {
        return parse(
                        trainer.post(RUNS + "/specification", json(specification))
                                .toString(),
                        RunSpecification.newBuilder())
                .build();
    }

    public Optional<RunView> find(String run) {
        return trainer.find(path(run)).map(view -> view(view.toString()));
    }

    /** All runs, newest first, without their epochs. */
    public List<RunView> list() {
        return parse(trainer.get(RUNS).toString(), RunList.newBuilder()).getRunsList();
    }

    /** Requests a run that has ended again. */
    public RunView resume(String run, ResumeRequest changes) {
        require(run);
        return view(trainer.post(path(run) + "/resume", json(changes)).toString());
    }

    /**
     * Requests that a checkpoint of a run that has ended is published.
     *
     * @param step 0 for the best one so far
     */
    public RunView publish(String run, long step) {
        require(run);
        PublishRequest request = PublishRequest.newBuilder().setStep(step).build();
        return view(trainer.post(path(run) + "/publish", json(request)).toString());
    }

    /** Cancels a run, or the publication of its checkpoint. */
    public RunView cancel(String run) {
        require(run);
        return view(trainer.delete(path(run)).toString());
    }

    /** The run as it is now. Throws a {@link UserError} that names the runs that exist, if this one does not. */
    public RunView require(String run) {
        return find(run)
                .orElseThrow(() -> UserError.doesNotExist(
                        "run",
                        run,
                        list().stream().map(view -> view.getRun().getRun()).toList()));
    }

    private static String path(String run) {
        if (!run.matches("[A-Za-z0-9._-]+")) {
            throw new UserError("'" + run + "' is not a run's name; expected letters, digits, '.', '_' and '-'");
        }
        return RUNS + "/" + run;
    }

    private static RunView view(String json) {
        return parse(json, RunView.newBuilder()).build();
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only a field of type Any can fail to print, and no request has one", e);
        }
    }

    private static <B extends Message.Builder> B parse(String json, B into) {
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json, into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("trainer answered with something that is no run: " + e.getMessage(), e);
        }
    }
}
