package io.wellstream.local.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.StartSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends the ONNX file that a run begins with to the trainer, which stores it. */
public final class OnnxUpload {
    /** Of a file, as opposed to the name of a model. */
    public static final String EXTENSION = ".onnx";

    private static final long LARGEST = 1L << 30; // the trainer's limit

    private final HttpApi trainer;

    OnnxUpload(HttpApi trainer) {
        this.trainer = trainer;
    }

    /**
     * The specification with the reference to its file, which is sent if it was not sent before; other specifications stay as they are.
     *
     * @throws UserError if there is no such file, or if the trainer refuses it
     */
    RunSpecification sent(RunSpecification run) {
        StartSettings start = run.getStartFrom();
        if (start.getOnnx().isEmpty() || start.hasOnnxFile()) {
            return run;
        }
        Path file = Path.of(start.getOnnx());
        requireSendable(file);
        ObjectRef.Builder ref = ObjectRef.newBuilder();
        try {
            DatasetId dataset = new DatasetId(run.getDataset());
            String reply =
                    trainer.post("/v1/onnx-files?dataset=" + dataset, file).toString();
            JsonFormat.parser().ignoringUnknownFields().merge(reply, ref);
        } catch (RefusedException e) {
            throw new UserError(file + " is refused: " + e.getMessage(), e);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("trainer answered with something that is no reference: " + e.getMessage(), e);
        }
        String name = String.valueOf(file.getFileName());
        return run.toBuilder()
                .setStartFrom(start.toBuilder().setOnnx(name).setOnnxFile(ref))
                .build();
    }

    private static void requireSendable(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UserError("no file " + file + "; --start-from expects an ONNX file or a published model");
            }
            if (Files.size(file) > LARGEST) {
                throw new UserError(file + " has " + Files.size(file) + " bytes; expected at most " + LARGEST);
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e, e);
        }
    }
}
