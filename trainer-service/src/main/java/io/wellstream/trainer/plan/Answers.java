package io.wellstream.trainer.plan;

import io.wellstream.imaging.score.RowClasses;
import java.util.List;

/**
 * What a network can answer, and what somebody would guess who has seen no image.
 *
 * @param classes sorted labels; a label's position is its output of the network
 * @param controls sorted labels of the controls that a second head learns, in the outputs after those of the classes
 * @param rows the classes that are possible in a well
 * @param mostFrequent the class with the most training sites
 */
public record Answers(List<String> classes, List<String> controls, RowClasses rows, int mostFrequent) {
    public Answers {
        classes = List.copyOf(classes);
        controls = List.copyOf(controls);
    }

    /** Without a second head. */
    public Answers(List<String> classes, RowClasses rows, int mostFrequent) {
        this(classes, List.of(), rows, mostFrequent);
    }
}
