package io.wellstream.local.cli.settings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The settings of a run in a YAML file. The keys are the names of the specification's fields, so that a setting which the trainer learns
 * can be written at once. A key that is left out stays absent, and the trainer completes it.
 *
 * @param lines by key, e.g. {@code cutmix.alpha}
 */
public record RunFile(String name, RunSpecification specification, Map<String, Integer> lines) {
    private static final long MOST_BYTES = 1L << 20;

    public RunFile {
        lines = Map.copyOf(lines);
    }

    /** @throws UserError that names the file and, for what is in it, the line */
    public static RunFile read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserError(file + " has " + Files.size(file) + " bytes; expected the settings of a run");
            }
            return RunFileReader.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e, e);
        }
    }

    /** The refusal of a setting, with its line if the value is from this file. */
    public UserError located(RefusedException refusal, RunSpecification sent) {
        String problem = String.valueOf(refusal.getMessage());
        return lines.keySet().stream()
                .filter(key -> problem.startsWith(key + " is '") && isFromHere(key, sent))
                .findFirst()
                .map(key -> new UserError(name + ", line " + lines.get(key) + ": " + problem, refusal))
                .orElse(refusal);
    }

    private boolean isFromHere(String key, RunSpecification sent) {
        FieldDescriptor field = RunSpecification.getDescriptor().findFieldByName(key.split("\\.", 2)[0]);
        return sent.getField(field).equals(specification.getField(field));
    }
}
