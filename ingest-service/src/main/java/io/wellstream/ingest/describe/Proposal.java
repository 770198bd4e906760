package io.wellstream.ingest.describe;

import java.util.List;

/**
 * A proposed description of a screen.
 *
 * @param yaml the contents of {@code screen.yaml}
 * @param questions what could not be told from the files, for a person to answer
 * @param site the files of one site, in the order of the channels; empty if there is none with all channels
 */
public record Proposal(String yaml, List<String> questions, List<String> site) {
    public Proposal {
        questions = List.copyOf(questions);
        site = List.copyOf(site);
    }
}
