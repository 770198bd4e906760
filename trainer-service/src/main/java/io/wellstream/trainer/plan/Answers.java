package io.wellstream.trainer.plan;

import io.wellstream.imaging.score.RowClasses;
import java.util.List;

/**
 * What a network can answer, and what somebody would guess who has seen no image.
 *
 * @param classes sorted labels; a label's position is its output of the network
 * @param rows the classes that are possible in a well
 * @param mostFrequent the class with the most training sites
 */
public record Answers(List<String> classes, RowClasses rows, int mostFrequent) {
    public Answers {
        classes = List.copyOf(classes);
    }
}
