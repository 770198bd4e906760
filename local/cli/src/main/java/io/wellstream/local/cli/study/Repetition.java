package io.wellstream.local.cli.study;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunResumption;
import io.wellstream.proto.v1.RunSpecification;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A published model, and the run that is to repeat it. */
record Repetition(ModelCard original) {
    private static final String CHOSEN_BY_REQUEST = "request";
    private static final int SHOWN = 8; // bytes of a digest

    /**
     * The specification of a run that ends with the same parameters. It is not served.
     *
     * @throws UserError if no run does
     */
    RunSpecification specification() {
        List<String> changes = original.getResumptionsList().stream()
                .map(RunResumption::getChangesList)
                .flatMap(List::stream)
                .toList();
        if (!changes.isEmpty()) {
            throw new UserError(
                    "model " + original.getRun() + " cannot be repeated by one run: its run was continued with"
                            + " other settings (" + String.join(", ", changes) + ")");
        }
        if (original.getChosenBy().equals(CHOSEN_BY_REQUEST)) {
            throw new UserError("model " + original.getRun() + " is step " + original.getSteps()
                    + " of its run, chosen by request; only the model that a run publishes at its end can be repeated");
        }
        RunSpecification.Builder again =
                original.getSpecification().toBuilder().clearPromote().setPromotion("never");
        if (again.getEngine().equals("any") && !original.getEngine().isEmpty()) {
            again.setEngine(original.getEngine());
        }
        return again.build();
    }

    boolean isRepeatedBy(ModelCard repeated) {
        return repeated.getParametersSha256().equals(original.getParametersSha256());
    }

    /** Whether the parameters are equal, and what differs that explains it if they are not. */
    List<String> verdict(ModelCard repeated) {
        if (isRepeatedBy(repeated)) {
            return List.of("Model " + original.getRun() + " is repeated: the parameters of " + repeated.getRun()
                    + " are equal, bit for bit (SHA-256 " + digest(original) + "…).");
        }
        List<String> lines = new ArrayList<>();
        lines.add("Model " + original.getRun() + " is not repeated: its parameters have SHA-256 " + digest(original)
                + "…, those of " + repeated.getRun() + " " + digest(repeated) + "….");
        if (!repeated.getManifestSha256().equals(original.getManifestSha256())) {
            lines.add(
                    "The data differ: the data set has other wells, sites or labels than when the model was trained.");
        }
        differing("environment", original.getEnvironment(), repeated.getEnvironment(), lines);
        differing("code", original.getCodeRevision(), repeated.getCodeRevision(), lines);
        if (!original.getBitExact()) {
            lines.add("The model is marked as not bit-exact: its run was resumed in another environment.");
        }
        if (original.getSteps() != repeated.getSteps()) {
            lines.add("The published steps differ: " + original.getSteps() + " and " + repeated.getSteps() + ".");
        }
        return lines;
    }

    private static void differing(String what, String before, String now, List<String> lines) {
        if (!before.equals(now)) {
            lines.add("The " + what + " differs: " + (before.isEmpty() ? "not recorded" : before) + ", and now " + now
                    + ".");
        }
    }

    private static String digest(ModelCard card) {
        byte[] whole = card.getParametersSha256().toByteArray();
        return HexFormat.of().formatHex(whole, 0, Math.min(SHOWN, whole.length));
    }
}
