package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.ControlHeadSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Target;
import io.wellstream.trainer.network.ControlHead;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.plan.Examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The controls that a run's second head learns: those of the training experiments. Their outputs come after those of the classes. */
final class HeadControls {
    private static final double WEIGHT = 1;
    private static final double LARGEST_WEIGHT = 100;

    private HeadControls() {}

    /** @param run whose target is complete */
    static void complete(RunSpecification.Builder run) {
        if (!run.hasControlHead()) {
            return;
        }
        double weight = run.getControlHead().hasWeight() ? run.getControlHead().getWeight() : WEIGHT;
        if (!(weight >= 0 && weight <= LARGEST_WEIGHT)) {
            throw RefusedRunException.setting("control_head.weight", weight, "0 (no such head) to " + LARGEST_WEIGHT);
        }
        if (weight == 0) {
            run.clearControlHead();
            return;
        }
        if (run.getTarget() != Target.TARGET_TREATMENT) {
            throw RefusedRunException.setting(
                    "control_head.weight",
                    weight,
                    "0 unless target is treatment: other targets learn controls as classes");
        }
        run.setControlHead(ControlHeadSettings.newBuilder().setWeight(weight));
    }

    /** The same with what is off written out, for people. */
    static void writeOut(RunSpecification.Builder run) {
        if (!run.hasControlHead()) {
            run.setControlHead(ControlHeadSettings.newBuilder().setWeight(0));
        }
    }

    /**
     * The sites of controls by output, from {@code classes} on; none if the run has no such head.
     *
     * @param classes of the first head
     */
    static SortedMap<Integer, List<Example>> of(RunSpecification run, DataSet data, Split split, int classes) {
        if (!run.hasControlHead()) {
            return new TreeMap<>();
        }
        Scope scope = Scope.of(run);
        SortedMap<String, List<DataSet.Well>> labels = new TreeMap<>();
        data.wells().stream()
                .filter(well -> scope.isTrainingControl(well)
                        && split.training().contains(well.id().experiment()))
                .forEach(well -> labels.computeIfAbsent(well.label(), _ -> new ArrayList<>())
                        .add(well));
        if (labels.size() < 2) {
            throw RefusedRunException.setting(
                    "control_head.weight",
                    run.getControlHead().getWeight(),
                    "0, because the training experiments have controls of " + labels.size() + " labels "
                            + labels.keySet() + ", and 2 or more are needed");
        }
        SortedMap<Integer, List<Example>> outputs = new TreeMap<>();
        for (Map.Entry<String, List<DataSet.Well>> label : labels.entrySet()) {
            int output = classes + outputs.size();
            outputs.put(
                    output,
                    label.getValue().stream()
                            .flatMap(well -> well.sites().stream().map(site -> new Example(well, site, output)))
                            .toList());
        }
        return outputs;
    }

    /**
     * The network with the head.
     *
     * @param network whose last outputs are those of the controls
     * @param controls how many they are; 0 for none
     */
    static NetworkSpec with(RunSpecification run, NetworkSpec network, int controls) {
        return controls == 0
                ? network
                : network.with(new ControlHead(controls, run.getControlHead().getWeight()));
    }
}
