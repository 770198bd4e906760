package io.wellstream.ingest.describe;

import io.wellstream.imaging.screen.Levels;
import java.util.List;
import java.util.Optional;

/**
 * A proposed description of a screen.
 *
 * @param yaml the contents of {@code screen.yaml}
 * @param questions what could not be told from the files, for a person to answer
 * @param site the images of one site, in the order of the channels; empty if there is none with all channels
 */
public record Proposal(String yaml, List<String> questions, List<Image> site) {
    /**
     * An image of a channel.
     *
     * @param page of the file, from 1
     * @param levels with which 16 bits become 8
     */
    public record Image(String path, int page, Optional<Levels> levels) {}

    public Proposal {
        questions = List.copyOf(questions);
        site = List.copyOf(site);
    }
}
